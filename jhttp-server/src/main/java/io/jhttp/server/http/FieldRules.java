package io.jhttp.server.http;

/**
 * What a response may put into a field. A value with a line end would let a client that
 * chose it write the rest of the response (response splitting), so it is refused, never
 * repaired.
 */
public final class FieldRules {

	private FieldRules() {
	}

	/**
	 * Checks a field name.
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if it is not a token (RFC 9110, section 5.1)
	 */
	public static String requireName(String name) {
		if (!isToken(name)) {
			throw new IllegalArgumentException(
					"'" + printable(name) + "' cannot be a field name: it is not an RFC 9110 token");
		}
		return name;
	}

	/**
	 * Checks a field value.
	 * @param name the name of the field, for the message
	 * @param value the value
	 * @return the value
	 * @throws IllegalArgumentException if it has a control character or one beyond
	 * ISO-8859-1 (RFC 9110, section 5.5)
	 */
	public static String requireValue(String name, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c > 0xff || !Bytes.isFieldValue((byte) c)) {
				throw new IllegalArgumentException("The value of the field '" + name + "' has the character U+"
						+ Integer.toHexString(0x10000 + c).substring(1) + " at position " + i
						+ ": only visible ISO-8859-1 characters, spaces and tabs may stand there");
			}
		}
		return value;
	}

	/**
	 * Whether a text is a token (RFC 9110, section 5.6.2): the form of methods and field
	 * names.
	 * @param text any text
	 * @return true if it is not empty and has token characters only
	 */
	public static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c > 0x7f || !Bytes.isToken((byte) c)) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private static String printable(String text) {
		return text.replaceAll("[^\\x20-\\x7e]", "?");
	}

}
