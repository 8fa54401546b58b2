package io.jhttp.server.http;

/**
 * The byte classes of the grammar, one table look-up each.
 */
public final class Bytes {

	private static final int TOKEN = 1;

	private static final int FIELD_VALUE = 2;

	private static final int PATH = 4;

	private static final int QUERY = 8;

	private static final int AUTHORITY = 16;

	private static final byte[] CLASSES = classes();

	private Bytes() {
	}

	/**
	 * RFC 9110, section 5.6.2: tchar.
	 * @param b a byte
	 * @return true if it may stand in a token
	 */
	public static boolean isToken(byte b) {
		return (CLASSES[b & 0xff] & TOKEN) != 0;
	}

	/**
	 * RFC 9110, section 5.5: field-vchar, space and tab.
	 * @param b a byte
	 * @return true if it may stand in a field value
	 */
	public static boolean isFieldValue(byte b) {
		return (CLASSES[b & 0xff] & FIELD_VALUE) != 0;
	}

	/**
	 * Bytes of a request target before the query. Wider than RFC 3986, section 3.3, by
	 * those that browsers send unencoded; a backslash is not among them.
	 * @param b a byte
	 * @return true if it may stand in a path
	 */
	public static boolean isPath(byte b) {
		return (CLASSES[b & 0xff] & PATH) != 0;
	}

	/**
	 * Bytes of a query. Wider than RFC 3986, section 3.4, by those that browsers send
	 * unencoded.
	 * @param b a byte
	 * @return true if it may stand in a query
	 */
	public static boolean isQuery(byte b) {
		return (CLASSES[b & 0xff] & QUERY) != 0;
	}

	/**
	 * Bytes of a registered name, RFC 3986, section 3.2.2.
	 * @param b a byte
	 * @return true if it may stand in one
	 */
	public static boolean isRegisteredName(byte b) {
		return (CLASSES[b & 0xff] & AUTHORITY) != 0;
	}

	/**
	 * Decimal digits.
	 * @param b a byte
	 * @return true from 0 to 9
	 */
	public static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

	/**
	 * The value of a hexadecimal digit.
	 * @param b a byte
	 * @return 0 to 15, or -1 if it is no digit
	 */
	public static int hexValue(byte b) {
		if (isDigit(b)) {
			return b - '0';
		}
		int lower = b | 0x20;
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
