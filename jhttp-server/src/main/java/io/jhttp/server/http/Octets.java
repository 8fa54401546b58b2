package io.jhttp.server.http;

/**
 * The octet classes of the grammar, one table look-up each.
 */
final class Octets {

	private static final int TOKEN = 1;

	private static final int FIELD_VALUE = 2;

	private static final int PATH = 4;

	private static final int QUERY = 8;

	private static final int AUTHORITY = 16;

	private static final byte[] CLASSES = classes();

	private Octets() {
	}

	/** RFC 9110, section 5.6.2: tchar. */
	static boolean isToken(byte octet) {
		return (CLASSES[octet & 0xff] & TOKEN) != 0;
	}

	/** RFC 9110, section 5.5: field-vchar, space and tab. */
	static boolean isFieldValue(byte octet) {
		return (CLASSES[octet & 0xff] & FIELD_VALUE) != 0;
	}

	/**
	 * Octets of a request target before the query. Wider than RFC 3986, section 3.3, by
	 * those that browsers send unencoded; a backslash is not among them.
	 */
	static boolean isPath(byte octet) {
		return (CLASSES[octet & 0xff] & PATH) != 0;
	}

	/**
	 * Octets of a query. Wider than RFC 3986, section 3.4, by those that browsers send
	 * unencoded.
	 */
	static boolean isQuery(byte octet) {
		return (CLASSES[octet & 0xff] & QUERY) != 0;
	}

	/** Octets of a registered name, RFC 3986, section 3.2.2. */
	static boolean isRegisteredName(byte octet) {
		return (CLASSES[octet & 0xff] & AUTHORITY) != 0;
	}

	static boolean isDigit(byte octet) {
		return octet >= '0' && octet <= '9';
	}

	/** The value of a hexadecimal digit, or -1. */
	static int hexValue(byte octet) {
		if (isDigit(octet)) {
			return octet - '0';
		}
		int lower = octet | 0x20;
		return (lower >= 'a' && lower <= 'f') ? lower - 'a' + 10 : -1;
	}

	private static byte[] classes() {
		byte[] classes = new byte[256];
		for (int c = 0x21; c < 0x7f; c++) {
			classes[c] |= FIELD_VALUE | PATH | QUERY;
		}
		for (int c = 0x80; c <= 0xff; c++) {
			classes[c] |= FIELD_VALUE;
		}
		classes[' '] |= FIELD_VALUE;
		classes['\t'] |= FIELD_VALUE;
		for (char c : "\"#<>".toCharArray()) {
			classes[c] &= ~(PATH | QUERY);
		}
		for (char c : "\\`?".toCharArray()) {
			classes[c] &= ~PATH;
		}
		for (char c = 'a'; c <= 'z'; c++) {
			classes[c] |= TOKEN | AUTHORITY;
			classes[Character.toUpperCase(c)] |= TOKEN | AUTHORITY;
		}
		for (char c = '0'; c <= '9'; c++) {
			classes[c] |= TOKEN | AUTHORITY;
		}
		for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
			classes[c] |= TOKEN;
		}
		for (char c : "-._~!$&'()*+,;=%".toCharArray()) {
			classes[c] |= AUTHORITY;
		}
		return classes;
	}

}
