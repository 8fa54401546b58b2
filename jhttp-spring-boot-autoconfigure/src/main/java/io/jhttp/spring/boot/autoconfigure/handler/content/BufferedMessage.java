package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;

/**
 * What a converter writes, in memory.
 */
public final class BufferedMessage implements HttpOutputMessage {

	private final HttpHeaders headers = new HttpHeaders();

	private final ByteArrayOutputStream content = new ByteArrayOutputStream();

	/** Creates an empty message. */
	public BufferedMessage() {
	}

	/**
	 * What was written.
	 * @return a new array
	 */
	public byte[] bytes() {
		return this.content.toByteArray();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public OutputStream getBody() {
		return this.content;
	}

}
