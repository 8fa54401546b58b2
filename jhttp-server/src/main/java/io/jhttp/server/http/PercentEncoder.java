package io.jhttp.server.http;

/**
 * Writes names into paths of URLs (RFC 3986, section 2.4): the other direction of
 * {@link PercentDecoder}.
 */
public final class PercentEncoder {

	private static final char[] HEX = "0123456789ABCDEF".toCharArray();

	private static final int REPLACEMENT = 0xfffd;

	private PercentEncoder() {
	}

	/**
	 * Encodes a name as one segment of a path (Python's {@code quote}).
	 * @param name any text, as in {@link #appendSegment}
	 * @return the segment
	 */
	public static String encode(String name) {
		StringBuilder segment = new StringBuilder(name.length() + 16);
		appendSegment(segment, name);
		return segment.toString();
	}

	/**
	 * Appends a name as one segment of a path. All but unreserved characters are encoded,
	 * so the result has neither separators nor anything that HTML would understand.
	 * @param path where to append
	 * @param name any text. A surrogate between U+DC80 and U+DCFF that is no half of a
	 * pair stands for a byte that was not UTF-8, and becomes this byte.
	 */
	public static void appendSegment(StringBuilder path, String name) {
		int codePoint;
		for (int i = 0; i < name.length(); i += Character.charCount(codePoint)) {
			codePoint = name.codePointAt(i);
			if (codePoint < 0x80) {
				appendAscii(path, (char) codePoint);
			}
			else if (codePoint >= 0xdc80 && codePoint <= 0xdcff) {
				appendByte(path, codePoint & 0xff);
			}
			else {
				appendUtf8(path, isSurrogate(codePoint) ? REPLACEMENT : codePoint);
			}
		}
	}

	private static boolean isSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	private static void appendUtf8(StringBuilder path, int codePoint) {
		if (codePoint < 0x800) {
			appendByte(path, 0xc0 | codePoint >> 6);
		}
		else {
			if (codePoint < 0x10000) {
				appendByte(path, 0xe0 | codePoint >> 12);
			}
			else {
				appendByte(path, 0xf0 | codePoint >> 18);
				appendByte(path, 0x80 | codePoint >> 12 & 0x3f);
			}
			appendByte(path, 0x80 | codePoint >> 6 & 0x3f);
		}
		appendByte(path, 0x80 | codePoint & 0x3f);
	}

	private static void appendAscii(StringBuilder path, char c) {
		if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_'
				|| c == '~') {
			path.append(c);
		}
		else {
			appendByte(path, c);
		}
	}

	private static void appendByte(StringBuilder path, int b) {
		path.append('%').append(HEX[b >> 4]).append(HEX[b & 0xf]);
	}

}
