package io.jhttp.server.http;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a representation that a {@code Range} field asks for (RFC 9110, section
 * 14.1.2), with regard to its length.
 */
public final class ByteRanges {

	/** More parts than that are no sensible request, but a way to multiply a response. */
	private static final int MAX_RANGES = 16;

	private static final String UNIT = "bytes=";

	private static final long ABSENT = -1;

	private static final long MALFORMED = -2;

	private ByteRanges() {
	}

	/**
	 * A part that exists.
	 *
	 * @param first the position of its first byte
	 * @param last the position of its last byte, not before the first
	 */
	public record Range(long first, long last) {

		/**
		 * How long the part is.
		 * @return at least 1
		 */
		public long length() {
			return this.last - this.first + 1;
		}

		private boolean touches(Range other) {
			return this.first - 1 <= other.last && other.first - 1 <= this.last;
		}

		private Range joinedWith(Range other) {
			return new Range(Math.min(this.first, other.first), Math.max(this.last, other.last));
		}

	}

	/**
	 * Reads the value of a {@code Range} field. Parts that overlap or adjoin become one,
	 * which stands where the first of them stood (RFC 9110, section 15.3.7.2); so a
	 * single part may be left, which is a plain 206.
	 * @param value the value
	 * @param length of the representation in bytes, 0 or more
	 * @return the parts that exist, in the order asked for, no two of them touching;
	 * empty if none does, which is 416; or null if the field is to be ignored, because it
	 * is malformed, has another unit, too many parts, or parts that together, as asked
	 * for, are more than the whole, and if there is nothing to have parts of
	 */
	public static @Nullable List<Range> parse(String value, long length) {
		// Clients that fetch a file that is still empty begin with "0-".
		if (length == 0 || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
			return null;
		}
		List<Range> ranges = new ArrayList<>(1);
		long left = length;
		int members = 0;
		for (String member : value.substring(UNIT.length()).split(",", -1)) {
			String spec = member.strip();
			if (spec.isEmpty()) {
				continue;
			}
			int dash = spec.indexOf('-');
			if (++members > MAX_RANGES || dash < 0) {
				return null;
			}
			long first = number(spec, 0, dash);
			long last = number(spec, dash + 1, spec.length());
			boolean malformed = first == MALFORMED || last == MALFORMED || (first == ABSENT && last == ABSENT)
					|| (first >= 0 && last >= 0 && last < first);
			if (malformed) {
				return null;
			}
			Range range = (first == ABSENT) ? suffix(last, length) : part(first, last, length);
			if (range != null) {
				if (range.length() > left) {
					return null;
				}
				left -= range.length();
				add(range, ranges);
			}
		}
		return (members == 0) ? null : ranges;
	}

	/**
	 * One pass is enough: what touches the joined part touches the new one, as the others
	 * did not touch each other.
	 */
	private static void add(Range range, List<Range> ranges) {
		Range joined = range;
		int place = ranges.size();
		for (int at = ranges.size() - 1; at >= 0; at--) {
			if (joined.touches(ranges.get(at))) {
				joined = joined.joinedWith(ranges.remove(at));
				place = at;
			}
		}
		ranges.add(place, joined);
	}

	private static @Nullable Range suffix(long count, long length) {
		long existing = Math.min(count, length);
		return (existing == 0) ? null : new Range(length - existing, length - 1);
	}

	private static @Nullable Range part(long first, long last, long length) {
		if (first >= length) {
			return null;
		}
		return new Range(first, (last == ABSENT) ? length - 1 : Math.min(last, length - 1));
	}

	/** Numbers beyond a long become a large one: no representation is that long. */
	private static long number(String text, int from, int to) {
		if (from == to) {
			return ABSENT;
		}
		long number = 0;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if (c < '0' || c > '9') {
				return MALFORMED;
			}
			number = (number > (Long.MAX_VALUE - 9) / 10) ? Long.MAX_VALUE / 10 : number * 10 + (c - '0');
		}
		return number;
	}

}
