package io.jhttp.server.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it came over the wire.
 *
 * @param head status line and fields
 * @param content what followed
 */
record WireResponse(String head, byte[] content) {

	/**
	 * A connection for many requests.
	 */
	static final class Connection implements AutoCloseable {

		private final Socket socket;

		private final InputStream input;

		Connection(int port) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setSoTimeout(20_000);
			this.socket.setTcpNoDelay(true);
			this.input = new BufferedInputStream(this.socket.getInputStream(), 65_536);
		}

		/**
		 * Sends a request and reads the answer.
		 * @throws EOFException if the server cuts it
		 */
		WireResponse ask(String request) throws IOException {
			this.socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			StringBuilder head = new StringBuilder(512);
			while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
				int b = this.input.read();
				if (b < 0) {
					throw new EOFException("The server closed in the head: " + head);
				}
				head.append((char) b);
			}
			WireResponse answer = new WireResponse(head.toString(), new byte[0]);
			String length = answer.field("Content-Length");
			boolean none = length == null || request.startsWith("HEAD ") || answer.status() == 304;
			return none ? answer : new WireResponse(answer.head(), content(Integer.parseInt(length)));
		}

		private byte[] content(int length) throws IOException {
			byte[] content = this.input.readNBytes(length);
			if (content.length < length) {
				throw new EOFException("The server closed after " + content.length + " of " + length + " bytes");
			}
			return content;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	int status() {
		return Integer.parseInt(this.head.substring(9, 12));
	}

	@Nullable String field(String name) {
		String lowerCase = "\r\n" + name.toLowerCase(Locale.ROOT) + ": ";
		int at = this.head.toLowerCase(Locale.ROOT).indexOf(lowerCase);
		if (at < 0) {
			return null;
		}
		int from = at + lowerCase.length();
		return this.head.substring(from, this.head.indexOf("\r\n", from));
	}

	boolean closes() {
		return "close".equals(field("Connection"));
	}

	/** The content without its coding, if all of it is there. */
	byte[] plain() throws IOException {
		if (!"gzip".equals(field("Content-Encoding")) || status() != 200 || this.content.length == 0) {
			return this.content;
		}
		try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(this.content))) {
			return stream.readAllBytes();
		}
	}

}
