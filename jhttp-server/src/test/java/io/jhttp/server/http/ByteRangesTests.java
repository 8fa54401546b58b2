package io.jhttp.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bytes=0-4|0-4", "bytes=5-|5-9", "bytes=-3|7-9", "bytes=-30|0-9", "bytes=0-99|0-9",
					"BYTES=0-0, 9-9|0-0 9-9", "bytes=8-9,0-1|8-9 0-1", "bytes= 1-2 ,,|1-2", "bytes=10-|''",
					"bytes=-0|''", "bytes=0-1,99-|0-1", "bytes=99999999999999999999-|''",
					"bytes=0-99999999999999999999|0-9", "bytes=18446744073709551616-|''",
					"bytes=0-18446744073709551616|0-9", "bytes=-18446744073709551617|0-9", "bytes=3-3|3-3" })
	void partsThatExistAreFound(String value, String expected) {
		assertThat(String.join(" ",
				ByteRanges.parse(value, 10).stream().map((range) -> range.first() + "-" + range.last()).toList()))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bytes=0-1,2-3|0-3", "bytes=2-3,0-1|0-3", "bytes=0-3,1-2|0-3", "bytes=1-2,0-3|0-3",
					"bytes=0-4,5-9|0-9", "bytes=0-1,3-4|0-1 3-4", "bytes=0-1,3-4,2-2|0-4",
					"bytes=8-9,0-1,3-4,2-2|8-9 0-4", "bytes=0-1,8-9,3-4,2-2|0-4 8-9",
					"bytes=6-6,0-0,8-8,2-2,7-7|6-8 0-0 2-2", "bytes=5-,0-0,-3|5-9 0-0", "bytes=0-0,0-0,0-0|0-0" })
	void partsThatTouchBecomeOne(String value, String expected) {
		partsThatExistAreFound(value, expected);
	}

	@Test
	void whatIsLeftIsWhatWasAskedForInThatOrder() {
		Random random = new Random(1);
		int sets = 0;
		while (sets < 100_000) {
			int length = 1 + random.nextInt(40);
			List<int[]> asked = new ArrayList<>();
			int left = length;
			for (int i = random.nextInt(16); i >= 0 && left > 0; i--) {
				int first = random.nextInt(length);
				int last = first + random.nextInt(Math.min(left, length - first));
				asked.add(new int[] { first, last });
				left -= last - first + 1;
			}
			check(asked, length);
			sets++;
		}
	}

	private static void check(List<int[]> asked, int length) {
		String value = "bytes="
				+ asked.stream().map((range) -> range[0] + "-" + range[1]).collect(Collectors.joining(","));
		List<ByteRanges.Range> ranges = ByteRanges.parse(value, length);
		// A byte before the first one and one behind the last make looking around easy.
		boolean[] wanted = new boolean[length + 2];
		asked.forEach((range) -> Arrays.fill(wanted, range[0] + 1, range[1] + 2, true));
		int before = -1;
		for (ByteRanges.Range range : ranges) {
			int first = (int) range.first() + 1;
			int last = (int) range.last() + 1;
			// Nothing wanted adjoins: no two parts touch.
			if (wanted[first - 1] || wanted[last + 1]) {
				throw new AssertionError(value + " of " + length + ": " + ranges);
			}
			for (int at = first; at <= last; at++) {
				if (!wanted[at]) {
					throw new AssertionError(value + " of " + length + ": " + ranges);
				}
			}
			int place = place(asked, range);
			if (place <= before) {
				throw new AssertionError(value + " of " + length + ": " + ranges);
			}
			before = place;
		}
		long bytes = ranges.stream().mapToLong(ByteRanges.Range::length).sum();
		if (bytes != IntStream.range(0, wanted.length).filter((at) -> wanted[at]).count()) {
			throw new AssertionError(value + " of " + length + ": " + ranges);
		}
	}

	/** Where the first part that went into this one was asked for. */
	private static int place(List<int[]> asked, ByteRanges.Range range) {
		return IntStream.range(0, asked.size())
			.filter((index) -> asked.get(index)[0] >= range.first() && asked.get(index)[1] <= range.last())
			.findFirst()
			.orElseThrow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=1", "bytes=5-4",
			"bytes=1-2-3", "bytes=1-0", "bytes=-5-", "bytes=--5", "bytes=+1-2", "lines=1-2", "bytes =1-2",
			"bytes=0-9,0-9", "bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0" })
	void whatIsMalformedOrTooMuchIsIgnored(String value) {
		assertThat(ByteRanges.parse(value, 10)).isNull();
	}

	@Test
	void noMoreThanSixteenPartsAreRead() {
		String fifteen = "bytes=0-0" + ",0-0".repeat(14);
		assertThat(ByteRanges.parse(fifteen + ",,2-2,", 1000)).hasSize(2);
		assertThat(ByteRanges.parse(fifteen + ",2-2,4-4", 1000)).isNull();
		assertThat(ByteRanges.parse(fifteen + ",2-2,2000-", 1000)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=0-0", "bytes=0-", "bytes=-1", "bytes=-0", "bytes=5-9", "bytes=0-0,-1" })
	void anEmptyRepresentationIsSentAsAWhole(String value) {
		assertThat(ByteRanges.parse(value, 0)).isNull();
	}

}
