package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.MultipartParser.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MultipartParser}: what a form means, however it arrives.
 */
class MultipartParserTests {

	private static final String NAME = "Content-Disposition: form-data; name=\"a\"\r\n";

	private static final String FILE = "Content-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n";

	@Test
	void partsAreTakenApart() {
		assertThat(read("--B\r\n" + NAME + "\r\none\r\n--B\r\n" + FILE.formatted("x.txt")
				+ "Content-Type: text/plain\r\n\r\ntwo\r\nlines\r\n\r\n--B--\r\n"))
			.containsExactly("a=one", "f(x.txt)=two\r\nlines\r\n");
	}

	@Test
	void formMeansTheSameWhereverItIsSplit() {
		String form = "preamble\r\n--B\r\n--B \t\r\n" + NAME + "\r\n\r\n--\r\n-\r\r\n--C\r\n--B\r\n" + NAME
				+ "X-Other: 1\r\n\r\n\r\n--B--epilogue";
		byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
		// The second line begins with the boundary, too, and a header follows it.
		assertRefused(400, form);
		byte[] valid = form.replace("--B\r\n--B \t", "--B \t").getBytes(StandardCharsets.ISO_8859_1);
		List<String> whole = read("B", valid, valid.length);
		assertThat(whole).containsExactly("a=\r\n--\r\n-\r\r\n--C", "a=");
		for (int step = 1; step < valid.length; step++) {
			assertThat(read("B", valid, step)).as("steps of %s", step).isEqualTo(whole);
		}
		for (int split = 0; split <= valid.length; split++) {
			assertThat(readSplit("B", valid, split)).as("split at %s", split).isEqualTo(whole);
		}
		assertThat(bytes).hasSizeGreaterThan(valid.length);
	}

	@Test
	void emptyFormHasNoParts() {
		assertThat(read("--B--")).isEmpty();
		assertThat(read("\r\n--B--\r\n")).isEmpty();
	}

	@Test
	void partWithoutContentMayEndWithItsHeader() {
		assertThat(read("--B\r\n" + NAME + "\r\n--B\r\n" + NAME + "\r\n\r\n--B--")).containsExactly("a=", "a=");
	}

	@Test
	void lastBoundaryMustNotBeMissing() {
		String form = "--B\r\n" + NAME + "\r\none\r\n--B--";
		for (int length = 0; length < form.length(); length++) {
			List<String> found = read(form.substring(0, length));
			assertThat(found).as(form.substring(0, length)).endsWith("incomplete");
		}
	}

