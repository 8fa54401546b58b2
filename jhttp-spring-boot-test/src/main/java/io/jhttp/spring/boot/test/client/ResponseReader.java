package io.jhttp.spring.boot.test.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Reads the head of a response. Interim ones are left out.
 */
final class ResponseReader {

	private final Socket socket;

	private final InputStream input;

	private ResponseReader(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new BufferedInputStream(socket.getInputStream());
	}

	static ClientHttpResponse read(Socket socket, HttpMethod method) throws IOException {
		return new ResponseReader(socket).read(method);
	}

	private ClientHttpResponse read(HttpMethod method) throws IOException {
		while (true) {
			String line = line(this.input);
			String[] words = line.split(" ", 3);
			if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("\\d{3}")) {
				throw new IOException("This is no status line of HTTP/1: " + line);
			}
			int status = Integer.parseInt(words[1]);
			HttpHeaders headers = fields();
			if (status >= 200 || status == 101) {
				return new InProcessResponse(HttpStatusCode.valueOf(status), (words.length > 2) ? words[2] : "",
						headers, content(method, status, headers), this.socket);
			}
		}
	}

	private HttpHeaders fields() throws IOException {
		HttpHeaders headers = new HttpHeaders();
		for (String line = line(this.input); !line.isEmpty(); line = line(this.input)) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new IOException("This is no field of HTTP/1: " + line);
			}
			headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
		}
		return headers;
	}

	/** RFC 9112, section 6.3. */
	private InputStream content(HttpMethod method, int status, HttpHeaders headers) throws IOException {
		if (method.equals(HttpMethod.HEAD) || status == 204 || status == 304) {
			this.socket.close();
			return InputStream.nullInputStream();
		}
		if (headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			return new ResponseContent(this.input, this.socket, ResponseContent.CHUNKED);
		}
		long length = headers.getContentLength();
		return new ResponseContent(this.input, this.socket, (length >= 0) ? length : ResponseContent.UNTIL_CLOSE);
	}

	/** A line without its end. */
	static String line(InputStream input) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = input.read(); next != '\n'; next = input.read()) {
			if (next < 0) {
				throw new EOFException((line.size() == 0) ? "The server has closed the connection without a response"
						: "The response ends within a line of its head: " + line.toString(StandardCharsets.ISO_8859_1));
			}
			line.write(next);
		}
		String text = line.toString(StandardCharsets.ISO_8859_1);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

}
