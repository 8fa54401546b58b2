package io.jhttp.server.http;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which of two representations an {@code Accept} field asks for (RFC 9110, section
 * 12.5.1). Nothing is ever refused: a client that accepts neither gets the usual one.
 */
public final class MediaRanges {

	/** More members than that only cost time. */
	private static final int MAX_MEMBERS = 16;

	private static final int NOT_ACCEPTABLE = 0;

	private static final int MALFORMED = -1;

	private MediaRanges() {
	}

	/**
	 * Whether a client would rather have another media type than the usual one.
	 * @param other a media type in lower case, without parameters
	 * @param usual the media type for everyone without a preference
	 * @param accept the value of the field, null if the request has none; only its first
	 * 16 members count, malformed ones do not
	 * @return true if the other type has the higher quality
	 */
	public static boolean prefers(String other, String usual, @Nullable String accept) {
		return accept != null && quality(other, accept) > quality(usual, accept);
	}

	/**
	 * Whether a client asks for a media type by name, as browsers do for pages, and not
	 * only by a range that it is in.
	 * @param mediaType a media type in lower case, without parameters
	 * @param accept the value of the field, null if the request has none
	 * @return true if the type is named and acceptable
	 */
	public static boolean names(String mediaType, @Nullable String accept) {
		return accept != null && accept.toLowerCase(Locale.ROOT).contains(mediaType) && quality(mediaType, accept) > 0;
	}

	/** In thousandths, by the most specific range that has the type. */
	private static int quality(String mediaType, String accept) {
		int quality = NOT_ACCEPTABLE;
		int bestPrecedence = 0;
		int start = 0;
		for (int member = 0; member < MAX_MEMBERS && start < accept.length(); member++) {
			int end = find(',', accept, start, accept.length());
			int parameters = find(';', accept, start, end);
			int precedence = precedence(accept.substring(start, parameters).strip(), mediaType);
			int weight = (precedence > 0) ? weight(accept, parameters, end) : MALFORMED;
			if (weight != MALFORMED && precedence >= bestPrecedence) {
				quality = (precedence > bestPrecedence) ? weight : Math.max(quality, weight);
				bestPrecedence = precedence;
			}
			start = end + 1;
		}
		return quality;
	}

	/** How closely a range describes the type: 0 if it does not. */
	private static int precedence(String range, String mediaType) {
		if (range.equalsIgnoreCase(mediaType)) {
			return 3;
		}
		if (range.equals("*/*")) {
			return 1;
		}
		int subtype = mediaType.indexOf('/') + 1;
		return (range.length() == subtype + 1 && range.endsWith("*")
				&& range.regionMatches(true, 0, mediaType, 0, subtype)) ? 2 : 0;
	}

	/**
	 * The weight among the parameters. The others are passed over: a client that asks for
	 * a type "with charset" means the type.
	 */
	private static int weight(String accept, int parameters, int end) {
		int start = parameters + 1;
		while (start < end) {
			int next = find(';', accept, start, end);
			String parameter = accept.substring(start, next).strip();
			if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
				return thousandths(parameter.substring(2));
			}
			start = next + 1;
		}
		return 1000;
	}

	/** RFC 9110, section 12.4.2: at most one, at most three digits after the point. */
	private static int thousandths(String weight) {
		int length = weight.length();
		if (length == 0 || length > 5 || weight.charAt(0) > '1' || (length > 1 && weight.charAt(1) != '.')) {
			return MALFORMED;
		}
		int value = 0;
		for (int i = 0; i < 5; i++) {
			char digit = (i < length) ? weight.charAt(i) : '0';
			if (i != 1) {
				if (digit < '0' || digit > '9') {
					return MALFORMED;
				}
				value = value * 10 + digit - '0';
			}
		}
		return (value <= 1000) ? value : MALFORMED;
	}

	/** The next delimiter that does not stand in a quoted string, or the end. */
	private static int find(char delimiter, String value, int start, int end) {
		boolean quoted = false;
		for (int i = start; i < end; i++) {
			char c = value.charAt(i);
			if (c == '"') {
				quoted = !quoted;
			}
			else if (c == '\\' && quoted) {
				i++;
			}
			else if (c == delimiter && !quoted) {
				return i;
			}
		}
		return end;
	}

}
