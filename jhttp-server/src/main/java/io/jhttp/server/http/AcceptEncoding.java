package io.jhttp.server.http;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which content codings a client takes, and which it likes better (RFC 9110, section
 * 12.5.3). Reading takes time in proportion to the length of the field, and no memory
 * beyond the instance.
 */
public final class AcceptEncoding {

	/** No client knows that many; choosing must not become work (CVE-2020-27223). */
	private static final int MAX_MEMBERS = 16;

	private static final int BEST = 1000;

	/** Better than nothing, worse than whatever the client names. */
	private static final int UNSTATED_IDENTITY = 1;

	private static final int UNSTATED = -1;

	private static final int MALFORMED = -2;

	private static final ContentCoding[] CODINGS = ContentCoding.values();

	private static final AcceptEncoding IDENTITY_ONLY = new AcceptEncoding();

	private int br = UNSTATED;

	private int zstd = UNSTATED;

	private int gzip = UNSTATED;

	private int identity = UNSTATED;

	private int others = UNSTATED;

	private AcceptEncoding() {
	}

	/**
	 * Reads an {@code Accept-Encoding} field. Members that are malformed count for
	 * nothing, as do those behind the sixteenth; of two for the same coding the later one
	 * stands.
	 * @param value the values of all its lines joined with commas, or null if the request
	 * has no such field: its client may know no coding at all
	 * @return what the client takes
	 */
	public static AcceptEncoding parse(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			return IDENTITY_ONLY;
		}
		AcceptEncoding accepted = new AcceptEncoding();
		int members = 0;
		int from = 0;
		while (from <= value.length() && members < MAX_MEMBERS) {
			int comma = value.indexOf(',', from);
			int end = (comma < 0) ? value.length() : comma;
			int start = skipBlanks(value, from, end);
			if (start < end) {
				members++;
				accepted.addMember(value, start, end);
			}
			from = end + 1;
		}
		return accepted;
	}

	/**
	 * Chooses the coding that the client likes best; of several, the first one.
	 * @param value the values of all {@code Accept-Encoding} lines joined with commas, or
	 * null without any
	 * @param available the codings that there are beside the plain form
	 * @return one of them, or null for the plain form
	 * @see #choose(Set)
	 */
	public static @Nullable ContentCoding choose(@Nullable String value, Set<ContentCoding> available) {
		return parse(value).choose(available);
	}

	/**
	 * Chooses the coding that the client likes best; of several, the first one. The plain
	 * form is chosen if the client likes it better in so many words, or if it takes none
	 * of these codings; it is chosen even if the client does not take it either, which is
	 * more use to it than an error.
	 * @param available the codings that there are beside the plain form
	 * @return one of them, or null for the plain form
	 */
	public @Nullable ContentCoding choose(Set<ContentCoding> available) {
		ContentCoding best = null;
		int bestQuality = 0;
		for (ContentCoding coding : CODINGS) {
			int quality = quality(coding);
			if (quality > bestQuality && available.contains(coding)) {
				best = coding;
				bestQuality = quality;
			}
		}
		return (bestQuality >= identityQuality()) ? best : null;
	}

	/**
	 * How much the client likes a coding.
	 * @param coding the coding
	 * @return 1 to 1000, or 0 if it does not take it
	 */
	public int quality(ContentCoding coding) {
		int stated = switch (coding) {
			case BR -> this.br;
			case ZSTD -> this.zstd;
			case GZIP -> this.gzip;
		};
		return Math.max(0, (stated == UNSTATED) ? this.others : stated);
	}

	/**
	 * How much the client likes the plain form. An asterisk can forbid it, but does not
	 * say that it is liked: a client that sends one asks for a coding.
	 * @return 1 to 1000, 1 if it says nothing of it; or 0 if it does not take it
	 */
	public int identityQuality() {
		if (this.identity != UNSTATED) {
			return this.identity;
		}
		return (this.others == 0) ? 0 : UNSTATED_IDENTITY;
	}

	/** Reads {@code codings [ OWS ";" OWS "q=" qvalue ]}. */
	private void addMember(String value, int start, int end) {
		int nameEnd = start;
		while (nameEnd < end && isToken(value.charAt(nameEnd))) {
			nameEnd++;
		}
		int quality = weight(value, skipBlanks(value, nameEnd, end), end);
		if (quality == MALFORMED) {
			return;
		}
		if (is(value, start, nameEnd, "gzip") || is(value, start, nameEnd, "x-gzip")) {
			// RFC 9110, section 8.4.1.3: x-gzip is another name of it.
			this.gzip = quality;
		}
		else if (is(value, start, nameEnd, "br")) {
			this.br = quality;
		}
		else if (is(value, start, nameEnd, "zstd")) {
			this.zstd = quality;
		}
		else if (is(value, start, nameEnd, "identity")) {
			this.identity = quality;
		}
		else if (is(value, start, nameEnd, "*")) {
			this.others = quality;
		}
	}

	private static int weight(String value, int from, int end) {
		if (from == end) {
			return BEST;
		}
		if (value.charAt(from) != ';') {
			return MALFORMED;
		}
		int at = skipBlanks(value, from + 1, end);
		return value.regionMatches(true, at, "q=", 0, 2) ? quality(value, at + 2, end) : MALFORMED;
	}

	/** RFC 9110, section 12.4.2: 0 to 1 with at most three decimals, in thousandths. */
	private static int quality(String value, int from, int end) {
		if (from >= end || (value.charAt(from) != '0' && value.charAt(from) != '1')) {
			return MALFORMED;
		}
		int quality = (value.charAt(from) - '0') * BEST;
		int at = from + 1;
		if (at < end && value.charAt(at) == '.') {
			at++;
			for (int unit = BEST / 10; unit > 0 && at < end && isDigit(value.charAt(at)); unit /= 10) {
				quality += (value.charAt(at) - '0') * unit;
				at++;
			}
		}
		return (skipBlanks(value, at, end) == end && quality <= BEST) ? quality : MALFORMED;
	}

	private static boolean is(String value, int start, int end, String token) {
		return end - start == token.length() && value.regionMatches(true, start, token, 0, token.length());
	}

	private static int skipBlanks(String value, int from, int end) {
		int at = from;
		while (at < end && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
			at++;
		}
		return at;
	}

	private static boolean isToken(char c) {
		return c < 0x80 && Bytes.isToken((byte) c);
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
