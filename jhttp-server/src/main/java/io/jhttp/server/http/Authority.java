package io.jhttp.server.http;

/**
 * The syntax of {@code uri-host [ ":" port ]} (RFC 9110, section 7.2; RFC 3986, section
 * 3.2.2). User information is no part of it, and a host must not be empty (RFC 9110,
 * section 4.2.1).
 */
public final class Authority {

	private static final int MOST_PORT_DIGITS = 5;

	private Authority() {
	}

	/**
	 * Whether octets are a host, perhaps with a port.
	 * @param octets an array
	 * @param start the first octet
	 * @param end behind the last octet
	 * @return false also for none
	 */
	public static boolean isValid(byte[] octets, int start, int end) {
		if (start == end) {
			return false;
		}
		int hostEnd = (octets[start] == '[') ? literalEnd(octets, start, end) : nameEnd(octets, start, end);
		return hostEnd > start && isPort(octets, hostEnd, end);
	}

	/** Behind the closing bracket of an IP literal, or -1. */
	private static int literalEnd(byte[] octets, int start, int end) {
		for (int at = start + 1; at < end; at++) {
			byte octet = octets[at];
			if (octet == ']') {
				return (at > start + 2) ? at + 1 : -1;
			}
			if (Octets.hexValue(octet) < 0 && octet != ':' && octet != '.') {
				return -1;
			}
		}
		return -1;
	}

	private static int nameEnd(byte[] octets, int start, int end) {
		int at = start;
		while (at < end && octets[at] != ':') {
			byte octet = octets[at];
			if (!Octets.isRegisteredName(octet)) {
				return -1;
			}
			if (octet == '%'
					&& (at + 2 >= end || Octets.hexValue(octets[at + 1]) < 0 || Octets.hexValue(octets[at + 2]) < 0)) {
				return -1;
			}
			at++;
		}
		return at;
	}

	private static boolean isPort(byte[] octets, int start, int end) {
		if (start == end) {
			return true;
		}
		if (octets[start] != ':' || end - start - 1 > MOST_PORT_DIGITS) {
			return false;
		}
		for (int at = start + 1; at < end; at++) {
			if (!Octets.isDigit(octets[at])) {
				return false;
			}
		}
		return true;
	}

}
