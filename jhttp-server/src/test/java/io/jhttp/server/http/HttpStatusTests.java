package io.jhttp.server.http;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpStatusTests {

	@Test
	void interimAnswersAndThreeOthersHaveNoContent() {
		assertThat(
				IntStream.rangeClosed(100, 999).filter((status) -> status >= 200 && HttpStatus.forbidsContent(status)))
			.containsExactly(204, 205, 304);
		assertThat(IntStream.range(100, 200)).allMatch(HttpStatus::forbidsContent);
	}

	@Test
	void aCodeThatIsNotRegisteredHasNoTexts() {
		assertThat(HttpStatus.reason(418)).isEqualTo("I'm a Teapot");
		assertThat(HttpStatus.explanation(418)).isEqualTo("The server is a teapot");
		assertThat(HttpStatus.reason(299)).isEmpty();
		assertThat(HttpStatus.explanation(299)).isEmpty();
	}

	@Test
	void everyRegisteredCodeHasItsTexts() {
		assertThat(HttpStatus.texts()).containsEntry(404,
				new HttpStatus.Text(HttpStatus.reason(404), HttpStatus.explanation(404)));
	}

}
