package io.jhttp.server.http;

/**
 * The syntax of {@code uri-host [ ":" port ]} (RFC 9110, section 7.2; RFC 3986, section
 * 3.2.2). User information is no part of it, and a host must not be empty (RFC 9110,
 * section 4.2.1).
 */
public final class Authority {

	private static final int MAX_PORT_DIGITS = 5;

	private Authority() {
	}

	/**
	 * Whether bytes are a host, perhaps with a port.
	 * @param bytes an array
	 * @param start the first byte
	 * @param end behind the last byte
	 * @return false also for none
	 */
	public static boolean isValid(byte[] bytes, int start, int end) {
		if (start == end) {
			return false;
		}
		int hostEnd = (bytes[start] == '[') ? literalEnd(bytes, start, end) : nameEnd(bytes, start, end);
		return hostEnd > start && isPort(bytes, hostEnd, end);
	}

	/** Behind the closing bracket of an IP literal, or -1. */
	private static int literalEnd(byte[] bytes, int start, int end) {
		for (int at = start + 1; at < end; at++) {
			byte b = bytes[at];
			if (b == ']') {
				return (at > start + 2) ? at + 1 : -1;
			}
			if (Bytes.hexValue(b) < 0 && b != ':' && b != '.') {
				return -1;
			}
		}
		return -1;
	}

	private static int nameEnd(byte[] bytes, int start, int end) {
		int at = start;
		while (at < end && bytes[at] != ':') {
			byte b = bytes[at];
			if (!Bytes.isRegisteredName(b)) {
				return -1;
			}
			if (b == '%' && (at + 2 >= end || Bytes.hexValue(bytes[at + 1]) < 0 || Bytes.hexValue(bytes[at + 2]) < 0)) {
				return -1;
			}
			at++;
		}
		return at;
	}

	private static boolean isPort(byte[] bytes, int start, int end) {
		if (start == end) {
			return true;
		}
		if (bytes[start] != ':' || end - start - 1 > MAX_PORT_DIGITS) {
			return false;
		}
		for (int at = start + 1; at < end; at++) {
			if (!Bytes.isDigit(bytes[at])) {
				return false;
			}
		}
		return true;
	}

}
