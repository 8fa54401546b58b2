package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.http1.ResponseHeadEncoder.Framing;
import io.jhttp.server.http1.ResponseHeadEncoder.Persistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of response heads.
 */
class ResponseHeadEncoderTests {

	private final ResponseHead head = new ResponseHead();

	private final ResponseHeadEncoder encoder = new ResponseHeadEncoder();

	private String encoded(long length, Framing framing, Persistence persistence) {
		int count = this.encoder.encode(this.head, bytes("Server: s\r\n"), bytes("Date: d\r\n"), length, framing,
				persistence);
		return new String(this.encoder.encoded(), 0, count, StandardCharsets.ISO_8859_1);
	}

	private String encoded() {
		return encoded(-1, Framing.LENGTH, Persistence.IMPLIED);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	@Test
	void fieldsStandInTheOrderOfTheHandlerBehindThoseOfTheServer() {
		this.head.constant(EncodedHeaders.of(List.of(Map.entry("X-Always", "1"))));
		this.head.add("B", "1");
		this.head.set("A", "\u00e4");
		this.head.add("B", "2");
		assertThat(encoded(12, Framing.LENGTH, Persistence.CLOSE))
			.isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\n"
					+ "X-Always: 1\r\nB: 1\r\nA: \u00e4\r\nB: 2\r\nContent-Length: 12\r\nConnection: close\r\n\r\n");
		assertThat(this.head.headers()).containsExactly(Map.entry("X-Always", "1"), Map.entry("B", "1"),
				Map.entry("A", "\u00e4"), Map.entry("B", "2"));
	}

	@Test
	void chunksAndAnOldVersionAreStated() {
		assertThat(encoded(-1, Framing.CHUNKED, Persistence.IMPLIED))
			.isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\nTransfer-Encoding: chunked\r\n\r\n");
		this.head.version(HttpVersion.HTTP_1_0);
		assertThat(encoded(0, Framing.LENGTH, Persistence.KEEP_ALIVE)).isEqualTo(
				"HTTP/1.0 200 OK\r\nServer: s\r\nDate: d\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
		this.head.version(HttpVersion.HTTP_1_1);
		assertThat(encoded()).startsWith("HTTP/1.1 200 OK\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "SERVER, Date: d", "dAtE, Server: s" })
	void aFieldOfTheHandlerStandsInPlaceOfTheServers(String name, String other) {
		this.head.add("A", "b");
		assertThat(encoded()).isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\nA: b\r\n\r\n");
		this.head.add(name, "x");
		assertThat(encoded()).isEqualTo("HTTP/1.1 200 OK\r\n" + other + "\r\nA: b\r\n" + name + ": x\r\n\r\n");
	}

	@Test
	void nothingOfAnAnswerIsLeftForTheNextOne() {
		this.head.status(404, "Gone fishing");
		this.head.constant(EncodedHeaders.of(List.of(Map.entry("X-Always", "1"))));
		this.head.add("A", "b");
		assertThat(encoded()).contains("Gone fishing", "X-Always", "A: b");
		this.head.clear();
		assertThat(this.head.isPristine()).isTrue();
		assertThat(this.head.status()).isEqualTo(200);
		assertThat(this.head.headers()).isEmpty();
		assertThat(encoded()).isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\n\r\n");
		this.head.status(404, null);
		assertThat(encoded()).startsWith("HTTP/1.1 404 Not Found\r\n");
	}

	@Test
	void aHeadGrowsWithItsFields() {
		this.head.add("Long", "x".repeat(5000));
		StringBuilder expected = new StringBuilder("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\n");
		expected.append("Long: ").append("x".repeat(5000)).append("\r\n");
		for (int i = 0; i < 50; i++) {
			this.head.add("A" + i, "x".repeat(i * 100));
			expected.append("A").append(i).append(": ").append("x".repeat(i * 100)).append("\r\n");
		}
		assertThat(encoded()).isEqualTo(expected + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 9, 10, 99, 100, 1_234_567_890, Long.MAX_VALUE })
	void aLengthIsWrittenInDigits(long length) {
		assertThat(encoded(length, Framing.LENGTH, Persistence.IMPLIED))
			.endsWith("\r\nContent-Length: " + length + "\r\n\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "100, Continue", "511, Network Authentication Required", "299, ''", "599, ''", "600, ''", "999, ''" })
	void aStatusHasItsRegisteredReasonOrNone(int status, String reason) {
		this.head.status(status, null);
		assertThat(encoded()).startsWith("HTTP/1.1 " + status + " " + reason + "\r\nServer");
	}

	@Test
	void aHeadThatIsBareHasNeitherServerNorDate() {
		this.head.bare();
		this.head.add("A", "b");
		assertThat(encoded(3, Framing.LENGTH, Persistence.IMPLIED))
			.isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n\r\n");
	}

	@Test
	void aConnectionThatGoesOnOtherwiseIsCalledUpgraded() {
		this.head.status(101, null);
		assertThat(encoded(-1, Framing.LENGTH, Persistence.UPGRADE))
			.isEqualTo("HTTP/1.1 101 Switching Protocols\r\nServer: s\r\nDate: d\r\nConnection: upgrade\r\n\r\n");
	}

	/** Each piece of a head is at some time the one for which there is no room. */
	@Test
	void aHeadOfAnyLengthIsWhole() {
		for (int padding = 300; padding < 520; padding++) {
			ResponseHead padded = new ResponseHead();
			padded.add("P", "x".repeat(padding));
			ResponseHeadEncoder fresh = new ResponseHeadEncoder();
			int count = fresh.encode(padded, bytes("Server: s\r\n"), bytes("Date: d\r\n"), 12_345_678_901L,
					Framing.LENGTH, Persistence.CLOSE);
			assertThat(new String(fresh.encoded(), 0, count, StandardCharsets.ISO_8859_1))
				.isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nDate: d\r\nP: " + "x".repeat(padding)
						+ "\r\nContent-Length: 12345678901\r\nConnection: close\r\n\r\n");
		}
	}

}
