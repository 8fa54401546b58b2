package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * A listing for people.
 */
class ListingPageTests {

	private static final long MODIFIED = Instant.parse("2026-02-03T04:05:06Z").getEpochSecond();

	/**
	 * All that a page may consist of: any other use of "<" or a quote is no page of ours.
	 */
	private static final Pattern TAG = Pattern.compile("</?[a-z0-9]+( [a-z-]+(=\"[^\"<>]*\")?)*>|<!DOCTYPE html>");

	private static ListingEntry file(String name) {
		return new ListingEntry(name, false, false, 1536, MODIFIED);
	}

	private static ListingEntry directory(String name) {
		return new ListingEntry(name, true, false, 4096, MODIFIED);
	}

	private static String render(String path, @Nullable String query, ListingEntry... entries) {
		return render(path, query, new DirectoryContent(new ArrayList<>(List.of(entries)), 0, true));
	}

	private static String render(String path, @Nullable String query, DirectoryContent content) {
		DirectoryListing listing = DirectoryListing.of(path, !path.equals("/"), content, ListingQuery.parse(query),
				100_000);
		return new String(ListingContent.bytes(new ListingPage(listing), listing.entries().size()),
				StandardCharsets.UTF_8);
	}

	private static String body(String page) {
		return page.substring(page.indexOf("<body>"));
	}

	private static List<String> tags(String page) {
		String markup = page.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
		List<String> tags = TAG.matcher(markup).results().map((tag) -> tag.group()).toList();
		assertThat(TAG.matcher(markup).replaceAll("")).as("text").doesNotContain("<", ">", "\"", "'");
		return tags;
	}

	@Test
	void theRootHasNeitherParentNorBreadcrumb() {
		assertThat(body(render("/", null, file("a b.txt"), directory("sub")))).isEqualTo(
				"""
						<body>
						<main>
						<h1>Directory listing for /</h1>
						<table>
						<caption>1 directory, 1 file, 1.5 KiB</caption>
						<thead>
						<tr><th scope="col" aria-sort="ascending"><a rel="nofollow" href="?sort=name&amp;order=desc">Name</a></th>\
						<th scope="col"><a rel="nofollow" href="?sort=size&amp;order=desc">Size</a></th>\
						<th scope="col"><a rel="nofollow" href="?sort=modified&amp;order=desc">Modified (UTC)</a></th></tr>
						</thead>
						<tbody class="entries">
						<tr><td><a href="./sub/">sub/</a></td><td></td>\
						<td><time datetime="2026-02-03T04:05:06Z">2026-02-03 04:05</time></td></tr>
						<tr><td><a href="./a%20b.txt">a b.txt</a></td><td>1.5 KiB</td>\
						<td><time datetime="2026-02-03T04:05:06Z">2026-02-03 04:05</time></td></tr>
						</tbody>
						</table>
						</main>
						</body>
						</html>
						""");
	}

	@Test
	void aDirectoryBelowLinksToAllAboveIt() {
		assertThat(render("/a%20b/%3Ci%3E/c/", null, file("x"))).contains("""
				<nav aria-label="Breadcrumb"><ol><li><a href="../../../">Home</a></li><li><a href="../../">a b</a></li>\
				<li><a href="../">&lt;i&gt;</a></li><li aria-current="page">c</li></ol></nav>
				<h1>Directory listing for /a b/&lt;i&gt;/c/</h1>
				""")
			.contains("<title>Directory listing for /a b/&lt;i&gt;/c/</title>")
			.contains("<tr><td><a class=\"up\" href=\"../\">Parent directory</a></td>");
	}

	@Test
	void surplusSlashesLeadNoLinkAstray() {
		assertThat(render("//a//b/", null, file("x"))).contains("<li><a href=\"../../../../\">Home</a></li>"
				+ "<li><a href=\"../../\">a</a></li><li aria-current=\"page\">b</li>");
	}

	@Test
	void anEmptyDirectorySaysSo() {
		assertThat(body(render("/", null))).isEqualTo("""
				<body>
				<main>
				<h1>Directory listing for /</h1>
				<p class="empty">This directory is empty.</p>
				</main>
				</body>
				</html>
				""");
		assertThat(render("/a/", null)).contains("<a class=\"up\" href=\"../\">Parent directory</a>");
	}

