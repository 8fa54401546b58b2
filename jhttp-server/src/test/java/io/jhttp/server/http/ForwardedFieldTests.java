package io.jhttp.server.http;

import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ForwardedFieldTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "for=a|{for=a}", "FOR=a;Proto=b|{for=a, proto=b}", "for=a,for=b|{for=a} {for=b}",
					"for=a , for=b|{for=a} {for=b}", "for=a ,  for=b|{for=a} {for=b}",
					"for=a\t\t,\t for=b|{for=a} {for=b}", "for=\"a,b;c\"|{for=a,b;c}",
					"for=\"a\\\"b\\\\c\"|{for=a\"b\\c}", " for=a ;\tby=b |{by=b, for=a}", ";for=a;;|{for=a}",
					",,for=a,|{for=a}", "``|``", "` , ;`|``", "for=\" a \"|{for= a }", "for=\"\u00e4\"|{for=\u00e4}" })
	void elementsHavePairs(String field, String expected) {
		assertThat(ForwardedField.parse(field)
			.stream()
			.map((one) -> new TreeMap<>(one).toString())
			.collect(Collectors.joining(" "))).isEqualTo(expected);
	}

	/** U+0141 would be an A, if only its last eight bits were looked at. */
	@ParameterizedTest
	@ValueSource(strings = { "for", "for a", "for\"a\"", "for;by=a", "for=", "for=;by=a", "for=\"\"", "for=a b",
			"for= a", "for =a", "=a", "for=a;for=a", "for=a;FOR=b", "for=\"a", "for=\"a\\", "for=\"a\\\"", "for=\"a\"b",
			"for=[::1]", "for=a:1", "for=\u0141", "for=a\u0141", "f\u0141r=a", "for=a,by" })
	void whatIsMalformedOrSaidTwiceIsRefused(String field) {
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> ForwardedField.parse(field))
			.satisfies((problem) -> assertThat(problem.status() + " " + problem.detail())
				.isEqualTo("400 The Forwarded field is malformed."));
	}

}
