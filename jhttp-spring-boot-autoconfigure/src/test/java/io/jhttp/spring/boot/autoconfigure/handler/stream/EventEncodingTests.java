package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventEncoding}, to the byte.
 */
class EventEncodingTests {

	private static String encode(ServerSentEvent.Builder<Object> event, String data) {
		return new String(EventEncoding.encode(event.build(), data), StandardCharsets.UTF_8);
	}

	private static ServerSentEvent.Builder<Object> event() {
		return ServerSentEvent.builder();
	}

	@Test
	void eventWithEverything() {
		assertThat(encode(event().comment("a comment").event("spam").id("7").retry(Duration.ofSeconds(3)), "eggs"))
			.isEqualTo(":a comment\nevent: spam\nid: 7\nretry: 3000\ndata: eggs\n\n");
	}

	@Test
	void eachLineOfTheDataIsALineOfItsOwn() {
		assertThat(encode(event(), "a\nb\r\nc\rd\r\r\n\ne"))
			.isEqualTo("data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: \ndata: e\n\n");
	}

	@Test
	void lineEndsAtTheEndAreKept() {
		assertThat(encode(event(), "a\n")).isEqualTo("data: a\ndata: \n\n");
	}

	@Test
	void emptyDataIsData() {
		assertThat(encode(event(), "")).isEqualTo("data: \n\n");
	}

	@Test
	void spacesInFrontAreKept() {
		assertThat(encode(event(), "  a")).isEqualTo("data:   a\n\n");
	}

	@Test
	void commentCannotBecomeAField() {
		assertThat(encode(event().comment("a\ndata: b\rid: c"), null)).isEqualTo(":a\n:data: b\n:id: c\n\n");
	}

	@Test
	void dataCannotBecomeAnotherField() {
		assertThat(encode(event(), "a\n\nevent: logout\rdata: b"))
			.isEqualTo("data: a\ndata: \ndata: event: logout\ndata: data: b\n\n");
	}

	@Test
	void textIsInUtf8() {
		assertThat(EventEncoding.encode(event().build(), "\u00fc\u2028")).asHexString()
			.isEqualTo("646174613A20C3BCE280A80A0A");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\rb", "a\r\ndata: b", "\n", "a\u0000" })
	void nameAndIdCannotHaveLineEnds(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> encode(event().id(text), "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> encode(event().event(text), "a"));
	}

}
