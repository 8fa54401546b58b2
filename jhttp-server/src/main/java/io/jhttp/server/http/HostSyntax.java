package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

/**
 * What may stand in a {@code Host} field (RFC 9110, section 7.2).
 */
public final class HostSyntax {

	private HostSyntax() {
	}

	/**
	 * Whether a text is a host, perhaps with a port.
	 * @param text such as {@code example.org:8080}
	 * @return false also for an empty text
	 */
	public static boolean isValid(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		return Authority.isValid(bytes, 0, bytes.length) && text.chars().allMatch((c) -> c < 0x80);
	}

}
