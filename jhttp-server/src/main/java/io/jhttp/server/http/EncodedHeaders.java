package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Headers that do not change from response to response, checked and encoded once.
 */
public final class EncodedHeaders {

	/** What frames a message, or differs from response to response. */
	private static final List<String> NOT_CONSTANT = List.of("Content-Length", "Transfer-Encoding", "Connection",
			"Server", "Date");

	private final List<Map.Entry<String, String>> headers;

	private final byte[] bytes;

	private EncodedHeaders(List<Map.Entry<String, String>> headers) {
		this.headers = List.copyOf(headers);
		StringBuilder lines = new StringBuilder(64 * headers.size());
		for (Map.Entry<String, String> header : headers) {
			FieldRules.requireName(header.getKey());
			FieldRules.requireValue(header.getKey(), header.getValue());
			if (!isConstant(header.getKey())) {
				throw new IllegalArgumentException("The field " + header.getKey() + " is the server's to set");
			}
			lines.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
		}
		this.bytes = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	private static boolean isConstant(String name) {
		for (String other : NOT_CONSTANT) {
			if (name.equalsIgnoreCase(other)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Encodes headers.
	 * @param headers names and values in order
	 * @return the headers
	 * @throws IllegalArgumentException if one of them may not stand in a response, or is
	 * one that the server sets itself
	 */
	public static EncodedHeaders of(List<Map.Entry<String, String>> headers) {
		return new EncodedHeaders(headers);
	}

	/**
	 * Names and values in order.
	 * @return an unmodifiable list
	 */
	public List<Map.Entry<String, String>> headers() {
		return this.headers;
	}

	/**
	 * The lines of the headers, each with its line end.
	 * @return ISO-8859-1 text, not to be changed
	 */
	public byte[] bytes() {
		return this.bytes;
	}

}
