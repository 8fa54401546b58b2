package io.jhttp.server.file;

import java.util.Locale;

/**
 * Python's order of names: lower-cased, by code points. Names that differ in case only
 * follow each other in the order of their code points.
 */
final class NameOrder {

	private NameOrder() {
	}

	static int compare(ListingEntry a, ListingEntry b) {
		int order = compareLowerCase(a.name(), b.name());
		return (order != 0) ? order : compare(a.name(), b.name());
	}

	/**
	 * Most names are ASCII where they differ, and are compared without a copy in lower
	 * case: that would have to be kept for each, or made for each comparison.
	 */
	private static int compareLowerCase(String a, String b) {
		int length = Math.min(a.length(), b.length());
		for (int i = 0; i < length; i++) {
			char first = a.charAt(i);
			char second = b.charAt(i);
			if (first >= 0x80 || second >= 0x80) {
				return compare(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
			}
			if (first != second) {
				int order = lowerCase(first) - lowerCase(second);
				if (order != 0) {
					return order;
				}
			}
		}
		return Integer.compare(a.length(), b.length());
	}

	private static int lowerCase(char c) {
		return (c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c;
	}

	/** String compares UTF-16, where U+10000 comes before U+E000. */
	private static int compare(String a, String b) {
		int length = Math.min(a.length(), b.length());
		int i = 0;
		while (i < length) {
			int first = a.codePointAt(i);
			int second = b.codePointAt(i);
			if (first != second) {
				return Integer.compare(first, second);
			}
			i += Character.charCount(first);
		}
		return Integer.compare(a.length(), b.length());
	}

}
