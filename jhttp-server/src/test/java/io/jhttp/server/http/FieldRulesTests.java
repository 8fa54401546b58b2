package io.jhttp.server.http;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a handler may put into a field.
 */
class FieldRulesTests {

	@ParameterizedTest
	@ValueSource(strings = { "X-A", "a", "!#$%&'*+-.^_`|~09" })
	void aNameIsAToken(String name) {
		assertThat(FieldRules.requireName(name)).isEqualTo(name);
	}

	/** U+0141 would be an A, if only its last eight bits were looked at. */
	@ParameterizedTest
	@ValueSource(strings = { "", " ", "X A", "X:", "X\r\nY", "\u00e9", "\u0141", "X\u0141", "\u0141X", "(X)" })
	void nothingElseIsAName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.requireName(name))
			.withMessageContaining("cannot be a field name")
			.satisfies((ex) -> assertThat(ex.getMessage()).matches("[\\x20-\\x7e]+"));
		assertThatIllegalArgumentException().isThrownBy(() -> EncodedHeaders.of(List.of(Map.entry(name, "a"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b\tc", "\u0020~", "\u0080\u00ff" })
	void aValueHasVisibleCharactersSpacesAndTabs(String value) {
		assertThat(FieldRules.requireValue("X", value)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc\r", "abc\n", "abc\u0000", "abc\u001f", "abc\u007f", "abc\u0100", "abc\u0141",
			"abc\u010a", "abc\ud83d\ude00" })
	void nothingElseIsAValue(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.requireValue("X", value))
			.withMessageStartingWith("The value of the field 'X' has the character U+%04x at position 3: "
				.formatted((int) value.charAt(3)));
		assertThatIllegalArgumentException().isThrownBy(() -> EncodedHeaders.of(List.of(Map.entry("X", value))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length", "TRANSFER-encoding", "connection", "Server", "Date" })
	void whatTheServerSetsIsNotConstant(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> EncodedHeaders.of(List.of(Map.entry(name, "a"))))
			.withMessage("The field " + name + " is the server's to set");
	}

}
