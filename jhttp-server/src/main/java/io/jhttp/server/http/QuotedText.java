package io.jhttp.server.http;

/**
 * A text as Python quotes it in messages: Python's {@code repr}.
 */
public final class QuotedText {

	private QuotedText() {
	}

	/**
	 * Quotes a text.
	 * @param text any text
	 * @return the text between quotes, with escapes for what is not visible
	 */
	public static String of(String text) {
		char quote = (text.indexOf('\'') >= 0 && text.indexOf('"') < 0) ? '"' : '\'';
		StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == quote || c == '\\') {
				quoted.append('\\').append(c);
			}
			else if (c < 0x20 || (c >= 0x7f && c <= 0xa0)) {
				quoted.append(escape(c));
			}
			else {
				quoted.append(c);
			}
		}
		return quoted.append(quote).toString();
	}

	private static String escape(char c) {
		return switch (c) {
			case '\t' -> "\\t";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			default -> "\\x" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16);
		};
	}

}
