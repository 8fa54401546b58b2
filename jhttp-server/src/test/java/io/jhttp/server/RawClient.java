package io.jhttp.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that knows no HTTP beyond the end of a head: it sends the bytes of a test and
 * shows the bytes that came back.
 */
public final class RawClient implements Closeable {

	private static final int PATIENCE_MILLIS = 20_000;

	/** For heads; what is longer than that comes straight from the socket. */
	private static final int BUFFER = 512;

	private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

	private final Socket socket;

	private final InputStream input;

	public RawClient(int port) throws IOException {
		this(new Socket(), port);
	}

	/** A client with a socket of another kind, which is not connected yet. */
	public RawClient(Socket socket, int port) throws IOException {
		this.socket = socket;
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.input = new BufferedInputStream(this.socket.getInputStream(), BUFFER);
	}

	/**
	 * One connection: sends everything, and returns what comes until the server closes.
	 */
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
		this.socket.getOutputStream().flush();
		return this;
	}

	/** Sends byte by byte, each in a write of its own. */
	public RawClient trickle(String text) throws IOException {
		for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
			this.socket.getOutputStream().write(b);
		}
		return this;
	}

	public RawClient finishSending() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Everything until the server closes the connection. */
	public String readToEnd() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	/** Exactly this many bytes. */
	public byte[] read(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new IOException("The server closed after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	/** A head up to and with its empty line, or what came before the server closed. */
	public String readHead() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int last = 0; last != END_OF_HEAD;) {
			int b = this.input.read();
			if (b < 0) {
				break;
			}
			head.write(b);
			last = (last << 8) | b;
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	/** A head and as much content as its Content-Length says. */
	public String readResponse() throws IOException {
		String head = readHead();
		return head + new String(read(contentLength(head)), StandardCharsets.ISO_8859_1);
	}

	private static int contentLength(String head) {
		for (String line : head.split("\r\n")) {
			if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
				return Integer.parseInt(line.substring(16));
			}
		}
		return 0;
	}

	/** Whether the server has closed, or closes now, without another byte. */
	public boolean isClosedByServer() throws IOException {
		return this.input.read() < 0;
	}

	/** Makes the connection end with a reset. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/** What has not been read yet, some of which may have left the socket. */
	public InputStream input() {
		return this.input;
	}

	public Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
