package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listing for programs.
 */
class ListingJsonTests {

	private static final long MODIFIED = Instant.parse("2026-02-03T04:05:06Z").getEpochSecond();

	private static String render(ListingEntry... entries) {
		return render(List.of(entries));
	}

	private static String render(List<ListingEntry> entries) {
		DirectoryListing listing = DirectoryListing.of("/a/", true,
				new DirectoryContent(new ArrayList<>(entries), 0, true), ListingQuery.parse("sort=size"), 100_000);
		return new String(ListingContent.bytes(new ListingJson(listing), entries.size()), StandardCharsets.UTF_8);
	}

	@Test
	void everyEntryIsAnObjectInTheOrderOfThePage() {
		assertThat(render(new ListingEntry("b.txt", false, true, 10, MODIFIED),
				new ListingEntry("a.txt", false, false, 20, MODIFIED), new ListingEntry("sub", true, false, 4096, 0)))
			.isEqualTo("""
					[
					{"name":"sub","type":"directory","modified":"1970-01-01T00:00:00Z"},
					{"name":"b.txt","type":"file","size":10,"modified":"2026-02-03T04:05:06Z"},
					{"name":"a.txt","type":"file","size":20,"modified":"2026-02-03T04:05:06Z"}
					]
					""");
	}

	@Test
	void aLongArrayHasACommaBetweenEveryTwoEntries() {
		ListingEntry entry = new ListingEntry("a", false, false, 1, 0);
		String json = render(Collections.nCopies(350, entry));
		assertThat(json.split("},\n\\{", -1)).hasSize(350);
		assertThat(json).startsWith("[\n{").endsWith("}\n]\n");
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
