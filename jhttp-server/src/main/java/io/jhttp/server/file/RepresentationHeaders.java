package io.jhttp.server.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * The headers that describe a representation.
 */
final class RepresentationHeaders {

	private final FileTags tags;

	private final CacheControlRules cacheControl;

	private final List<Map.Entry<String, String>> custom;

	private final EncodedHeaders errorHeaders;

	RepresentationHeaders(FileTags tags, CacheControlRules cacheControl, Map<String, String> custom) {
		this.tags = tags;
		this.cacheControl = cacheControl;
		this.custom = List.copyOf(custom.entrySet());
		this.errorHeaders = EncodedHeaders.of(this.custom);
	}

	/**
	 * Describes a file.
	 * @param path of the plain file, as clients name it
	 * @param varies whether another client may get another coding
	 */
	Representation representation(String path, @Nullable ContentCoding coding, String mediaType, FileReading reading,
			boolean varies) throws IOException {
		Validators validators = Validators.of(reading.freshness().version(), this.tags.of(reading, coding));
		return describe(path, (coding != null) ? coding : own(path, reading.content()), mediaType, validators,
				reading.content(), varies);
	}

	/** The coding that a file has by its nature. */
	private static @Nullable ContentCoding own(String path, ContentPart content) throws IOException {
		return (MediaTypes.isCompressed(path) && CodedContent.isIn(ContentCoding.GZIP, content)) ? ContentCoding.GZIP
				: null;
	}

	/** Describes a file as one of another type. */
	Representation typed(String path, Representation file, String mediaType, boolean varies) {
		return describe(path, file.coding(), mediaType, file.validators(), file.content(), varies);
	}

	/** Describes what was made of a plain file. */
	Representation compressed(String path, Representation plain, byte[] bytes) {
		Validators validators = plain.validators().withEntityTag(this.tags.ofCompressed(plain, bytes));
		return describe(path, ContentCoding.GZIP, plain.mediaType(), validators, ContentPart.of(bytes, 0, bytes.length),
				true);
	}

	private Representation describe(String path, @Nullable ContentCoding coding, String mediaType, Validators own,
			ContentPart content, boolean varies) {
		Validators known = varies ? own.shared() : own;
		List<Map.Entry<String, String>> validators = new ArrayList<>();
		if (known.modified() != Preconditions.UNDATED) {
			validators.add(Map.entry("Last-Modified", HttpDate.format(known.modified())));
		}
		if (known.entityTag() != null) {
			validators.add(Map.entry("ETag", known.entityTag()));
		}
		if (varies) {
			validators.add(Map.entry("Vary", "Accept-Encoding"));
		}
		String cacheControl = this.cacheControl.valueFor(path);
		if (cacheControl != null) {
			validators.add(Map.entry("Cache-Control", cacheControl));
		}
		validators.addAll(this.custom);
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		headers.add(Map.entry("Content-Type", mediaType));
		if (coding != null) {
			headers.add(Map.entry("Content-Encoding", coding.token()));
		}
		headers.addAll(validators);
		headers.add(Map.entry("Accept-Ranges", "bytes"));
		headers.add(Map.entry("X-Content-Type-Options", "nosniff"));
		return new Representation(coding, mediaType, known, content, EncodedHeaders.of(headers),
				EncodedHeaders.of(validators), this.errorHeaders);
	}

}
