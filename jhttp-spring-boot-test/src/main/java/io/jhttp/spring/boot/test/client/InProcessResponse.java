package io.jhttp.spring.boot.test.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response whose head has arrived.
 */
final class InProcessResponse implements ClientHttpResponse {

	private final HttpStatusCode status;

	private final String reason;

	private final HttpHeaders headers;

	private final InputStream content;

	private final Socket socket;

	InProcessResponse(HttpStatusCode status, String reason, HttpHeaders headers, InputStream content, Socket socket) {
		this.status = status;
		this.reason = reason;
		this.headers = headers;
		this.content = content;
		this.socket = socket;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return this.reason;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return this.content;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
