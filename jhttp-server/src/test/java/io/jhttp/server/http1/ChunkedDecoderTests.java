package io.jhttp.server.http1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkedDecoderTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0;;|", "3;abc;0;;|abc", "0A;0123456789;000;;|0123456789", "1~a=b;x;0;;|x",
					"1~a=\"~\\\"\" ~b;x;0~c;;|x", "2;ab;1;c;0;T: v;U: w;;|abc",
					"1A;abcdefghijklmnopqrstuvwxyz;0;;|abcdefghijklmnopqrstuvwxyz",
					"000000000000001;x;000000000000000;;|x", "0;T:;U:\tv w;;|", "1~\t~a = b~~\"\t\u00e9\";x;0;;|x" })
	void contentIsSeparatedFromFramingHoweverItArrives(String coded, String content) {
		byte[] bytes = bytes(coded);
		for (int split = 0; split <= bytes.length; split++) {
			assertThat(decode(bytes, split)).isEqualTo((content != null) ? content : "");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "x;|400 A chunk has no size.", ";;|400 A chunk has no size.",
			";a;0;;|400 A chunk has no size.", "~a;;|400 A chunk has no size.", "-1;a;0;;|400 A chunk has no size.",
			"' 1;a;0;;'|400 A chunk has no size.", "0x1;a;0;;|400 The chunked coding is malformed.",
			"1 ;a;0;;|400 The chunked coding is malformed.", "1;ab;0;;|400 The chunked coding is malformed.",
			"1;a0;;|400 The chunked coding is malformed.", "0000000000000001;a;0;;|400 A chunk size is too large.",
			"FFFFFFFFFFFFFFFF;a;|400 A chunk size is too large.", "1~\u0001;a;0;;|400 A chunk extension is malformed.",
			"1~\u007f;a;0;;|400 A chunk extension is malformed.", "1~(;a;0;;|400 A chunk extension is malformed.",
			"1~\u00e9;a;0;;|400 A chunk extension is malformed.",
			"1~\"\u0000\";a;0;;|400 A chunk extension has a control character.",
			"1~\"\\\u0000\";a;0;;|400 A chunk extension has a control character.",
			"1~\";a\";a;0;;|400 A chunk extension has a control character.",
			"0;: v;;|400 A trailer line does not begin with a field name.",
			"0; T: v;;|400 A trailer line does not begin with a field name.",
			"0;T: v; w;;|400 A trailer line does not begin with a field name.",
			"0;T : v;;|400 A trailer name is not a token that is followed by a colon.",
			"0;T;;|400 A trailer name is not a token that is followed by a colon.",
			"0;T: \u0000;;|400 A trailer value has a control character.",
			"1^a;0;;|400 The chunked coding is malformed.", "1;a^0;;|400 The chunked coding is malformed.",
			"1~a=b^x;0;;|400 A chunk extension is malformed.", "0^;|400 The chunked coding is malformed.",
			"0;^|400 A trailer line does not begin with a field name.",
			"0;A^;|400 A trailer name is not a token that is followed by a colon.",
			"0;A: b^;|400 A trailer value has a control character." })
	void malformedCodingIsRefused(String coded, String answer) {
		byte[] bytes = bytes(coded);
		for (int split = 0; split <= bytes.length; split++) {
			assertRefused(bytes, split, answer);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1\rXa\r\n0\r\n\r\n", "1\ra\r\n0\r\n\r\n", "1\r\na\rX0\r\n\r\n", "1\r\na0\r\n\r\n",
			"0\r\r\n", "0\r\n\rX", "0\r\nA: b\rX\r\n", "0\r\nA: b\r\r\n" })
	void linesEndWithCarriageReturnAndLineFeed(String coded) {
		assertRefused(coded.getBytes(StandardCharsets.ISO_8859_1), 0, "400 The chunked coding is malformed.");
	}

	@Test
	void anExtensionIsBounded() {
		String ending = ";a;0;;";
		assertThat(decode(bytes("1~" + "x".repeat(256) + ending), 0)).isEqualTo("a");
		assertRefused(bytes("1~" + "x".repeat(257) + ending), 0, "400 The chunk extensions are too long.");
		assertRefused(bytes("1~\"" + "x".repeat(255) + "\"" + ending), 0, "400 The chunk extensions are too long.");
		assertRefused(bytes("1~\"" + "\\\"".repeat(128) + "\"" + ending), 0, "400 The chunk extensions are too long.");
	}

	@Test
	void manySmallExtensionsAreBoundedTogether() {
		String chunk = "1~" + "x".repeat(128) + ";a;";
		assertThat(decode(bytes(chunk.repeat(128) + "0;;"), 0)).hasSize(128);
		assertRefused(bytes(chunk.repeat(128) + "0~x;;"), 0, "400 The chunk extensions are too long.");
	}

	@Test
	void trailersAreBoundedTogether() {
		String line = "T: " + "x".repeat(1020) + ";";
		assertThat(decode(bytes("0;" + line.repeat(7) + "T: " + "x".repeat(1019) + ";;"), 0)).isEmpty();
		assertRefused(bytes("0;" + line.repeat(7) + "T: " + "x".repeat(1020) + ";;"), 0,
				"431 The trailer section is larger than 8192 bytes.");
		assertRefused(bytes("0;" + "T".repeat(9000)), 0, "431 The trailer section is larger than 8192 bytes.");
		assertRefused(bytes("0;" + "T:;".repeat(3000)), 0, "431 The trailer section is larger than 8192 bytes.");
	}

	@Test
	void nothingIsContentBeforeItsWholeSizeIsKnown() {
		ChunkedDecoder decoder = new ChunkedDecoder();
		byte[] bytes = bytes("12~x;");
		for (int i = 0; i < bytes.length; i++) {
			assertThat(decoder.contentAhead()).as("before byte " + i).isZero();
			decoder.skipFraming(bytes, i, i + 1);
		}
		assertThat(decoder.contentAhead()).isEqualTo(0x12);
	}

	@Test
	void eachChunkIsMeasuredAnew() {
		String chunk = "00001~" + "x".repeat(100) + ";a;";
		assertThat(decode(bytes(chunk.repeat(20) + "0;;"), 0)).hasSize(20);
	}

	private static void assertRefused(byte[] bytes, int split, String answer) {
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> decode(bytes, split))
			.satisfies((problem) -> assertThat(problem.status() + " " + problem.detail()).isEqualTo(answer));
	}

	/**
	 * Line ends are written as semicolons, semicolons as tildes, bare line feeds as
	 * carets.
	 */
	private static byte[] bytes(String coded) {
		return coded.replace(";", "\r\n").replace('~', ';').replace('^', '\n').getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String decode(byte[] bytes, int split) {
		ChunkedDecoder decoder = new ChunkedDecoder();
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		int at = decode(decoder, bytes, 0, split, content);
		at = decode(decoder, bytes, at, bytes.length, content);
		assertThat(decoder.isComplete()).isTrue();
		assertThat(at).isEqualTo(bytes.length);
		return content.toString(StandardCharsets.ISO_8859_1);
	}

	private static int decode(ChunkedDecoder decoder, byte[] bytes, int from, int limit,
			ByteArrayOutputStream content) {
		int at = from;
		while (at < limit && !decoder.isComplete()) {
			at = decoder.skipFraming(bytes, at, limit);
			int count = (int) Math.min(decoder.contentAhead(), limit - at);
			content.write(bytes, at, count);
			decoder.consumed(count);
			at += count;
		}
		return at;
	}

}
