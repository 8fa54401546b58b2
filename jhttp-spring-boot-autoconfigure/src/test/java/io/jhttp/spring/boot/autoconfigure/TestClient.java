package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends requests over sockets of their own and returns the bytes of the answers.
 */
public final class TestClient {

	private static final int TIMEOUT = 20_000;

	private final int port;

	public TestClient(int port) {
		this.port = port;
	}

	public String send(String verb, String target, String... fields) {
		return send(verb, target, new byte[0], fields);
	}

	public String send(String verb, String target, byte[] content, String... fields) {
		String length = (content.length > 0) ? "Content-Length: " + content.length + "\r\n" : "";
		return exchange(head(verb, target, fields) + length + "\r\n", content, "");
	}

	/** Does not say before how long the content is. */
	public String sendChunked(String verb, String target, byte[] content, String... fields) {
		return exchange(head(verb, target, fields) + "Transfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(content.length) + "\r\n", content, "\r\n0\r\n\r\n");
	}

	private static String head(String verb, String target, String... fields) {
		StringBuilder head = new StringBuilder(
				verb + " " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
		for (String field : fields) {
			head.append(field).append("\r\n");
		}
		return head.toString();
	}

	private String exchange(String before, byte[] content, String after) {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(before.getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().write(content);
			socket.getOutputStream().write(after.getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoTimeout(TIMEOUT);
		return socket;
	}

}
