package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PartHead;
import org.jspecify.annotations.Nullable;

/**
 * A part of a form with files: a file, or the value of another field. Its content can be
 * read once, until the next part is asked for.
 *
 * @see FormParts
 */
public final class FormPart {

	private final PartHead head;

	private final FormContent content;

	FormPart(PartHead head, FormContent content) {
		this.head = head;
		this.content = content;
	}

	/**
	 * The name of the field of the form.
	 * @return any text
	 */
	public String name() {
		return this.head.name();
	}

	/**
	 * Whether the part is a file: it has a file name, also an empty one, as browsers send
	 * where no file was chosen.
	 * @return false for the value of another field
	 */
	public boolean isFile() {
		return this.head.fileName() != null;
	}

	/**
	 * What the client calls the file. It is any text, perhaps with slashes, backslashes
	 * or dots, and no path of this machine: do not resolve it against a directory.
	 * @return a text, or null if the part is no file
	 */
	public @Nullable String fileName() {
		return this.head.fileName();
	}

	/**
	 * The media type that the client has given; nothing has verified it.
	 * @return any text, or null without one
	 */
	public @Nullable String contentType() {
		return this.head.header("Content-Type");
	}

	/**
	 * The first value of a header field of the part.
	 * @param name its name, in any case
	 * @return the value, or null if the part has no such field
	 */
	public @Nullable String header(String name) {
		return this.head.header(name);
	}

	/**
	 * All header fields of the part.
	 * @return names as received, and values, in order
	 */
	public List<Map.Entry<String, String>> headers() {
		return this.head.headers();
	}

	/**
	 * The content. Reading it blocks, and throws {@link HttpProblem} as of
	 * {@link FormParts#next()}, or {@link IllegalStateException} once the next part has
	 * been asked for.
	 * @return always the same stream; closing it does nothing
	 */
	public InputStream content() {
		return this.content;
	}

	/**
	 * The rest of the content as bytes.
	 * @return new bytes
	 * @throws HttpProblem 413 if there are more than {@link FormParts#maxTextSize}
	 * allows, else as of {@link FormParts#next()}
	 * @throws IOException if the client is gone, or sends too slowly
	 */
	public byte[] bytes() throws IOException {
		return this.content.readText();
	}

	/**
	 * The rest of the content as text.
	 * @return the text in the charset that the part names, and otherwise as UTF-8
	 * @throws HttpProblem as of {@link #bytes()}, and 415 if the charset is not known
	 * @throws IOException if the client is gone, or sends too slowly
	 */
	public String text() throws IOException {
		Charset charset = this.head.charset();
		return new String(bytes(), (charset != null) ? charset : StandardCharsets.UTF_8);
	}

	/**
	 * Stores the rest of the content in a file, which is there only once all of it has
	 * come. Until then it lies in a hidden file beside it, which is removed if the upload
	 * fails.
	 * @param target the file; one of that name is replaced
	 * @throws HttpProblem as of {@link FormParts#next()}
	 * @throws IOException if the file cannot be written, the client is gone, or sends too
	 * slowly
	 */
	public void transferTo(Path target) throws IOException {
		Path part = target.resolveSibling("." + UUID.randomUUID() + ".part");
		try {
			try (OutputStream file = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW,
					StandardOpenOption.WRITE)) {
				this.content.transferTo(file);
			}
			Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

}
