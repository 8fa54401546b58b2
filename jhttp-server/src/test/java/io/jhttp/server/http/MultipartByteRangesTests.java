package io.jhttp.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MultipartByteRangesTests {

	private static final String CONTENT = "The quick\r\n--brown--\r\nfox";

	@Test
	void thePartsStandBetweenDelimiters() {
		MultipartByteRanges multipart = multipart("bytes=0-2,-3");
		String boundary = multipart.contentType().replace("multipart/byteranges; boundary=", "");
		assertThat(written(multipart, ranges("bytes=0-2,-3"))).isEqualTo("""
				\r
				--%1$s\r
				Content-Type: text/plain;charset=utf-8\r
				Content-Range: bytes 0-2/25\r
				\r
				The\r
				--%1$s\r
				Content-Type: text/plain;charset=utf-8\r
				Content-Range: bytes 22-24/25\r
				\r
				fox\r
				--%1$s--\r
				""".formatted(boundary));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "bytes=0-0|0-0", "bytes=0-2,-3|0-2 22-24", "bytes=9-12,4-6|9-12 4-6",
			"bytes=1-1,3-3,5-5,7-7,9-9,11-11,13-13,15-15,17-17|1-1 3-3 5-5 7-7 9-9 11-11 13-13 15-15 17-17" })
	void whatIsWrittenCanBeReadBack(String value, String expected) {
		MultipartByteRanges multipart = multipart(value);
		String content = written(multipart, ranges(value));
		assertThat(multipart.contentLength()).isEqualTo(content.length());
		List<String> found = new ArrayList<>();
		String boundary = multipart.contentType().substring(multipart.contentType().indexOf('=') + 1);
		String[] pieces = content.split("\r\n--" + boundary, -1);
		assertThat(pieces[0]).isEmpty();
		assertThat(pieces[pieces.length - 1]).isEqualTo("--\r\n");
		for (String piece : Arrays.copyOfRange(pieces, 1, pieces.length - 1)) {
			String[] headAndPart = piece.split("\r\n\r\n", 2);
			String place = headAndPart[0].replaceAll("(?s).*Content-Range: bytes (.*)/25", "$1");
			int first = Integer.parseInt(place.replaceAll("-.*", ""));
			int last = Integer.parseInt(place.replaceAll(".*-", ""));
			assertThat(headAndPart[1]).isEqualTo(CONTENT.substring(first, last + 1));
			found.add(place);
		}
		assertThat(String.join(" ", found)).isEqualTo(expected);
	}

	@Test
	void noTwoBoundariesAreTheSameAndEachIsAToken() {
		String one = multipart("bytes=0-2").contentType();
		assertThat(one).isNotEqualTo(multipart("bytes=0-2").contentType())
			.matches("multipart/byteranges; boundary=[0-9a-f-]{36}");
	}

	@Test
	void partsOfAHugeRepresentationAreCounted() {
		long length = Long.MAX_VALUE / 2;
		MultipartByteRanges multipart = MultipartByteRanges.of("a/b", length, ByteRanges.parse("bytes=0-0,2-", length));
		assertThat(multipart.contentLength())
			.isEqualTo(length - 1 + multipart.head(0).length + multipart.head(1).length + multipart.end().length);
	}

	@Test
	void whatWouldEndAFieldIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MultipartByteRanges.of("a/b\r\nX: y", 25, ranges("bytes=0-2")))
			.withMessageContaining("Content-Type");
		assertThatIllegalArgumentException().isThrownBy(() -> MultipartByteRanges.of("a/b", 25, List.of()))
			.withMessageContaining("at least one");
	}

	private static List<ByteRanges.Range> ranges(String value) {
		return ByteRanges.parse(value, CONTENT.length());
	}

	private static MultipartByteRanges multipart(String value) {
		return MultipartByteRanges.of("text/plain;charset=utf-8", CONTENT.length(), ranges(value));
	}

	private static String written(MultipartByteRanges multipart, List<ByteRanges.Range> ranges) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (int i = 0; i < ranges.size(); i++) {
			content.writeBytes(multipart.head(i));
			ByteRanges.Range range = ranges.get(i);
			content.writeBytes(CONTENT.substring((int) range.first(), (int) range.last() + 1)
				.getBytes(StandardCharsets.ISO_8859_1));
		}
		content.writeBytes(multipart.end());
		return content.toString(StandardCharsets.ISO_8859_1);
	}

}
