package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpDate;
import org.jspecify.annotations.Nullable;

/**
 * The headers that describe a representation.
 */
final class RepresentationHeaders {

	private static final int TAG_BYTES = 15;

	private final CacheControlRules cacheControl;

	private final List<Map.Entry<String, String>> custom;

	private final EncodedHeaders errorHeaders;

	RepresentationHeaders(CacheControlRules cacheControl, Map<String, String> custom) {
		this.cacheControl = cacheControl;
		this.custom = List.copyOf(custom.entrySet());
		List<Map.Entry<String, String>> errorHeaders = new ArrayList<>(this.custom);
		errorHeaders.add(Map.entry("Content-Type", ErrorPage.CONTENT_TYPE));
		this.errorHeaders = EncodedHeaders.of(errorHeaders);
	}

	/**
	 * Describes a file.
	 * @param path of the plain file, as clients name it
	 * @param varies whether another client may get another coding
	 */
	Representation representation(String path, @Nullable ContentCoding coding, String mediaType, FileReading reading,
			boolean varies) throws IOException {
		FileVersion version = reading.freshness().version();
		boolean whole = reading.content().isInMemory();
		String tag = whole ? digest(Representation.bytes(reading.content())) : versionTag(version);
		String entityTag = quoted(tag, coding, whole || reading.settled());
		return describe(path, coding, mediaType, entityTag, version.modifiedSecond(System.currentTimeMillis()),
				reading.content(), varies);
	}

	/** Describes a file as one of another type. */
	Representation typed(String path, Representation file, String mediaType, boolean varies) {
		return describe(path, file.coding(), mediaType, file.entityTag(), file.modified(), file.content(), varies);
	}

	/** Describes what was made of a plain file. */
	Representation compressed(String path, Representation plain, byte[] bytes) {
		return describe(path, ContentCoding.GZIP, plain.mediaType(), quoted(digest(bytes), ContentCoding.GZIP, true),
				plain.modified(), ContentPart.of(bytes, 0, bytes.length), true);
	}

	private Representation describe(String path, @Nullable ContentCoding coding, String mediaType, String entityTag,
			long modified, ContentPart content, boolean varies) {
		List<Map.Entry<String, String>> validators = new ArrayList<>();
		validators.add(Map.entry("Last-Modified", HttpDate.format(modified)));
		validators.add(Map.entry("ETag", entityTag));
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
		else if (MediaTypes.isCompressed(path)) {
			headers.add(Map.entry("Content-Encoding", ContentCoding.GZIP.token()));
		}
		headers.addAll(validators);
		headers.add(Map.entry("Accept-Ranges", "bytes"));
		headers.add(Map.entry("X-Content-Type-Options", "nosniff"));
		return new Representation(coding, mediaType, entityTag, modified, content, EncodedHeaders.of(headers),
				EncodedHeaders.of(validators), this.errorHeaders);
	}

	/** Of a file that is not read: as good as the clock of the file system. */
	private static String versionTag(FileVersion version) {
		return Long.toString(version.modified().to(TimeUnit.NANOSECONDS), Character.MAX_RADIX) + "-"
				+ Long.toString(version.size(), Character.MAX_RADIX);
	}

	private static String quoted(String tag, @Nullable ContentCoding coding, boolean strong) {
		String suffix = (coding != null) ? "-" + coding.token() : "";
		return (strong ? "\"" : "W/\"") + tag + suffix + "\"";
	}

	private static String digest(byte[] bytes) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			byte[] encoded = Base64.getUrlEncoder().encode(Arrays.copyOf(digest, TAG_BYTES));
			return new String(encoded, StandardCharsets.US_ASCII);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