	@Test
	void aSymbolicLinkIsNamed() {
		assertThat(render("/", null, new ListingEntry("latest", true, true, 0, MODIFIED)))
			.contains("<td><a href=\"./latest/\">latest/</a> <small>symbolic link</small></td>");
	}

	@ParameterizedTest
	@CsvSource({ "sort=size&order=desc, descending, sort=size&amp;order=asc, Size",
			"sort=modified, ascending, sort=modified&amp;order=desc, Modified (UTC)",
			"order=desc&<script>=\"', descending, sort=name&amp;order=asc, Name" })
	void theActiveColumnIsMarkedAndTurnsRound(String query, String sort, String link, String column) {
		assertThat(body(render("/", query, file("a")))).containsOnlyOnce("aria-sort")
			.contains("<th scope=\"col\" aria-sort=\"" + sort + "\"><a rel=\"nofollow\" href=\"?" + link + "\">"
					+ column + "</a>")
			.doesNotContain("\"'");
	}

	@Test
	void theSummaryCountsAndAdds() {
		assertThat(render("/", null, directory("a"), directory("b"))).contains("<caption>2 directories</caption>");
		assertThat(render("/", null, file("a"), file("b"))).contains("<caption>2 files, 3.0 KiB</caption>");
		ListingEntry sparse = new ListingEntry("sparse", false, false, Long.MAX_VALUE, MODIFIED);
		assertThat(render("/", null, file("a"), sparse)).contains("<caption>2 files, 8.0 EiB</caption>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>document.title=1</script>", "\"><img src=x onerror=alert(1)>",
			"'onmouseover='alert(1)", "\" onfocus=\"alert(1)\" autofocus=\"", "&lt;b&gt;", "</a></td><b>",
			"</title><b>", "<!--", "-->", "<![CDATA[", "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x",
			"//host", "http://a/", "--version", "-rf", "a\nb", "a\rb\tc", "\u001b[31m", "\0",
			"\u007f\u0080\u0085\u009f", "exe\u202egpj.txt", "\u2066x\u2069", "\u2028\u2029", "caf\udce9", "\ud83d",
			"\ude00\ud83d", "\ufffe\uffff", "😀", "%2e%2e", "100%", "a?b#c", "a+b;c", "`${x}{{x}}", "  ", "...",
			"x\\y" })
	void aNameIsNeverMarkup(String name) {
		List<String> plain = tags(render("/", null, file("name"), directory("name2")));
		String page = render("/", "sort=size", file(name), directory(name));
		List<String> tags = tags(page);
		assertThat(tags).hasSameSizeAs(plain);
		Matcher links = Pattern.compile("<a href=\"\\./([A-Za-z0-9%._~-]+)(/?)\">([^<>\"']+)\\2</a>").matcher(page);
		assertThat(links.results().toList()).hasSize(2).allSatisfy((link) -> {
			if (StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
				assertThat(PercentDecoder.decode(link.group(1))).isEqualTo(name);
			}
			assertThat(link.group(3)).doesNotMatch("(?s).*[\\p{Cc}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}].*");
		});
		assertThat(page).isEqualTo(new String(page.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
	}

	@Test
	void aPathIsNeverMarkupEither() {
		String path = "/%22%3E%3Cimg%20src=x%3E/%0A%E2%80%AE%3C/title%3E/";
		assertThat(tags(render(path, null, file("a")))).doesNotContain("<img src=x>");
		assertThat(render(path, null)).contains(
				"<title>Directory listing for /&quot;&gt;&lt;img src=x&gt;/" + "\u240a\ufffd&lt;/title&gt;/</title>");
	}

	@Test
	void thePolicyAllowsTheStyleAndTheScriptOfThePageAndNothingElse() {
		String page = render("/", null, Collections.nCopies(20, file("a")).toArray(ListingEntry[]::new));
		assertThat(ListingPage.CONTENT_SECURITY_POLICY)
			.isEqualTo("default-src 'none'; style-src " + InlineResource.of(inside("style", page)).source()
					+ "; script-src " + InlineResource.of(inside("script", page)).source()
					+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
		assertThat(tags(page)).noneMatch((tag) -> tag.matches(".* (style|on[a-z]+|src)=.*"));
	}

	@Test
	void aSourceExpressionIsTheDigestOfTheText() {
		assertThat(InlineResource.of("").source()).isEqualTo("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
	}

	private static String inside(String element, String page) {
		Matcher matcher = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">").matcher(page);
		assertThat(matcher.find()).as(element).isTrue();
		String text = matcher.group(1);
		assertThat(text).doesNotContain("<!--", "\r");
		assertThat(matcher.find()).as("another " + element).isFalse();
		return text;
	}

	@Test
	void theFieldToFilterIsHiddenUntilTheScriptRunsAndAbsentWhereThereIsLittleToFilter() {
		assertThat(render("/", null, Collections.nCopies(8, file("a")).toArray(ListingEntry[]::new)))
			.contains("<p class=\"filter\" hidden>")
			.contains("<label for=\"filter\">");
		assertThat(body(render("/", null, Collections.nCopies(7, file("a")).toArray(ListingEntry[]::new))))
			.doesNotContain("filter")
			.doesNotContain("<script>");
	}

	@Test
	void tenThousandEntriesMakeAPageOfBoundedSizeInBoundedTime() {
		List<ListingEntry> entries = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			entries.add((i % 20 == 0) ? directory("directory-" + i) : file("report-" + i + ".txt"));
		}
		String page = assertTimeout(Duration.ofSeconds(20),
				() -> render("/", null, new DirectoryContent(entries, 0, true)));
		assertThat(page.length()).isBetween(1_000_000, 1_800_000);
		assertThat(tags(page).stream().filter("<tr>"::equals)).hasSize(10_001);
	}

	@Test
	void aLongListingHasPagesThatLeadToEachOtherInTheSameOrder() {
		assertThat(pageOfThree("sort=size")).doesNotContain("prev").contains("""
				</table>
				<nav class="pages" aria-label="Pages"><span>Page 1 of 3</span>\
				<a rel="next" href="?sort=size&amp;order=asc&amp;page=2">Next</a></nav>
				</main>
				""");
		assertThat(pageOfThree("page=2")).contains("<caption>5 files, 7.5 KiB</caption>")
			.contains("./c\"", "./d\"")
			.doesNotContain("./b\"", "./e\"")
			.contains(
					"<a rel=\"prev\" href=\"?sort=name&amp;order=asc&amp;page=1\">Previous</a><span>Page 2 of 3</span>")
			.contains("<a rel=\"next\" href=\"?sort=name&amp;order=asc&amp;page=3\">Next</a>");
		assertThat(pageOfThree("page=3&order=desc")).contains("./a\"").doesNotContain("./b\"", "next");
		assertThat(pageOfThree("page=4")).isEqualTo(pageOfThree("page=3"));
		assertThat(pageOfThree("page=0")).isEqualTo(pageOfThree(null));
	}

	private static String pageOfThree(@Nullable String query) {
		List<ListingEntry> entries = new ArrayList<>(List.of(file("e"), file("b"), file("c"), file("d"), file("a")));
		DirectoryListing listing = DirectoryListing.of("/", false, new DirectoryContent(entries, 0, true),
				ListingQuery.parse(query), 2);
		return body(new String(ListingContent.bytes(new ListingPage(listing), listing.entries().size()),
				StandardCharsets.UTF_8));
	}

	@Test
	void whatIsNotListedIsSaidBelowTheList() {
		assertThat(render("/", null, new DirectoryContent(new ArrayList<>(List.of(file("a"))), 1, true))).contains("""
				</table>
				<p class="note">1 name is not listed: no URL leads there.</p>
				</main>
				""");
		assertThat(render("/", null, new DirectoryContent(new ArrayList<>(), 1200, true))).contains("""
				<p class="note">1,200 names are not listed: no URL leads there.</p>
				""");
		assertThat(render("/", null, new DirectoryContent(new ArrayList<>(List.of(file("a"))), 0, false))).contains("""
				<p class="note">This directory has more entries than are listed.</p>
				""");
	}

	@Test
	void noSearchEngineIsToIndexAListing() {
		assertThat(render("/", null, file("a"))).contains("\n<meta name=\"robots\" content=\"noindex\">\n");
	}

	@Test
	void datesFarAwayDoNoHarm() {
		for (Instant instant : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1))) {
			tags(render("/", null, new ListingEntry("a", false, false, 0, instant.getEpochSecond())));
		}
	}

}
