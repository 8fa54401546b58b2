package io.jhttp.server.http;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of the 256 bytes belong to each class of the grammar.
 */
class BytesTests {

	private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final String VISIBLE = range(0x21, 0x7e);

	@Test
	void tokensHaveLettersDigitsAndSomeMarks() {
		assertThat(bytes((c) -> Bytes.isToken((byte) c))).isEqualTo(sorted("!#$%&'*+-.^_`|~" + ALPHANUMERIC));
	}

	@Test
	void fieldValuesHaveNoControlButTheTab() {
		assertThat(bytes((c) -> Bytes.isFieldValue((byte) c))).isEqualTo("\t" + range(0x20, 0x7e) + range(0x80, 0xff));
	}

	@Test
	void pathsHaveNothingThatMustBeEncoded() {
		assertThat(bytes((c) -> Bytes.isPath((byte) c))).isEqualTo(VISIBLE.replaceAll("[\"#<>?`\\\\]", ""));
	}

	@Test
	void queriesHaveNothingThatMustBeEncoded() {
		assertThat(bytes((c) -> Bytes.isQuery((byte) c))).isEqualTo(VISIBLE.replaceAll("[\"#<>]", ""));
	}

	@Test
	void registeredNamesHaveUnreservedCharactersEscapesAndSubDelimiters() {
		assertThat(bytes((c) -> Bytes.isRegisteredName((byte) c)))
			.isEqualTo(sorted("-._~" + "%" + "!$&'()*+,;=" + ALPHANUMERIC));
	}

	@Test
	void digitsAreThoseOfAscii() {
		assertThat(bytes((c) -> Bytes.isDigit((byte) c))).isEqualTo("0123456789");
		assertThat(bytes((c) -> Bytes.hexValue((byte) c) >= 0)).isEqualTo("0123456789ABCDEFabcdef");
		assertThat("0123456789abcdefABCDEF".chars().map((c) -> Bytes.hexValue((byte) c))).containsExactly(0, 1, 2, 3, 4,
				5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 10, 11, 12, 13, 14, 15);
	}

	private static String bytes(IntPredicate member) {
		return IntStream.range(0, 256).filter(member).mapToObj(Character::toString).collect(Collectors.joining());
	}

	private static String range(int first, int last) {
		return bytes((c) -> c >= first && c <= last);
	}

	private static String sorted(String characters) {
		return bytes((c) -> characters.indexOf(c) >= 0);
	}

}
