package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;

/**
 * The content of a request as a whole, as converters see it.
 *
 * @param bytes the content
 * @param headers the header fields
 */
record RequestContent(byte[] bytes, HttpHeaders headers) implements HttpInputMessage {

	/**
	 * Reads the content.
	 * @throws HttpProblem 413 if it is larger than the limit
	 */
	static byte[] bytes(HttpRequest request, int limit) throws IOException {
		long declared = request.contentLength();
		if (declared > limit) {
			throw tooLarge(limit);
		}
		if (declared >= 0) {
			byte[] content = new byte[(int) declared];
			int length = request.content().readNBytes(content, 0, content.length);
			if (length < content.length) {
				throw new EOFException("The content of the request ended after " + length + " bytes");
			}
			return content;
		}
		byte[] content = request.content().readNBytes((int) Math.min(limit + 1L, Integer.MAX_VALUE));
		if (content.length > limit) {
			throw tooLarge(limit);
		}
		return content;
	}

	private static HttpProblem tooLarge(int limit) {
		return new HttpProblem(413, "The content of the request is larger than " + limit + " bytes.");
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.bytes);
	}

}