	@Test
	void delimiterOfManyDashesIsFoundInDashes() {
		String boundary = "-".repeat(70);
		String form = "--" + boundary + "\r\n" + NAME + "\r\nx" + "-".repeat(500) + "\r\n--" + "-".repeat(69) + "\r\n--"
				+ boundary + "--";
		byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
		for (int step : new int[] { 1, 2, 71, 73, 74, 75, bytes.length }) {
			assertThat(read(boundary, bytes, step))
				.containsExactly("a=x" + "-".repeat(500) + "\r\n--" + "-".repeat(69));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			x.txt|x.txt
			../../etc/passwd|../../etc/passwd
			C:\\dir\\x.txt|C:\\dir\\x.txt
			a\\"b|a"b
			a\\\\b|a\\b
			a%22b|a"b
			100%|100%
			%0D%0AX|%0D%0AX
			a;b=c|a;b=c
			grün €|grün €
			""")
	void namesOfFilesAreAsTheyWereSentBarTheirQuoting(String sent, String name) {
		assertThat(readUtf8("--B\r\n" + FILE.formatted(sent) + "\r\n\r\n--B--")).containsExactly("f(" + name + ")=");
	}

	@Test
	void emptyNameOfAFileMakesAFile() {
		assertThat(read("--B\r\n" + FILE.formatted("") + "\r\n\r\n--B--")).containsExactly("f()=");
	}

	@Test
	void extendedNameOfAFileIsIgnored() {
		assertThat(read("--B\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''evil; filename=x\r\n\r\n"
				+ "\r\n--B--"))
			.containsExactly("f(x)=");
		assertThat(read("--B\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''evil\r\n\r\n\r\n--B--"))
			.containsExactly("f=");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Content-Disposition: form-data
			Content-Disposition: form-data; filename="x"
			Content-Disposition: attachment; name="a"
			Content-Disposition: form-data; name="a
			Content-Disposition: form-data; name="a" x
			Content-Disposition: form-data; name=
			Content-Disposition: form-data; name=a; name=b
			Content-Disposition: form-data; name=a; NAME=b
			Content-Disposition: form-data; name=a; filename=x; filename=y
			Content-Disposition : form-data; name=a
			Content-Type: text/plain
			X
			: x
			""")
	void malformedHeaderIsRefused(String header) {
		assertRefused(400, "--B\r\n" + header + "\r\n\r\none\r\n--B--");
	}

	@Test
	void ambiguousHeaderIsRefused() {
		assertRefused(400, "--B\r\n" + NAME + NAME + "\r\none\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "Content-Type: a/b\r\ncontent-type: a/b\r\n\r\none\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + " folded\r\n\r\none\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "X: a\nb\r\n\r\none\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "X: a\rb\r\n\r\none\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "X: a\0b\r\n\r\none\r\n--B--");
		assertRefused(400, "--B\r\n\r\none\r\n--B--");
	}

	@Test
	void encodedContentIsRefused() {
		assertRefused(415, "--B\r\n" + NAME + "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--B--");
		assertThat(read("--B\r\n" + NAME + "Content-Transfer-Encoding: Binary\r\n\r\nx\r\n--B--"))
			.containsExactly("a=x");
	}

	@Test
	void lineOfContentThatBeginsWithTheBoundaryIsRefused() {
		assertRefused(400, "--B\r\n" + NAME + "\r\none\r\n--BC\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "\r\none\r\n--B-\r\n--B--");
		assertRefused(400, "--B\r\n" + NAME + "\r\none\r\n--B --\r\n");
		assertRefused(400, "--B\n" + NAME + "\r\none\r\n--B--");
	}

	@Test
	void headerAndNumberOfPartsAreBounded() {
		String header = NAME + "X: ";
		String fits = header + "x".repeat(MultipartParser.MAX_HEAD - header.length() - 4) + "\r\n\r\n";
		assertThat(read("--B\r\n" + fits + "\r\n--B--")).containsExactly("a=");
		assertRefused(413, "--B\r\n" + fits.replace("X: ", "X: x") + "\r\n--B--");
		assertRefused(413, "--B\r\n" + header + "x".repeat(MultipartParser.MAX_HEAD));
		String part = "--B\r\n" + NAME + "\r\n\r\n";
		assertThat(read(part.repeat(1000) + "--B--")).hasSize(1000);
		assertRefused(413, part.repeat(1001) + "--B--");
	}

	private static void assertRefused(int status, String form) {
		byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
		for (int step : new int[] { 1, bytes.length }) {
			assertThatExceptionOfType(HttpProblem.class).as(form)
				.isThrownBy(() -> read("B", bytes, step))
				.satisfies((problem) -> assertThat(problem.status()).isEqualTo(status))
				.satisfies((problem) -> assertThat(problem.detail()).endsWith("."));
		}
	}

	private static List<String> read(String form) {
		byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
		return read("B", bytes, Math.max(1, bytes.length));
	}

	private static List<String> readUtf8(String form) {
		byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
		return read("B", bytes, bytes.length);
	}

	private static List<String> read(String boundary, byte[] bytes, int step) {
		Reading reading = new Reading(boundary, bytes);
		for (int limit = 0; limit < bytes.length && !reading.isComplete();) {
			limit = Math.min(limit + step, bytes.length);
			reading.readTo(limit);
		}
		return reading.parts();
	}

	private static List<String> readSplit(String boundary, byte[] bytes, int split) {
		Reading reading = new Reading(boundary, bytes);
		reading.readTo(split);
		reading.readTo(bytes.length);
		return reading.parts();
	}

	private static final class Reading {

		private final MultipartParser parser;

		private final byte[] bytes;

		private final List<String> parts = new ArrayList<>();

		private int position;

		private Token last = Token.INCOMPLETE;

		private StringBuilder content = new StringBuilder();

		Reading(String boundary, byte[] bytes) {
			this.parser = new MultipartParser(boundary);
			this.bytes = bytes;
		}

		boolean isComplete() {
			return this.last == Token.COMPLETE;
		}

		void readTo(int limit) {
			do {
				this.last = this.parser.next(this.bytes, this.position, limit);
				int from = this.position;
				this.position = this.parser.position();
				switch (this.last) {
					case PART -> this.content = new StringBuilder();
					case CONTENT -> this.content
						.append(new String(this.bytes, from, this.position - from, StandardCharsets.ISO_8859_1));
					case END_OF_PART -> this.parts.add(describe(this.parser.part()) + this.content);
					default -> {
					}
				}
			}
			while (this.last != Token.INCOMPLETE && this.last != Token.COMPLETE);
		}

		private static String describe(PartHead part) {
			return part.name() + ((part.fileName() != null) ? "(" + part.fileName() + ")=" : "=");
		}

		List<String> parts() {
			if (!isComplete()) {
				this.parts.add("incomplete");
			}
			return this.parts;
		}

	}

}
