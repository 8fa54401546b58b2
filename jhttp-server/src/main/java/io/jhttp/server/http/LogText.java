package io.jhttp.server.http;

/**
 * Text of others in the log: nothing in it can begin another line or move a cursor.
 */
public final class LogText {

	private LogText() {
	}

	/**
	 * Escapes what is not visible.
	 * @param text that a client, a script or a file system has chosen
	 * @return one line
	 */
	public static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length() + 16);
		text.codePoints().forEach((c) -> {
			int type = Character.getType(c);
			if (c == '\\') {
				escaped.append("\\\\");
			}
			else if (c == '\t') {
				escaped.append("\\t");
			}
			else if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
					|| type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE) {
				escaped.append((c <= 0xff) ? String.format("\\x%02x", c) : String.format("\\u%04x", c));
			}
			else {
				escaped.appendCodePoint(c);
			}
		});
		return escaped.toString();
	}

}
