package io.jhttp.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Entity tags as they stand in fields, with quotes and the mark of weak ones, and lists
 * of them (RFC 9110, section 8.8.3). An opaque tag may contain commas, so a list is not
 * to be split at them.
 */
final class EntityTag {

	private static final String WEAK = "W/";

	private EntityTag() {
	}

	/** What a list says about a tag. */
	enum Membership {

		LISTED, NOT_LISTED, MALFORMED

	}

	static boolean isTag(String text) {
		return end(text, 0) == text.length();
	}

	static boolean isWeak(String tag) {
		return tag.startsWith(WEAK);
	}

	/**
	 * Looks for a tag in {@code "*" / #entity-tag}. The asterisk stands for any tag, and
	 * for a representation without one.
	 * @param list the values of all lines of a field joined with commas
	 * @param tag what to look for, or null if the representation has no tag
	 * @param weakly whether tags are the same if one is weak (RFC 9110, section 8.8.3.2)
	 */
	static Membership find(String list, @Nullable String tag, boolean weakly) {
		if (list.equals("*")) {
			return Membership.LISTED;
		}
		boolean listed = false;
		boolean empty = true;
		int at = skipSeparators(list, 0);
		while (at < list.length()) {
			int end = end(list, at);
			if (end < 0) {
				return Membership.MALFORMED;
			}
			empty = false;
			listed |= tag != null && isSame(list, at, end, tag, weakly);
			at = skipBlanks(list, end);
			if (at < list.length() && list.charAt(at) != ',') {
				return Membership.MALFORMED;
			}
			at = skipSeparators(list, at);
		}
		if (empty) {
			return Membership.MALFORMED;
		}
		return listed ? Membership.LISTED : Membership.NOT_LISTED;
	}

	/** Where the tag that begins here ends, or -1 if none does. */
	private static int end(String text, int start) {
		int at = opaqueStart(text, start);
		if (at >= text.length() || text.charAt(at) != '"') {
			return -1;
		}
		do {
			at++;
		}
		while (at < text.length() && isOpaque(text.charAt(at)));
		return (at < text.length() && text.charAt(at) == '"') ? at + 1 : -1;
	}

	/** RFC 9110, section 8.8.3: etagc. */
	private static boolean isOpaque(char c) {
		return c == 0x21 || (c >= 0x23 && c <= 0x7e) || (c >= 0x80 && c <= 0xff);
	}

	private static boolean isSame(String list, int start, int end, String tag, boolean weakly) {
		int opaque = opaqueStart(list, start);
		int tagOpaque = opaqueStart(tag, 0);
		if (!weakly && (opaque > start || tagOpaque > 0)) {
			return false;
		}
		int length = end - opaque;
		return length == tag.length() - tagOpaque && list.regionMatches(opaque, tag, tagOpaque, length);
	}

	private static int opaqueStart(String text, int start) {
		return text.startsWith(WEAK, start) ? start + WEAK.length() : start;
	}

	/** RFC 9110, section 5.6.1.2: empty members mean nothing. */
	private static int skipSeparators(String list, int from) {
		int at = skipBlanks(list, from);
		while (at < list.length() && list.charAt(at) == ',') {
			at = skipBlanks(list, at + 1);
		}
		return at;
	}

	private static int skipBlanks(String list, int from) {
		int at = from;
		while (at < list.length() && (list.charAt(at) == ' ' || list.charAt(at) == '\t')) {
			at++;
		}
		return at;
	}

}
