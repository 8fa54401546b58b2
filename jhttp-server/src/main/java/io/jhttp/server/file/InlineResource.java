package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A style sheet or script that stands in a page, and the source expression by which a
 * content security policy allows exactly this text.
 *
 * @param text what stands between the tags
 * @param source as in {@code 'sha256-…'}
 */
record InlineResource(String text, String source) {

	static InlineResource load(String name) {
		try (InputStream resource = InlineResource.class.getResourceAsStream(name)) {
			if (resource == null) {
				throw new IllegalStateException("The jar lacks the resource " + name);
			}
			// Browsers hash what they have parsed, and there every line end is LF.
			return of(new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static InlineResource of(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return new InlineResource(text, "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
