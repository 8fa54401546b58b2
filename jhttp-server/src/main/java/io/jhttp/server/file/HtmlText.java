package io.jhttp.server.file;

/**
 * Text of others in a page: it can be no markup, and no character in it can hide or turn
 * round what stands beside it.
 */
final class HtmlText {

	private static final char REPLACEMENT = '\ufffd';

	private HtmlText() {
	}

	/**
	 * Appends text for content and for quoted attributes. Control characters become their
	 * pictures; what has no picture becomes U+FFFD.
	 */
	static void append(StringBuilder page, String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '&' -> page.append("&amp;");
				case '<' -> page.append("&lt;");
				case '>' -> page.append("&gt;");
				case '"' -> page.append("&quot;");
				case '\'' -> page.append("&#39;");
				default -> {
					if (Character.isHighSurrogate(c) && i + 1 < text.length()
							&& Character.isLowSurrogate(text.charAt(i + 1))) {
						page.append(c).append(text.charAt(++i));
					}
					else {
						page.append(visible(c));
					}
				}
			}
		}
	}

	private static char visible(char c) {
		if (c < 0x20) {
			return (char) ('\u2400' + c);
		}
		if (c == 0x7f) {
			return '\u2421';
		}
		return (c >= 0x80 && (Character.isISOControl(c) || Character.isSurrogate(c) || misleads(c))) ? REPLACEMENT : c;
	}

	/**
	 * Line separators, and the embeddings, overrides and isolates of bidirectional text:
	 * U+202E makes "gpj.exe" of "exe.jpg".
	 */
	private static boolean misleads(char c) {
		return c >= '\u2028' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c >= '\ufffe';
	}

}
