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
		StringBuilder head = new StringBuilder(
				verb + " " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
		for (String field : fields) {
			head.append(field).append("\r\n");
		}
		if (content.length > 0) {
			head.append("Content-Length: ").append(content.length).append("\r\n");
		}
		head.append("\r\n");
		try (Socket socket = connect()) {
			socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().write(content);
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
