package io.jhttp.server.http;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The conditions of a {@code GET} or {@code HEAD} request, in the order of RFC 9110,
 * section 13.2.2.
 */
public final class Preconditions {

	private Preconditions() {
	}

	/**
	 * What the conditions say.
	 */
	public enum Outcome {

		/** Answer as without conditions. */
		PROCEED,

		/** The client has this version already: 304. */
		NOT_MODIFIED,

		/** The client wants another version than there is: 412. */
		FAILED

	}

	/**
	 * Gives the value of a field of the request.
	 */
	@FunctionalInterface
	public interface Fields {

		/**
		 * The value of a field.
		 * @param name its name
		 * @return the value, or null if the request has no such field
		 */
		@Nullable String get(String name);

	}

	/**
	 * Evaluates the conditions of a request.
	 * @param fields the fields of the request
	 * @param entityTag the strong entity tag with its quotes, or null if there is none
	 * @param modified when the representation was modified, in seconds since 1970
	 * @return what to do
	 */
	public static Outcome evaluate(Fields fields, @Nullable String entityTag, long modified) {
		String match = fields.get("If-Match");
		if (match != null) {
			if (!hasTag(match, entityTag, false)) {
				return Outcome.FAILED;
			}
		}
		else if (isEarlier(fields.get("If-Unmodified-Since"), modified)) {
			return Outcome.FAILED;
		}
		String noneMatch = fields.get("If-None-Match");
		if (noneMatch != null) {
			return hasTag(noneMatch, entityTag, true) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
		}
		String since = fields.get("If-Modified-Since");
		Long second = (since != null) ? HttpDate.parse(since, Instant.now()) : null;
		return (second != null && modified <= second) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
	}

	/** Whether a date is before the modification; what is no date is ignored. */
	private static boolean isEarlier(@Nullable String date, long modified) {
		Long second = (date != null) ? HttpDate.parse(date, Instant.now()) : null;
		return second != null && modified > second;
	}

	private static boolean hasTag(String list, @Nullable String entityTag, boolean weakly) {
		for (String member : list.split(",")) {
			String tag = member.strip();
			if (tag.equals("*")) {
				return true;
			}
			if (weakly && tag.startsWith("W/")) {
				tag = tag.substring(2);
			}
			if (tag.equals(entityTag)) {
				return true;
			}
		}
		return false;
	}

}
