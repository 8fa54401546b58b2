package io.jhttp.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A client that shows its records before it sends them, so that a test can cut and join
 * them, and that knows how a connection has ended.
 */
final class TlsClient implements Closeable {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final Socket socket;

	private final SSLEngine engine;

	private final ByteBuffer input = ByteBuffer.allocate(64 * 1024).limit(0);

	private final ByteArrayOutputStream content = new ByteArrayOutputStream();

	private boolean ended;

	private boolean trickling;

	TlsClient(SSLContext context, int port, String protocol) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(20_000);
		this.socket.setTcpNoDelay(true);
		this.engine = context.createSSLEngine("localhost", port);
		this.engine.setUseClientMode(true);
		this.engine.setEnabledProtocols(new String[] { protocol });
	}

	/** Sends each byte in a write of its own from now on. */
	TlsClient trickling() {
		this.trickling = true;
		return this;
	}

	/** The records of a text. */
	byte[] encrypt(String text) throws IOException {
		ByteBuffer source = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
		ByteArrayOutputStream records = new ByteArrayOutputStream();
		do {
			records.writeBytes(wrap(source));
		}
		while (source.hasRemaining());
		return records.toByteArray();
	}

	/** The record that says that nothing follows. */
	byte[] closeNotify() throws IOException {
		this.engine.closeOutbound();
		return wrap(NOTHING);
	}

	private byte[] wrap(ByteBuffer source) throws IOException {
		ByteBuffer record = ByteBuffer.allocate(20_000);
		this.engine.wrap(source, record);
		byte[] bytes = new byte[record.position()];
		record.flip().get(bytes);
		return bytes;
	}

	TlsClient send(byte[]... parts) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		byte[] bytes = all.toByteArray();
		int step = this.trickling ? 1 : Math.max(1, bytes.length);
		for (int at = 0; at < bytes.length; at += step) {
			this.socket.getOutputStream().write(bytes, at, step);
		}
		return this;
	}

	TlsClient send(String text) throws IOException {
		return send(encrypt(text));
	}

	TlsClient shakeHands() throws IOException {
		return send(lastOfHandshake());
	}

	/** The first message of a handshake. */
	byte[] firstOfHandshake() throws IOException {
		this.engine.beginHandshake();
		return wrap(NOTHING);
	}

	/** Does all of a handshake but for sending its last message, which it returns. */
	byte[] lastOfHandshake() throws IOException {
		this.engine.beginHandshake();
		ByteArrayOutputStream unsent = new ByteArrayOutputStream();
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_WRAP -> unsent.writeBytes(wrap(NOTHING));
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					send(unsent.toByteArray());
					unsent.reset();
					unwrap();
				}
				case FINISHED, NOT_HANDSHAKING -> {
					return unsent.toByteArray();
				}
			}
		}
	}

	/** Reads until there is some content, the next message, or the end. */
	private void unwrap() throws IOException {
		while (!this.ended) {
			ByteBuffer target = ByteBuffer.allocate(20_000);
			SSLEngineResult result = this.engine.unwrap(this.input, target);
			this.content.write(target.array(), 0, target.position());
			if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
				this.ended = result.getStatus() == Status.CLOSED;
				return;
			}
			this.input.compact();
			int count = this.socket.getInputStream()
				.read(this.input.array(), this.input.position(), this.input.remaining());
			this.input.position(this.input.position() + Math.max(0, count)).flip();
			this.ended = count < 0;
		}
	}

	/** What has arrived when it ends with these bytes, or the connection has ended. */
	String readTo(String end) throws IOException {
		while (!this.ended && !this.content.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
			unwrap();
		}
		String text = this.content.toString(StandardCharsets.ISO_8859_1);
		this.content.reset();
		return text;
	}

	String readToEnd() throws IOException {
		while (!this.ended) {
			unwrap();
		}
		return readTo("");
	}

	/** Whether the server has said that nothing follows. */
	boolean hasSeenCloseNotify() {
		return this.engine.isInboundDone();
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
