package io.jhttp.server.http1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkedDecoderTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "0;;|", "3;abc;0;;|abc", "0A;0123456789;000;;|0123456789", "1~a=b;x;0;;|x",
			"1~a=\"~\\\"\" ~b;x;0~c;;|x", "2;ab;1;c;0;T: v;U: w;;|abc" })
	void contentIsSeparatedFromFramingHoweverItArrives(String coded, String content) {
		byte[] octets = octets(coded);
		for (int split = 0; split <= octets.length; split++) {
			assertThat(decode(octets, split)).isEqualTo((content != null) ? content : "");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x;", ";a;", "-1;a;", "0x1;a;", "1 ;a;0;;", " 1;a;", "1;ab;0;;", "1;a0;;",
			"0000000000000001;a;", "FFFFFFFFFFFFFFFF;a;", "1~\u0001;a;", "1~\u007f;a;", "1~\"\u0000\";a;", "0;: v;;",
			"0; T: v;;", "0;T : v;;", "0;T;;", "0;T: \u0000;;" })
	void malformedCodingIsRefused(String coded) {
		byte[] octets = octets(coded);
		for (int split = 0; split <= octets.length; split++) {
			int first = split;
			assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> decode(octets, first));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1\na\n0\n\n", "1\r\na\n0\r\n\r\n", "1\ra\r\n0\r\n\r\n", "1;a=b\nx\r\n0\r\n\r\n",
			"0\r\nA: b\n\r\n", "0\r\n\n" })
	void linesEndWithCarriageReturnAndLineFeed(String coded) {
		byte[] octets = coded.getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> decode(octets, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1~extension", "0;T: trailer" })
	void extensionsAndTrailersAreBounded(String beginning) {
		byte[] octets = octets(beginning + "x".repeat(9000));
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> decode(octets, 0));
	}

	/** Line ends are written as semicolons, and semicolons as tildes. */
	private static byte[] octets(String coded) {
		return coded.replace(";", "\r\n").replace("~", ";").getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String decode(byte[] octets, int split) {
		ChunkedDecoder decoder = new ChunkedDecoder();
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		int at = decode(decoder, octets, 0, split, content);
		at = decode(decoder, octets, at, octets.length, content);
		assertThat(decoder.isFinished()).isTrue();
		assertThat(at).isEqualTo(octets.length);
		return content.toString(StandardCharsets.ISO_8859_1);
	}

	private static int decode(ChunkedDecoder decoder, byte[] octets, int from, int limit,
			ByteArrayOutputStream content) {
		int at = from;
		while (at < limit && !decoder.isFinished()) {
			at = decoder.skipFraming(octets, at, limit);
			int count = (int) Math.min(decoder.contentAhead(), limit - at);
			content.write(octets, at, count);
			decoder.consumed(count);
			at += count;
		}
		return at;
	}

}
