package io.jhttp.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MultipartBoundary}.
 */
class MultipartBoundaryTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					multipart/form-data; boundary=----WebKitFormBoundary0123456789abcdef | ----WebKitFormBoundary0123456789abcdef
					Multipart/Form-Data;charset=UTF-8;BOUNDARY="a b:?" | a b:?
					multipart/form-data; boundary=a/b=c;; | a/b=c
					multipart/form-data ; boundary=x | x
					""")
	void boundaryIsAParameterOfTheType(String type, String boundary) {
		assertThat(MultipartBoundary.isIn(type)).isTrue();
		assertThat(MultipartBoundary.of(type)).isEqualTo(boundary);
	}

	@Test
	void boundaryHasAtMostSeventyCharacters() {
		String type = "multipart/form-data; boundary=";
		assertThat(MultipartBoundary.of(type + "x".repeat(70))).hasSize(70);
		assertRefused(400, type + "x".repeat(71));
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary", "multipart/form-data; boundary=",
			"multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"x \"",
			"multipart/form-data; boundary=\"x", "multipart/form-data; boundary=x y",
			"multipart/form-data; boundary=\u00fc", "multipart/form-data; boundary=a; boundary=b",
			"multipart/form-data; boundary=\"a\r\nb\"", "multipart/form-data; boundary=a@b" })
	void boundaryThatIsNoneIsRefused(String type) {
		assertRefused(400, type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded",
			"multipart/form-data-x; boundary=x" })
	void otherTypeIsRefused(String type) {
		assertThat(MultipartBoundary.isIn(type)).isFalse();
		assertRefused(415, type);
	}

	@Test
	void missingTypeIsRefused() {
		assertThat(MultipartBoundary.isIn(null)).isFalse();
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> MultipartBoundary.of(null))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(415));
	}

	private static void assertRefused(int status, String type) {
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> MultipartBoundary.of(type))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(status));
	}

}
