package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Sends content in memory, by gzip where that is wanted.
 *
 * @param mediaTypes of the content that is compressed, empty for none at all
 * @param excludedUserAgents clients that get everything as it is
 * @param minSize how many bytes content must have, at least
 */
public record Compression(List<MediaType> mediaTypes, List<Pattern> excludedUserAgents, int minSize) {

	/** Compresses nothing. */
	public static final Compression NONE = new Compression(List.of(), List.of(), 0);

	private static final Set<ContentCoding> GZIP = Set.of(ContentCoding.GZIP);

	/**
	 * Completes a response. On an event loop nothing is compressed: all its connections
	 * would wait.
	 * @param content the content
	 * @param exchange the exchange, whose response has its fields
	 * @throws IOException if the client is gone
	 */
	public void send(byte[] content, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (announce(exchange) && content.length >= this.minSize && accepts(exchange)) {
			response.removeHeader("Content-Length").header("Content-Encoding", ContentCoding.GZIP.token());
			response.send(compressed(content));
		}
		else {
			response.send(content);
		}
	}

	/**
	 * Sets the fields that a response has in either form, and without content too (RFC
	 * 9110, section 15.4.5), if its content may be compressed. A media type that is not
	 * known yet may be one of the listed ones.
	 * @param exchange the exchange, whose response has its other fields
	 * @return whether the content may be compressed
	 */
	public boolean announce(HttpExchange exchange) {
		HttpResponse response = exchange.response();
		if (!isCompressible(exchange)) {
			return false;
		}
		VaryField.add(response, "Accept-Encoding");
		String tag = response.header("ETag");
		if (tag != null && !tag.startsWith("W/")) {
			// Section 8.8.1: other bytes, of the same meaning.
			response.header("ETag", "W/" + tag);
		}
		return true;
	}

	private boolean isCompressible(HttpExchange exchange) {
		HttpResponse response = exchange.response();
		return !this.mediaTypes.isEmpty() && !exchange.onEventLoop() && response.status() != 206
				&& response.header("Content-Encoding") == null && !isLeftAlone(response.header("Cache-Control"))
				&& isListed(response.header("Content-Type"));
	}

	/** RFC 9111, section 5.2.2.6. */
	private static boolean isLeftAlone(@Nullable String cacheControl) {
		return cacheControl != null && cacheControl.toLowerCase(Locale.ROOT).contains("no-transform");
	}

	private boolean isListed(@Nullable String contentType) {
		if (contentType == null) {
			return true;
		}
		try {
			MediaType type = MediaType.parseMediaType(contentType);
			// Events have to leave one by one, whatever is listed.
			return !type.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM)
					&& this.mediaTypes.stream().anyMatch((listed) -> listed.includes(type));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private boolean accepts(HttpExchange exchange) {
		String userAgent = exchange.request().header("User-Agent");
		return AcceptEncoding.choose(exchange.request().combinedHeader("Accept-Encoding"), GZIP) != null
				&& (userAgent == null
						|| this.excludedUserAgents.stream().noneMatch((each) -> each.matcher(userAgent).find()));
	}

	private static byte[] compressed(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 4 + 64);
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(content);
		}
		return bytes.toByteArray();
	}

	/**
	 * Whether nothing is compressed, so that content need not be in memory.
	 * @return true if {@link #send} is of no use
	 */
	public boolean isNone() {
		return this.mediaTypes.isEmpty();
	}

}
