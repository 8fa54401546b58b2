package io.jhttp.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.jhttp.server.http.ByteRanges;

/**
 * Ranges lie inside the representation, together are not more than it, and do not touch.
 */
public final class ByteRangesFuzz {

	private ByteRangesFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		String value = new String(bytes, StandardCharsets.ISO_8859_1);
		for (long length : new long[] { 0, 1, 10, 1000, Long.MAX_VALUE }) {
			check(value, length);
			check("bytes=" + value, length);
		}
	}

	private static void check(String value, long length) {
		List<ByteRanges.Range> ranges = ByteRanges.parse(value, length);
		if (ranges == null) {
			return;
		}
		long left = length;
		for (ByteRanges.Range range : ranges) {
			if (range.first() < 0 || range.last() < range.first() || range.last() >= length) {
				throw new AssertionError(range + " of " + length);
			}
			left -= range.length();
			if (ranges.stream()
				.anyMatch((other) -> other.first() > range.first() && other.first() - 1 <= range.last())) {
				throw new AssertionError(ranges + " of " + length);
			}
		}
		if (left < 0 || ranges.size() > 16) {
			throw new AssertionError(ranges + " of " + length);
		}
	}

}
