package io.jhttp.server.http;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The conditions of a {@code GET} or {@code HEAD} request for a representation that
 * exists, in the order of RFC 9110, section 13.2.2. Where none is present, nothing is
 * allocated.
 */
public final class Preconditions {

	/** Stands for an unknown date of a representation. */
	public static final long UNDATED = Long.MIN_VALUE;

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
		 * @return the values of all its lines joined with commas, or null if the request
		 * has no such field
		 */
		@Nullable String combinedField(String name);

	}

	/**
	 * Evaluates the conditions of a request. A malformed {@code If-Match} fails: its
	 * client wants to be protected from something. A malformed {@code If-None-Match}
	 * matches nothing, and dates that are none are ignored: the worst of it is a full
	 * response.
	 * @param fields the fields of the request
	 * @param entityTag the entity tag with its quotes, and {@code W/} before them if it
	 * is weak; or null if there is none
	 * @param modified when the representation was modified, in seconds since 1970; or
	 * {@link #UNDATED}
	 * @return what to do
	 */
	public static Outcome evaluate(Fields fields, @Nullable String entityTag, long modified) {
		String match = fields.combinedField("If-Match");
		if (match != null) {
			if (EntityTag.find(match, entityTag, false) != EntityTag.Membership.LISTED) {
				return Outcome.FAILED;
			}
		}
		else if (isEarlier(fields.combinedField("If-Unmodified-Since"), modified)) {
			return Outcome.FAILED;
		}
		String noneMatch = fields.combinedField("If-None-Match");
		if (noneMatch != null) {
			// Malformed or not, it keeps a date beside it from counting (RFC 9110,
			// section 13.1.3).
			return (EntityTag.find(noneMatch, entityTag, true) == EntityTag.Membership.LISTED) ? Outcome.NOT_MODIFIED
					: Outcome.PROCEED;
		}
		return isNotEarlier(fields.combinedField("If-Modified-Since"), modified) ? Outcome.NOT_MODIFIED
				: Outcome.PROCEED;
	}

	private static boolean isEarlier(@Nullable String date, long modified) {
		Long second = (date != null && modified != UNDATED) ? HttpDate.parse(date, Instant.now()) : null;
		return second != null && second < modified;
	}

	private static boolean isNotEarlier(@Nullable String date, long modified) {
		Long second = (date != null && modified != UNDATED) ? HttpDate.parse(date, Instant.now()) : null;
		return second != null && second >= modified;
	}

	/**
	 * Whether a {@code Range} field counts, or the whole is to be sent (RFC 9110, section
	 * 13.1.5): the client would put parts of two versions together unless its validator
	 * is a strong one and the same as now. A date is strong only if it is at least a
	 * second old (RFC 9110, section 8.8.2.2): within the second that it names there can
	 * have been another version. Whether that was so when the client got its first part
	 * only the client can tell, and must before it sends a date.
	 * @param ifRange the value of the {@code If-Range} field, or null if there is none
	 * @param entityTag the entity tag with its quotes, and {@code W/} before them if it
	 * is weak; or null if there is none
	 * @param modified when the representation was modified, in seconds since 1970; or
	 * {@link #UNDATED}
	 * @param now the time of the response, in seconds since 1970
	 * @return true without a condition, or if it holds
	 */
	public static boolean rangeApplies(@Nullable String ifRange, @Nullable String entityTag, long modified, long now) {
		if (ifRange == null) {
			return true;
		}
		if (EntityTag.isTag(ifRange)) {
			return ifRange.equals(entityTag) && !EntityTag.isWeak(ifRange);
		}
		if (modified == UNDATED || modified >= now) {
			return false;
		}
		Long second = HttpDate.parse(ifRange, Instant.ofEpochSecond(now));
		return second != null && second == modified;
	}

}
