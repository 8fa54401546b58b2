package io.jhttp.server.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bytes=0-4|0-4", "bytes=5-|5-9", "bytes=-3|7-9", "bytes=-30|0-9", "bytes=0-99|0-9",
					"BYTES=0-0, 9-9|0-0 9-9", "bytes= 1-2 ,,|1-2", "bytes=10-|''", "bytes=-0|''", "bytes=0-1,99-|0-1",
					"bytes=99999999999999999999-|''", "bytes=0-99999999999999999999|0-9" })
	void partsThatExistAreFound(String value, String expected) {
		assertThat(String.join(" ",
				ByteRanges.parse(value, 10).stream().map((range) -> range.first() + "-" + range.last()).toList()))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=1", "bytes=5-4",
			"bytes=1-2-3", "bytes=+1-2", "lines=1-2", "bytes =1-2", "bytes=0-9,0-9",
			"bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0" })
	void whatIsMalformedOrTooMuchIsIgnored(String value) {
		assertThat(ByteRanges.parse(value, 10)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=0-0", "bytes=0-", "bytes=-1" })
	void anEmptyRepresentationHasNoParts(String value) {
		assertThat(ByteRanges.parse(value, 0)).isEmpty();
	}

}
