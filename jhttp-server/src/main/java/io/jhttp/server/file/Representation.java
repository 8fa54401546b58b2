package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file in one coding, ready to be sent.
 *
 * @param coding null for the plain form
 * @param mediaType of the plain form
 * @param entityTag with its quotes
 * @param modified in seconds since 1970
 * @param content what is sent: small files are in memory, large ones stay on the disk
 * @param headers of a response with content
 * @param notModifiedHeaders of a response that says that the client has it already
 * @param errorHeaders of a response that says that there is no such version, or no such
 * part
 */
record Representation(@Nullable ContentCoding coding, String mediaType, String entityTag, long modified,
		ContentPart content, EncodedHeaders headers, EncodedHeaders notModifiedHeaders, EncodedHeaders errorHeaders) {

	/** Descriptors are scarcer than memory: 64 MiB are worth 512 of them. */
	private static final long DESCRIPTOR_WEIGHT = 128 * 1024;

	long length() {
		return this.content.length();
	}

	/** Null if the file is closed already, or was changed. */
	@Nullable ContentPart whole() {
		return this.content.part(0, this.content.length());
	}

	/**
	 * All of it.
	 * @throws IOException if the file is closed already, or was changed
	 */
	byte[] bytes() throws IOException {
		ContentPart whole = whole();
		if (whole == null) {
			throw new IOException("The file was closed or changed before it was read");
		}
		return bytes(whole);
	}

	/** What a part has, which is closed. */
	static byte[] bytes(ContentPart part) throws IOException {
		try (InputStream stream = part.stream()) {
			return stream.readAllBytes();
		}
	}

	/** What it costs to keep it, in bytes. */
	long weight() {
		return this.content.isInMemory() ? this.content.length() : DESCRIPTOR_WEIGHT;
	}

	/** It is not in the cache any more. */
	void release() {
		this.content.close();
	}

}
