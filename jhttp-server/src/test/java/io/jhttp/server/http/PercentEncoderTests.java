package io.jhttp.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names as segments of a path.
 */
class PercentEncoderTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			azAZ09-._~       , azAZ09-._~
			a b              , a%20b
			a/b              , a%2Fb
			a:b              , a%3Ab
			100%             , 100%25
			%2e              , %252e
			a?b#c            , a%3Fb%23c
			"'<>&            , %22%27%3C%3E%26
			+;=@!$*()[]|^    , %2B%3B%3D%40%21%24%2A%28%29%5B%5D%7C%5E
			ä€😀             , %C3%A4%E2%82%AC%F0%9F%98%80
			""")
	void allButUnreservedCharactersAreEncoded(String name, String segment) {
		assertThat(PercentEncoder.encode(name)).isEqualTo(segment);
	}

	@Test
	void everyCharacterThatHasUtf8IsReadAgain() {
		StringBuilder name = new StringBuilder();
		for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
				name.appendCodePoint(codePoint);
			}
		}
		assertThat(PercentDecoder.decode(PercentEncoder.encode(name.toString())).contentEquals(name)).isTrue();
	}

	@Test
	void aSurrogateThatStandsForAByteBecomesThisByte() {
		assertThat(PercentEncoder.encode("caf\udce9")).isEqualTo("caf%E9");
		assertThat(PercentEncoder.encode("\udc80\udcff")).isEqualTo("%80%FF");
	}

	@Test
	void otherHalvesOfPairsAreReplaced() {
		assertThat(PercentEncoder.encode("a\ud83d")).isEqualTo("a%EF%BF%BD");
		assertThat(PercentEncoder.encode("\ude00b")).isEqualTo("%EF%BF%BDb");
		assertThat(PercentEncoder.encode("\ud800")).isEqualTo("%EF%BF%BD");
		assertThat(PercentEncoder.encode("\udfff")).isEqualTo("%EF%BF%BD");
	}

}
