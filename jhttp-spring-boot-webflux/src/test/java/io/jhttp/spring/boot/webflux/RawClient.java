package io.jhttp.spring.boot.webflux;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends the bytes of a test and shows the bytes that came back.
 */
public final class RawClient implements Closeable {

	private static final int PATIENCE_MILLIS = 20_000;

	private final Socket socket;

	private final InputStream input;

	public RawClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.input = new BufferedInputStream(this.socket.getInputStream(), 512);
	}

	/** One connection: all that comes until the server closes. */
	public static String exchange(int port, String request) throws IOException {
		try (RawClient client = new RawClient(port)) {
			return client.send(request).readToEnd();
		}
	}

	public RawClient send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public RawClient send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	public String readToEnd() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	public String readHead() throws IOException {
		return readTo("\r\n\r\n");
	}

	/** Up to and with this text, or to the end. */
	public String readTo(String end) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		for (int b = this.input.read(); b >= 0; b = this.input.read()) {
			read.write(b);
			if (read.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
				break;
			}
		}
		return read.toString(StandardCharsets.ISO_8859_1);
	}

	/** How many bytes come, at most. */
	public int skip(int length) throws IOException {
		return this.input.readNBytes(length).length;
	}

	/** Makes the connection end with a reset. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
