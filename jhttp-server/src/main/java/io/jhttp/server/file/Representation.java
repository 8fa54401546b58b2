package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpDate;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file in one coding, ready to be sent.
 *
 * @param coding that its content is in; null for none
 * @param mediaType of the plain form
 * @param validators entity tag and date
 * @param content what is sent: small files are in memory, large ones stay on the disk
 * @param headers of a response with content
 * @param notModifiedHeaders of a response that says that the client has it already
 * @param errorHeaders of a response that says that there is no such version, or no such
 * part
 */
record Representation(@Nullable ContentCoding coding, String mediaType, Validators validators, ContentPart content,
		EncodedHeaders headers, EncodedHeaders notModifiedHeaders, EncodedHeaders errorHeaders) {

	/** Descriptors are scarcer than memory: 64 MiB are worth 512 of them. */
	private static final long DESCRIPTOR_WEIGHT = 128 * 1024;

	/** With its quotes; null if there is none. */
	@Nullable String entityTag() {
		return this.validators.entityTag();
	}

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

	/** The same with fields of one's own in place of those of their names. */
	Representation with(List<Map.Entry<String, String>> own) {
		String ownTag = value(own, "ETag");
		String ownDate = value(own, "Last-Modified");
		Long ownModified = (ownDate != null) ? HttpDate.parse(ownDate, Instant.now()) : null;
		Validators known = this.validators.withEntityTag((ownTag != null) ? ownTag : entityTag());
		return new Representation(this.coding, this.mediaType,
				(ownModified != null) ? known.withDate(ownModified) : known, this.content, replaced(this.headers, own),
				replaced(this.notModifiedHeaders, own), this.errorHeaders);
	}

	private static EncodedHeaders replaced(EncodedHeaders headers, List<Map.Entry<String, String>> own) {
		return EncodedHeaders.of(headers.headers().stream().map((field) -> {
			String value = value(own, field.getKey());
			return (value != null) ? Map.entry(field.getKey(), value) : field;
		}).toList());
	}

	private static @Nullable String value(List<Map.Entry<String, String>> own, String name) {
		for (Map.Entry<String, String> field : own) {
			if (field.getKey().equalsIgnoreCase(name)) {
				return field.getValue();
			}
		}
		return null;
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
