package io.jhttp.spring.boot.test.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * The request line and the fields of a request.
 */
final class RequestHead {

	/** What defines a meaning of content says also that there is none. */
	private static final Set<HttpMethod> WITH_CONTENT = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

	private final StringBuilder text = new StringBuilder();

	/**
	 * Creates a head.
	 * @throws IllegalArgumentException if a field has a line break in it
	 */
	RequestHead(HttpMethod method, URI uri, HttpHeaders headers, RequestContent content) {
		line(method.name() + " " + target(uri) + " HTTP/1.1");
		if (!headers.containsHeader(HttpHeaders.HOST)) {
			line("Host: " + host(uri));
		}
		headers.forEach((name, values) -> {
			if (!content.frames(name)) {
				values.forEach((value) -> line(name + ": " + value));
			}
		});
		String framing = content.framing();
		if (framing != null) {
			line(framing);
		}
		else if (WITH_CONTENT.contains(method) && !headers.containsHeader(HttpHeaders.CONTENT_LENGTH)
				&& !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			line("Content-Length: 0");
		}
		this.text.append("\r\n");
	}

	private static String target(URI uri) {
		String path = uri.getRawPath();
		String query = uri.getRawQuery();
		return ((path == null || path.isEmpty()) ? "/" : path) + ((query != null) ? "?" + query : "");
	}

	private static String host(URI uri) {
		@Nullable String authority = uri.getRawAuthority();
		return (authority != null) ? authority.substring(authority.indexOf('@') + 1) : "localhost";
	}

	private void line(String line) {
		if (line.chars().anyMatch((character) -> character == '\r' || character == '\n' || character == 0)) {
			throw new IllegalArgumentException("A line break cannot stand in the head of a request: "
					+ line.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0"));
		}
		this.text.append(line).append("\r\n");
	}

	byte[] bytes() {
		return this.text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
