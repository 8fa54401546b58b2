package io.jhttp.spring.boot.autoconfigure.handler.content;

import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The header fields of a response as converters know them. They ask for the type of the
 * content several times, and it is parsed only if it is another one than expected.
 */
@SuppressWarnings("serial")
final class ResponseHeaders extends HttpHeaders {

	private final MediaType expected;

	ResponseHeaders(HttpResponse response, MediaType expected) {
		super(new ResponseFields(response));
		this.expected = expected;
	}

	@Override
	public @Nullable MediaType getContentType() {
		return this.expected.toString().equals(getFirst(CONTENT_TYPE)) ? this.expected : super.getContentType();
	}

}
