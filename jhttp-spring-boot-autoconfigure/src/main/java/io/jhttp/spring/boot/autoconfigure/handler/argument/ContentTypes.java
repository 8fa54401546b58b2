package io.jhttp.spring.boot.autoconfigure.handler.argument;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The {@code Content-Type} of requests. The last one is kept, as what one method is sent
 * is mostly of one type.
 */
final class ContentTypes {

	private static final String NAME = "Content-Type";

	/** RFC 9110, section 8.3: of what does not say, nothing is known. */
	private static final ContentType UNKNOWN = ContentType.of("", MediaType.APPLICATION_OCTET_STREAM);

	private volatile @Nullable ContentType last;

	/**
	 * The type of the content of a request.
	 * @throws HttpProblem 415 if it makes no sense
	 */
	ContentType of(HttpRequest request) {
		ContentType known = this.last;
		if (known != null && request.headerIs(NAME, known.text())) {
			return known;
		}
		String text = request.header(NAME);
		if (text == null) {
			return UNKNOWN;
		}
		ContentType type = parse(text);
		this.last = type;
		return type;
	}

	private static ContentType parse(String text) {
		try {
			return ContentType.of(text, MediaType.parseMediaType(text));
		}
		catch (InvalidMediaTypeException ex) {
			throw new HttpProblem(415, "The Content-Type is malformed, or its charset unknown.");
		}
	}

	/**
	 * One of them.
	 *
	 * @param text what the client has sent
	 * @param mediaType what that is
	 * @param headers the field alone, as converters want it; it does not change
	 */
	record ContentType(String text, MediaType mediaType, HttpHeaders headers) {

		static ContentType of(String text, MediaType mediaType) {
			HttpHeaders headers = new HttpHeaders();
			headers.setContentType(mediaType);
			return new ContentType(text, mediaType, HttpHeaders.readOnlyHttpHeaders(headers));
		}

	}

}
