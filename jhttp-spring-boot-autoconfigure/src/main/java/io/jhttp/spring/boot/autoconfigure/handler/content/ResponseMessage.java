package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import io.jhttp.server.HttpResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;

/**
 * A response as converters see it.
 */
public final class ResponseMessage implements HttpOutputMessage {

	private final HttpResponse response;

	private final HttpHeaders headers;

	/**
	 * Creates a message.
	 * @param response the response
	 * @param mediaType what its content is going to be
	 */
	public ResponseMessage(HttpResponse response, MediaType mediaType) {
		this.response = response;
		this.headers = new ResponseHeaders(response, mediaType);
	}

	/**
	 * Sets header fields, in place of any of their names.
	 * @param headers the fields
	 * @param response the response
	 */
	public static void copy(HttpHeaders headers, HttpResponse response) {
		headers.forEach((name, values) -> {
			response.removeHeader(name);
			values.forEach((line) -> response.addHeader(name, line));
		});
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public OutputStream getBody() {
		return new UnflushedStream(this.response.output());
	}

	/**
	 * Converters flush when they are done, and so do the writers below them. The server
	 * does it by itself then, and can state the length of what it has not sent before.
	 */
	private static final class UnflushedStream extends FilterOutputStream {

		UnflushedStream(OutputStream stream) {
			super(stream);
		}

		@Override
		public void write(byte[] bytes, int from, int count) throws IOException {
			this.out.write(bytes, from, count);
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
