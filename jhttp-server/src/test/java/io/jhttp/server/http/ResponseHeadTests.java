package io.jhttp.server.http;

import java.util.List;
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
		assertThat(this.head.fields()).containsExactly(Map.entry("B", "2"), Map.entry("A", "4"));
		this.head.remove("b");
		this.head.remove("none");
		assertThat(this.head.fields()).containsExactly(Map.entry("A", "4"));
		assertThat(this.head.get("B")).isNull();
	}

	@Test
	void aHeadIsPristineUntilSomethingIsSet() {
		assertThat(this.head.isPristine()).isTrue();
		this.head.status(200, null);
		assertThat(this.head.isPristine()).isFalse();
		this.head.clear();
		this.head.constant(EncodedFields.of(List.of()));
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
		assertThat(this.head.fields()).containsExactly(Map.entry("X", "before"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX: b", "a\nX: b", "\u0000", "\u010a" })
	void aReasonCannotBeginAField(@Nullable String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.head.status(200, reason))
			.withMessageContaining("reason phrase");
	}

}
