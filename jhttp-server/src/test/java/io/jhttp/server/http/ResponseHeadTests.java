package io.jhttp.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a handler states of a response.
 */
class ResponseHeadTests {

	private final ResponseHead head = new ResponseHead();

	@Test
	void aFieldIsSetInPlaceOfAllItsLines() {
		this.head.add("A", "1");
		this.head.add("B", "2");
		this.head.add("a", "3");
		assertThat(this.head.get("a")).isEqualTo("1");
		this.head.set("A", "4");
		assertThat(this.head.headers()).containsExactly(Map.entry("B", "2"), Map.entry("A", "4"));
		this.head.remove("b");
		this.head.remove("none");
		assertThat(this.head.headers()).containsExactly(Map.entry("A", "4"));
		assertThat(this.head.get("B")).isNull();
	}

	@Test
	void aHeadIsPristineUntilSomethingIsSet() {
		assertThat(this.head.isPristine()).isTrue();
		this.head.status(200, null);
		assertThat(this.head.isPristine()).isFalse();
		this.head.clear();
		this.head.constant(EncodedHeaders.of(List.of()));
		assertThat(this.head.isPristine()).isFalse();
		this.head.clear();
		this.head.add("A", "");
		assertThat(this.head.isPristine()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 99, 1000 })
	void aStatusHasThreeDigits(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.head.status(status, null))
			.withMessage("A status code has three digits: " + status);
		assertThat(this.head.isPristine()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "X A|b", "X:|b", "''|b", "X|a\u0000b", "X|a\u010ab" })
	void whatMayNotStandInAFieldChangesNothing(String name, String value) {
		this.head.add("X", "before");
		assertThatIllegalArgumentException().isThrownBy(() -> this.head.set(name, value));
		assertThatIllegalArgumentException().isThrownBy(() -> this.head.add(name, value));
		assertThat(this.head.headers()).containsExactly(Map.entry("X", "before"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX: b", "a\nX: b", "\u0000", "\u010a" })
	void aReasonCannotBeginAField(@Nullable String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.head.status(200, reason))
			.withMessageContaining("reason phrase");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 999 })
	void aStatusOfThreeDigitsIsTaken(int status) {
		this.head.status(status, "a");
		assertThat(this.head.status() + this.head.reason()).isEqualTo(status + "a");
	}

	@Test
	void fieldsThatWereEncodedBeforeStandBeforeAllOthers() {
		EncodedHeaders constant = EncodedHeaders.of(List.of(Map.entry("A", "1")));
		this.head.add("B", "2");
		this.head.constant(constant);
		assertThat(this.head.constant()).isSameAs(constant);
		assertThat(this.head.headers()).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
	}

	@Test
	void whatAHandlerWantsOfTheConnectionIsKept() {
		assertThat(this.head.persistent()).isNull();
		this.head.persistent(false);
		assertThat(this.head.persistent()).isFalse();
		this.head.persistent(true);
		assertThat(this.head.persistent()).isTrue();
	}

	@Test
	void aHeadIsBareUntilItIsCleared() {
		assertThat(this.head.isBare()).isFalse();
		this.head.bare();
		assertThat(this.head.isBare()).isTrue();
		this.head.clear();
		assertThat(this.head.isBare()).isFalse();
	}

	@Test
	void aFieldOfManyIsRemovedAndTheOthersKeepTheirOrder() {
		for (String name : List.of("A", "B", "A", "C", "D", "A", "E")) {
			this.head.add(name, name.toLowerCase(Locale.ROOT));
		}
		this.head.remove("a");
		assertThat(this.head.headers()).containsExactly(Map.entry("B", "b"), Map.entry("C", "c"), Map.entry("D", "d"),
				Map.entry("E", "e"));
	}

}
