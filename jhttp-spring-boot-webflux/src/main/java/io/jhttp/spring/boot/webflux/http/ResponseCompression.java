package io.jhttp.spring.boot.webflux.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.jhttp.server.http.AcceptEncoding;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.HttpStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Decides which responses are compressed by gzip.
 *
 * @param mediaTypes of the content that is compressed
 * @param excludedUserAgents values of {@code User-Agent}, in any case, whose responses
 * are not compressed
 * @param minLength how many bytes content must have, if its length is known
 */
public record ResponseCompression(List<MediaType> mediaTypes, List<String> excludedUserAgents, long minLength) {

	private static final Set<ContentCoding> GZIP = Set.of(ContentCoding.GZIP);

	/**
	 * Decides about a response, and changes its fields accordingly.
	 * @return what compresses the content, or null if nothing does
	 */
	@Nullable GzipEncoder encoderFor(ServerHttpRequest request, @Nullable HttpStatusCode status, HttpHeaders fields) {
		if (!isCompressible(status, fields)) {
			return null;
		}
		if (fields.getVary().stream().noneMatch(HttpHeaders.ACCEPT_ENCODING::equalsIgnoreCase)) {
			fields.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		}
		long length = fields.getContentLength();
		if ((length >= 0 && length < this.minLength) || request.getMethod() == HttpMethod.HEAD
				|| !accepts(request.getHeaders())) {
			return null;
		}
		fields.remove(HttpHeaders.CONTENT_LENGTH);
		fields.set(HttpHeaders.CONTENT_ENCODING, ContentCoding.GZIP.token());
		String tag = fields.getETag();
		if (tag != null && !tag.startsWith("W/")) {
			// RFC 9110, section 8.8.1: other bytes, of the same meaning.
			fields.setETag("W/" + tag);
		}
		return new GzipEncoder();
	}

	private boolean isCompressible(@Nullable HttpStatusCode status, HttpHeaders fields) {
		int code = (status != null) ? status.value() : 200;
		String cacheControl = fields.getCacheControl();
		// RFC 9111, section 5.2.2.6
		boolean leftAlone = cacheControl != null && cacheControl.toLowerCase(Locale.ROOT).contains("no-transform");
		return code != 206 && !HttpStatus.forbidsContent(code) && !leftAlone
				&& fields.getFirst(HttpHeaders.CONTENT_ENCODING) == null && isListed(fields);
	}

	private boolean isListed(HttpHeaders fields) {
		try {
			MediaType type = fields.getContentType();
			return type != null && this.mediaTypes.stream().anyMatch((listed) -> listed.includes(type));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private boolean accepts(HttpHeaders request) {
		String userAgent = request.getFirst(HttpHeaders.USER_AGENT);
		List<String> accepted = request.get(HttpHeaders.ACCEPT_ENCODING);
		return accepted != null && AcceptEncoding.choose(String.join(",", accepted), GZIP) != null && (userAgent == null
				|| this.excludedUserAgents.stream().noneMatch((each) -> each.equalsIgnoreCase(userAgent)));
	}

}
