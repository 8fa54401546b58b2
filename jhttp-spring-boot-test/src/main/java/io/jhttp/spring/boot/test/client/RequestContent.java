package io.jhttp.spring.boot.test.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.StreamingHttpOutputMessage.Body;

/**
 * The content of a request. It is written by a thread of its own, as a server may answer
 * before it has read everything.
 */
final class RequestContent {

	/** No content at all. */
	static final RequestContent NONE = new RequestContent(null, -1);

	private final @Nullable Body body;

	/** In bytes, or negative if it is not known. */
	private final long length;

	/** What has kept the application from writing it. */
	private volatile @Nullable Throwable failure;

	private RequestContent(@Nullable Body body, long length) {
		this.body = body;
		this.length = length;
	}

	static RequestContent of(byte[] bytes) {
		return new RequestContent((output) -> output.write(bytes), bytes.length);
	}

	static RequestContent of(Body body, long length) {
		return new RequestContent(body, length);
	}

	/** The field that says where the content ends, or null without content. */
	@Nullable String framing() {
		if (this.body == null) {
			return null;
		}
		return (this.length >= 0) ? HttpHeaders.CONTENT_LENGTH + ": " + this.length
				: HttpHeaders.TRANSFER_ENCODING + ": chunked";
	}

	/** Whether a field is not the application's to set. */
	boolean frames(String name) {
		return this.body != null && (name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)
				|| name.equalsIgnoreCase(HttpHeaders.TRANSFER_ENCODING));
	}

	void send(byte[] head, Socket socket) throws IOException {
		OutputStream output = socket.getOutputStream();
		output.write(head);
		Body body = this.body;
		if (body == null) {
			output.flush();
			return;
		}
		Thread thread = new Thread(() -> write(body, output, socket), "jhttp-request-content");
		thread.setDaemon(true);
		thread.start();
	}

	private void write(Body body, OutputStream output, Socket socket) {
		ContentOutput content = new ContentOutput(output, this.length >= 0);
		try {
			OutputStream buffer = new BufferedOutputStream(content);
			body.writeTo(buffer);
			buffer.flush();
			content.end();
		}
		catch (IOException | RuntimeException | Error ex) {
			if (!content.isRefused()) {
				// The server must not take a part for the whole.
				this.failure = ex;
				closeQuietly(socket);
			}
		}
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// The failure before is told.
		}
	}

	/** Throws what has kept the application from writing it, if something has. */
	void requireWritten() throws IOException {
		if (this.failure instanceof IOException reason) {
			throw reason;
		}
		if (this.failure instanceof RuntimeException reason) {
			throw reason;
		}
		if (this.failure instanceof Error reason) {
			throw reason;
		}
	}

}
