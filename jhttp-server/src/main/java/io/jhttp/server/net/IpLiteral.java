package io.jhttp.server.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * Addresses as numbers. Nothing here looks a name up: what a client sends must not make
 * the server ask a name server.
 */
public final class IpLiteral {

	private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

	private IpLiteral() {
	}

	/**
	 * Reads an address. An IPv4-mapped one of IPv6 (RFC 4291, section 2.5.5.2) is the one
	 * of IPv4 that it stands for. There is no zone, and four decimal numbers of IPv4 have
	 * no leading zeros, which some take for octal.
	 * @param text such as {@code 192.0.2.1} or {@code 2001:db8::1}, without brackets
	 * @return the address, or null if the text is none
	 */
	public static @Nullable InetAddress parse(String text) {
		if (text.isEmpty() || text.length() > LONGEST) {
			return null;
		}
		try {
			if (text.indexOf(':') < 0) {
				byte[] bytes = v4(text);
				return (bytes != null) ? InetAddress.getByAddress(bytes) : null;
			}
			return isV6(text) ? InetAddress.getByName(text) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/**
	 * Writes an address as the host of a URL (RFC 3986, section 3.2.2).
	 * @param address an address, whose zone is left out
	 * @return such as {@code 192.0.2.1} or {@code [2001:db8:0:0:0:0:0:1]}
	 */
	public static String hostOf(InetAddress address) {
		String text = address.getHostAddress();
		int zone = text.indexOf('%');
		String number = (zone < 0) ? text : text.substring(0, zone);
		return (number.indexOf(':') < 0) ? number : "[" + number + "]";
	}

	private static byte @Nullable [] v4(String text) {
		byte[] bytes = new byte[4];
		int at = 0;
		for (int i = 0; i < 4; i++) {
			int end = (i < 3) ? text.indexOf('.', at) : text.length();
			int number = (end < 0) ? -1 : decimal(text, at, end, 255);
			if (number < 0) {
				return null;
			}
			bytes[i] = (byte) number;
			at = end + 1;
		}
		return bytes;
	}

	/**
	 * Reads a decimal number without sign and leading zeros.
	 * @param text where it stands
	 * @param from its first digit
	 * @param to behind its last digit
	 * @param most the largest that is one
	 * @return the number, or -1
	 */
	public static int decimal(String text, int from, int to, int most) {
		if (from >= to || to - from > 5 || (text.charAt(from) == '0' && to - from > 1)) {
			return -1;
		}
		int number = 0;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				return -1;
			}
			number = 10 * number + c - '0';
		}
		return (number <= most) ? number : -1;
	}

	/**
	 * The JDK takes what has a colon and these characters for a literal, or refuses it.
	 */
	private static boolean isV6(String text) {
		char first = text.charAt(0);
		int lastColon = text.lastIndexOf(':');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
			if (!hex && c != ':' && (c != '.' || i < lastColon)) {
				return false;
			}
		}
		return first != '.' && (text.indexOf('.') < 0 || v4(text.substring(lastColon + 1)) != null);
	}

}
