package io.jhttp.spring.boot.test.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * A server that answers whatever it gets.
 */
final class ScriptedSocket extends Socket {

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private final String expectedEnd;

	private final InputStream response;

	private final CountDownLatch complete = new CountDownLatch(1);

	private volatile boolean closed;

	/** Answers when the request ends so. */
	ScriptedSocket(String expectedEnd, String response) {
		this.expectedEnd = expectedEnd;
		this.response = new ByteArrayInputStream(response.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Override
	public InputStream getInputStream() {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				try {
					ScriptedSocket.this.complete.await();
				}
				catch (InterruptedException ex) {
					throw new SocketException("Interrupted");
				}
				return ScriptedSocket.this.closed ? fail() : ScriptedSocket.this.response.read();
			}

			private int fail() throws SocketException {
				throw new SocketException("Socket closed");
			}

			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				int one = read();
				if (one >= 0) {
					target[offset] = (byte) one;
				}
				return (one < 0) ? -1 : 1;
			}

		};
	}

	@Override
	public OutputStream getOutputStream() {
		return new OutputStream() {

			@Override
			public void write(int b) {
				ScriptedSocket.this.received.write(b);
				if (received().endsWith(ScriptedSocket.this.expectedEnd)) {
					ScriptedSocket.this.complete.countDown();
				}
			}

		};
	}

	@Override
	public void close() {
		this.closed = true;
		this.complete.countDown();
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	String received() {
		return this.received.toString(StandardCharsets.ISO_8859_1);
	}

}
