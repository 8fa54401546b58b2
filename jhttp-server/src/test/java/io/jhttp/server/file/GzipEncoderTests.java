package io.jhttp.server.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GzipEncoderTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 6, 9 })
	void whatIsCompressedCanBeReadBack(int level) throws IOException {
		Random random = new Random(level);
		for (int length = 100; length < 1_000_000; length *= 3) {
			byte[] content = new byte[length];
			for (int i = 0; i < length; i++) {
				content[i] = (byte) ('a' + random.nextInt(8));
			}
			byte[] encoded = new GzipEncoder(level).encode(content);
			assertThat(encoded).hasSizeLessThan(length * 95 / 100);
			assertThat(decoded(encoded)).isEqualTo(content);
		}
	}

	@Test
	void equalContentsHaveEqualResults() {
		byte[] content = "spam, eggs and ".repeat(20).getBytes(StandardCharsets.US_ASCII);
		byte[] encoded = new GzipEncoder(6).encode(content);
		assertThat(encoded).isEqualTo(new GzipEncoder(6).encode(content.clone()));
		assertThat(encoded).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
	}

	@Test
	void whatDoesNotGetSmallerIsLeftAlone() {
		byte[] noise = new byte[100_000];
		new Random(1).nextBytes(noise);
		GzipEncoder encoder = new GzipEncoder(9);
		assertThat(encoder.encode(noise)).isNull();
		for (int length = 0; length < 20; length++) {
			assertThat(encoder.encode(new byte[length])).isNull();
		}
	}

	@Test
	void theLimitIsNinetyFivePercent() throws IOException {
		GzipEncoder encoder = new GzipEncoder(6);
		for (int zeros = 0; zeros < 2000; zeros++) {
			byte[] content = new byte[10_000];
			byte[] noise = new byte[content.length - zeros];
			new Random(1).nextBytes(noise);
			System.arraycopy(noise, 0, content, 0, noise.length);
			byte[] encoded = encoder.encode(content);
			if (encoded != null) {
				assertThat(encoded.length).isBetween(9_400, 9_499);
				assertThat(decoded(encoded)).isEqualTo(content);
				return;
			}
		}
		throw new AssertionError("Nothing was compressed");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 10 })
	void otherLevelsAreRefused(int level) {
		assertThatIllegalArgumentException().isThrownBy(() -> new GzipEncoder(level))
			.withMessage("The gzip level is 1 to 9, not " + level);
	}

	private static byte[] decoded(byte[] encoded) throws IOException {
		try (GZIPInputStream decoder = new GZIPInputStream(new ByteArrayInputStream(encoded))) {
			return decoder.readAllBytes();
		}
	}

}
