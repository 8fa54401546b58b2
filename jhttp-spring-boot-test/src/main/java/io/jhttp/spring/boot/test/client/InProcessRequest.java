package io.jhttp.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;

/**
 * A request that has a connection of its own.
 */
final class InProcessRequest implements ClientHttpRequest, StreamingHttpOutputMessage {

	private final Connector connector;

	private final URI uri;

	private final HttpMethod method;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new HashMap<>();

	private @Nullable ByteArrayOutputStream written;

	private @Nullable Body body;

	private boolean executed;

	InProcessRequest(Connector connector, URI uri, HttpMethod method) {
		this.connector = connector;
		this.uri = uri;
		this.method = method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.executed ? HttpHeaders.readOnlyHttpHeaders(this.headers) : this.headers;
	}

	@Override
	public OutputStream getBody() {
		requireNotExecuted();
		Assert.state(this.body == null, "The content of the request has been set already");
		if (this.written == null) {
			this.written = new ByteArrayOutputStream();
		}
		return this.written;
	}

	@Override
	public void setBody(Body body) {
		requireNotExecuted();
		Assert.state(this.written == null, "The content of the request has been written already");
		this.body = body;
	}

	private void requireNotExecuted() {
		Assert.state(!this.executed, "The request has been sent already");
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		requireNotExecuted();
		this.executed = true;
		RequestContent content = content();
		RequestHead head = new RequestHead(this.method, this.uri, this.headers, content);
		Socket socket = this.connector.connect(this.uri);
		try {
			content.send(head.bytes(), socket);
			return ResponseReader.read(socket, this.method);
		}
		catch (IOException | RuntimeException | Error ex) {
			socket.close();
			content.requireWritten();
			throw ex;
		}
	}

	private RequestContent content() {
		if (this.body != null) {
			return RequestContent.of(this.body, this.headers.getContentLength());
		}
		return (this.written != null) ? RequestContent.of(this.written.toByteArray()) : RequestContent.NONE;
	}

}
