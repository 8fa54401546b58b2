package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the pages of the documentation lead somewhere: each link within the
 * repository to a file that exists and to a heading in it, and each name of a test or a
 * class to one.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");

	/** A class, perhaps with a member: a type or a method. */
	private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?`");

	private static final Set<String> NOT_IN_MAIN_SOURCES = Set.of("ArchitectureTests", "IllegalStateException");

	/** Of the picture of a request: the packages in a box. */
	private static final Pattern PICTURED = Pattern.compile("class=\"package\"[^>]*>([^<]+)<");

	/** A text in the first columns of a table. */
	private static final Pattern QUOTED = Pattern.compile("(?m)(?<=^\\| |^\\| (?:warn|error) \\| )`([^`]+)`");

	private static final String SYSTEM_TEXTS = "(Address already|Permission denied|Cannot assign|Too many open).*";

	/** What differs each time, or stands in another literal. */
	private static final String VARIES = "'?…'?|\\b(?:404|gzip|256)\\b|(?=, and is ignored)";

	private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");

	private final Map<String, Path> sources = new HashMap<>();

	@Test
	void eachLinkLeadsToAFileAndToAHeading() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : pages()) {
			broken.addAll(brokenLinks(page));
		}
		assertThat(broken).isEmpty();
	}

	@Test
	void eachTestThatAPageNamesExists() throws IOException {
		List<String> missing = new ArrayList<>();
		for (Path page : pages()) {
			Matcher test = TEST.matcher(Files.readString(page));
			while (test.find()) {
				Path source = sources().get(test.group(1));
				if (source == null || !Files.readString(source).contains("\tvoid " + test.group(2) + "(")) {
					missing.add(page.getFileName() + ": " + test.group());
				}
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void eachClassThatTheArchitectureNamesExists() throws IOException {
		String page = Files.readString(ROOT.resolve("docs/architecture.md"));
		assertThat(page).contains("### A cached file", "### JSON for a handler bean", "### A CGI script",
				"### A drain");
		assertThat(missingClasses(page)).isEmpty();
	}

	@Test
	void theTripOfACachedFileMeetsAsManyClassesAsItSays() throws IOException {
		String page = Files.readString(ROOT.resolve("docs/architecture.md"));
		String trip = page.substring(page.indexOf("### A cached file"), page.indexOf("### JSON for"));
		long named = CLASS.matcher(trip).results().map((match) -> match.group(1)).distinct().count();
		assertThat(trip).contains("The trip meets " + named + " classes");
	}

	@Test
	void eachPackageInThePictureExists() throws IOException {
		String picture = Files.readString(ROOT.resolve("docs/images/request.svg"));
		List<String> packages = PICTURED.matcher(picture)
			.results()
			.flatMap((match) -> Stream.of(match.group(1).split(", ")))
			.distinct()
			.toList();
		assertThat(packages).hasSizeGreaterThan(8).allSatisfy((name) -> assertThat(directory(name)).isDirectory());
	}

	/** What the engine's names begin with, or those of the auto-configuration. */
	private static Path directory(String name) {
		String path = name.replace('.', '/');
		return ROOT.resolve(name.startsWith("autoconfigure.")
				? "jhttp-spring-boot-autoconfigure/src/main/java/io/jhttp/spring/boot/" + path
				: "jhttp-server/src/main/java/io/jhttp/server/" + (name.equals("server") ? "" : path));
	}

	@Test
	void eachTextThatTroubleshootingQuotesIsInTheSources() throws IOException {
		String texts = texts();
		assertThat(missingTexts(Files.readString(ROOT.resolve("docs/troubleshooting.md")), texts)).isEmpty();
		assertThat(missingTexts("| warn | `Connections cannot be accepted at the noon: …` | Wait. |", texts))
			.containsExactly("Connections cannot be accepted at the noon:");
	}

	/** Texts in code, without what differs each time and what the system says. */
	private static List<String> missingTexts(String page, String texts) {
		return QUOTED.matcher(page)
			.results()
			.map((match) -> match.group(1).replaceAll(SYSTEM_TEXTS, ""))
			.filter((text) -> text.indexOf(' ') > 0 && Character.isUpperCase(text.charAt(0)) || text.startsWith("…"))
			.flatMap((text) -> Stream.of(text.split(VARIES)).map(String::strip))
			.filter((part) -> part.length() > 5 && !texts.contains(part))
			.toList();
	}

	/** All of the sources, each text in one piece. */
	private static String texts() throws IOException {
		StringBuilder texts = new StringBuilder();
		for (Path source : classes().values()) {
			texts.append(Files.readString(source).replaceAll("\"\\s*\\+\\s*\"", ""));
		}
		return texts.toString();
	}

	@Test
	void aClassThatDoesNotExistIsFound() throws IOException {
		assertThat(missingClasses("`EventLoop`, `Http1Response.Writing`, `HttpExchange.detach`, `LoopThread`, "
				+ "`EventLoop.Dying`, `HttpExchange.reuse`, `RequestRouter`, `http1`, `CLIENT_GONE`"))
			.containsExactly("`LoopThread`", "`EventLoop.Dying`", "`HttpExchange.reuse`");
	}

	@Test
	void eachPageIsInTheIndexOfTheReadme() throws IOException {
		Set<String> linked = new HashSet<>(links(ROOT.resolve("README.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			assertThat(docs.map((page) -> "docs/" + page.getFileName()).filter((name) -> name.endsWith(".md")))
				.allSatisfy((name) -> assertThat(linked).contains(name));
		}
	}

	@Test
	void whatLeadsNowhereIsFound(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("other.md"), "# A `code`, and a Head\n## Twice\n## Twice\n");
		Path page = Files.writeString(directory.resolve("page.md"),
				"""
						# Page
						[a](other.md) [b](other.md#a-code-and-a-head) [c](#page) [d](https://example.com/none) [e](other.md#twice-1)
						```
						[not a link](nowhere.md)
						# Not a heading
						```
						[f](none.md) [g](other.md#none) [h](#not-a-heading) `[code](nowhere.md)`
						""");
		assertThat(brokenLinks(page)).containsExactly("page.md: none.md", "page.md: other.md#none",
				"page.md: #not-a-heading");
	}

	private static List<String> missingClasses(String page) throws IOException {
		Map<String, Path> classes = classes();
		List<String> missing = new ArrayList<>();
		Matcher named = CLASS.matcher(page);
		while (named.find()) {
			Path source = classes.get(named.group(1));
			String member = named.group(2);
			boolean exists = source != null && (member == null
					|| Pattern.compile("\\b" + member + "\\b(?: \\{|\\()").matcher(Files.readString(source)).find());
			if (!exists && !NOT_IN_MAIN_SOURCES.contains(named.group(1))) {
				missing.add(named.group());
			}
		}
		return missing;
	}

	private static Map<String, Path> classes() throws IOException {
		Map<String, Path> classes = new HashMap<>();
		for (String module : new String[] { "jhttp-server", "jhttp-spring-boot-autoconfigure",
				"jhttp-spring-boot-test" }) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
				files.filter((file) -> file.toString().endsWith(".java"))
					.forEach((file) -> classes.put(file.getFileName().toString().replace(".java", ""), file));
			}
		}
		return classes;
	}

	private Map<String, Path> sources() throws IOException {
		if (this.sources.isEmpty()) {
			for (String module : new String[] { "jhttp-server", "jhttp-spring-boot-autoconfigure",
					"jhttp-spring-boot-test", "sample-app" }) {
				try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
					files.filter((file) -> file.toString().endsWith("Tests.java"))
						.forEach((file) -> this.sources.put(file.getFileName().toString().replace(".java", ""), file));
				}
			}
		}
		return this.sources;
	}

	private static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (String directory : new String[] { ".", "docs", "docs/evidence", "benchmarks", "benchmarks/results" }) {
			try (Stream<Path> files = Files.list(ROOT.resolve(directory).normalize())) {
				files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
			}
		}
		assertThat(pages).hasSizeGreaterThan(10);
		return pages;
	}

	private static List<String> brokenLinks(Path page) throws IOException {
		List<String> broken = new ArrayList<>();
		for (String link : links(page)) {
			if (!link.contains("://") && !leadsSomewhere(page, link)) {
				broken.add(page.getFileName() + ": " + link);
			}
		}
		return broken;
	}

	private static boolean leadsSomewhere(Path page, String link) throws IOException {
		int hash = link.indexOf('#');
		String file = (hash < 0) ? link : link.substring(0, hash);
		Path target = file.isEmpty() ? page : page.resolveSibling(file);
		return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
	}

	private static List<String> links(Path page) throws IOException {
		List<String> links = new ArrayList<>();
		for (String line : prose(page)) {
			Matcher matcher = LINK.matcher(line.replaceAll("`[^`]*`", ""));
			while (matcher.find()) {
				links.add(matcher.group(1));
			}
		}
		return links;
	}

	/** As GitHub makes them of headings. */
	private static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new HashSet<>();
		for (String line : prose(page)) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = heading.group(1)
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				String unique = anchor;
				for (int i = 1; !anchors.add(unique); i++) {
					unique = anchor + "-" + i;
				}
			}
		}
		return anchors;
	}

	/** The lines outside of code. */
	private static List<String> prose(Path page) throws IOException {
		List<String> lines = new ArrayList<>();
		boolean code = false;
		for (String line : Files.readAllLines(page)) {
			if (line.strip().startsWith("```")) {
				code = !code;
			}
			else if (!code) {
				lines.add(line);
			}
		}
		return lines;
	}

}
