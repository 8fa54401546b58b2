package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listing for programs.
 */
class ListingJsonTests {

	private static final Instant MODIFIED = Instant.parse("2026-02-03T04:05:06.789Z");

	private static String render(ListingEntry... entries) {
		byte[] json = ListingJson.render(DirectoryListing.of("/a/", true, List.of(entries), "sort=size"));
		return new String(json, StandardCharsets.UTF_8);
	}

	@Test
	void everyEntryIsAnObjectInTheOrderOfThePage() {
		assertThat(render(new ListingEntry("b.txt", false, true, 10, MODIFIED),
				new ListingEntry("a.txt", false, false, 20, MODIFIED),
				new ListingEntry("sub", true, false, 4096, Instant.EPOCH)))
			.isEqualTo("""
					[
					{"name":"sub","type":"directory","modified":"1970-01-01T00:00:00Z"},
					{"name":"b.txt","type":"file","size":10,"modified":"2026-02-03T04:05:06Z"},
					{"name":"a.txt","type":"file","size":20,"modified":"2026-02-03T04:05:06Z"}
					]
					""");
	}

	@Test
	void anEmptyDirectoryIsAnEmptyArray() {
		assertThat(render()).isEqualTo("[\n]\n");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			a"b\\c/<&>'        , a\\"b\\\\c/<&>'
			ä😀                , ä😀
			""")
	void quotesAndBackslashesAreEscaped(String name, String escaped) {
		assertThat(render(new ListingEntry(name, false, false, 1, MODIFIED))).contains("\"name\":\"" + escaped + "\",");
	}

	@Test
	void whatIsNoTextIsEscapedByNumber() {
		String name = "\0\t\n\u001f\u007f\u0085\u2028\u2029\ud83d x\udce9";
		assertThat(render(new ListingEntry(name, false, false, 1, MODIFIED)))
			.contains("\"\\u0000\\u0009\\u000a\\u001f\\u007f\\u0085\\u2028\\u2029\\ud83d x\\udce9\"");
	}

}
