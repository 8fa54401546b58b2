package io.jhttp.server.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PercentDecoderTests {

	@ParameterizedTest
	@CsvSource({ "/a, /a", "%2f, /", "%2F, /", "a%20b, a b", "%25, %", "%2525, %25", "%41%62%5A%5a, AbZZ",
			"%C3%A4, \u00e4", "%e2%82%ac, \u20ac", "%F0%9F%98%80, \ud83d\ude00", "+%2B, ++", "%7e, ~",
			"a%07b, a\u0007b" })
	void escapesAreDecodedOnce(String encoded, String text) {
		assertThat(PercentDecoder.decode(encoded)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "a%", "%4", "a%4", "%4g", "%g4", "%zz", "%%41", "%-1", "%+1", "% 1", "%1 ", "%41%",
			"%41%4", "%u0041" })
	void anEscapeHasTwoHexadecimalDigits(String encoded) {
		assertRefused(encoded, "A percent sign is not followed by two hexadecimal digits.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%80", "%FF", "%C3", "%C3a", "%C3%28", "%C0%AF", "%E0%80%AF", "%F0%80%80%AF", "%ED%A0%80",
			"%F4%90%80%80", "%E2%82", "a%e4b" })
	void bytesThatAreNotUtf8AreRefused(String encoded) {
		assertRefused(encoded, "The percent-encoded bytes are not UTF-8.");
	}

	private static void assertRefused(String encoded, String detail) {
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> PercentDecoder.decode(encoded))
			.satisfies((problem) -> assertThat(problem.status() + " " + problem.detail()).isEqualTo("400 " + detail));
	}

}
