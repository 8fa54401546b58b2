package io.jhttp.server.file;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class PathGlobTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "*.css|/a.css", "*.css|/x/y/a.css", "*.css|/.css", "a.css|/x/a.css", "*|/", "*|/x/y", "**|/x/y",
					"/*|/x", "/**|/x/y", "/assets/**|/assets/a", "/assets/**|/assets/x/y/a.js", "/assets/**|/assets/",
					"**/*.js|/a.js", "**/*.js|/x/a.js", "**/*.js|/x/y/a.js", "/downloads/*|/downloads/a.zip",
					"/a/**/b|/a/b", "/a/**/b|/a/x/b", "/a/**/b|/a/x/y/b", "/a/**/**/b|/a/b", "/a/**/b/**/c|/a/b/x/b/c",
					"docs/*.pdf|/docs/a.pdf", "docs/*.pdf|/x/docs/a.pdf", "/**.css|/x/a.css", "/a**z|/ab/yz",
					"/a**/b|/a/b", "/a**/b|/ax/y/b", "?.txt|/a.txt", "?.txt|/\ud83d\ude00.txt", "/a?c|/abc",
					"*.{js,mjs}|/a.js", "*.{js,mjs}|/a.mjs", "app{,.min}.js|/app.js", "app{,.min}.js|/app.min.js",
					"/{a,b/c}/{d,e}|/b/c/e", "[abc].txt|/b.txt", "[a-c0-9]|/7", "[!a-c]|/d", "[^a]|/b", "[-a]|/-",
					"[a-]|/-", "[[]|/[", "[{,}]|/,", "\\*|/*", "\\{a,b\\}|/{a,b}", "{\\,,\\}}|/}", "a,b|/a,b", "\\a|/a",
					"***|/x/y", "/a b/*|/a b/c", "caf\u00e9|/caf\u00e9", "/docs/|/docs/", "*.*|/a.b", "*a*b*|/xaxbx",
					"app-????????.js|/x/app-0a1b2c3d.js", "/a**|/a", "/a**|/ab/c", "/a**b**c|/abc", "/a**b**c|/a/b/c",
					"/a**b**c|/axb/xc", "/**\\/b|/x/b", "\\/a|/x//a", "/{*,a}*|/x/y", "/a/**/b/c/**/d|/a/b/b/c/c/d",
					"/**/a/b/**/b|/a/a/b/b", "/**/a*b*|/x/aab/ab", "/a**/|/ax/", "[/a]|/a",
					"?[!b]\ud83d\ude00|/\ud83d\ude00a\ud83d\ude00" })
	void patternsStandForPaths(String pattern, String path) {
		assertThat(PathGlob.of(pattern).matches(path)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "*.css|/a.css.gz", "*.css|/a.CSS", "*.css|/a.css/x", "*.css|a.css", "*.css|''", "a.css|/xa.css",
					"/*.css|/x/a.css", "/*|/x/y", "/assets/**|/assets", "/assets/**|/x/assets/a",
					"/assets/**|/assetsx/a", "/a/**/b|/a/xb", "/a/**/b|/axb", "/a/**/b|/ab", "**/b|/xb",
					"/downloads/*|/downloads/x/a", "docs/*.pdf|/xdocs/a.pdf", "docs/*.pdf|/docs/x/a.pdf", "?.txt|/.txt",
					"?.txt|/ab.txt", "/a?b|/a/b", "*.{js,mjs}|/a.cjs", "*.{js,mjs}|/a.{js,mjs}", "[abc]|/d", "[!a]|/a",
					"/x[!a]y|/x/y", "/x[.-0]y|/x/y", "\\*|/a", "/docs/|/docs", "/docs|/docs/", "[a-c]|/-", "/a**/b|/ab",
					"/*/b|/b", "/*/b|/x/y/b", "/**\\/b|/b", "/a/**/b/c/**/d|/a/b/x/c/d", "/**/a/b/**/b|/a/a/b",
					"/**/b|/b/", "[/a]|//", "/a*a|/a", "/*ab*ba*|/aba" })
	void otherPathsAreOthers(String pattern, String path) {
		assertThat(PathGlob.of(pattern).matches(path)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "''|it is empty", "*.{a,b|a '{' is not closed",
			"a}b|a '}' at position 1 closes nothing", "{a,{b,c}}|braces stand within braces at position 3",
			"[abc|the '[' at position 0 is not closed", "a[]|nothing stands between the brackets of '[]'",
			"a[!]|nothing stands between the brackets of '[!]'", "a[z-a]|a range in '[z-a]' ends before it begins",
			"a\\|nothing stands behind the backslash at its end" })
	void malformedPatternsAreRefusedWithTheReason(String pattern, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> PathGlob.of(pattern))
			.withMessage("The path pattern '" + pattern + "' cannot be used: " + reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "/a**b**c**d**e**f**g", "{a,b}{a,b}{a,b}/a**b**c**d",
			"/**/a**/**a**/**a/**" })
	void bracesAndAsterisksWithinNamesStandForPatterns(String pattern) {
		assertThat(GlobExpansion.expand(pattern)).hasSizeBetween(1, 64).allMatch((text) -> !text.contains("{"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "/a**b**c**d**e**f**g**h",
			"{a,b}{a,b}{a,b}/a**b**c**d**e" })
	void noPatternStandsForMoreThanSixtyFour(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> PathGlob.of(pattern))
			.withMessage("The path pattern '" + pattern + "' cannot be used: its braces and the '**' within its names "
					+ "stand for more than 64 patterns; use several ones");
	}

	@Test
	void aPatternHasALimit() {
		assertThat(PathGlob.of("a".repeat(256)).matches("/" + "a".repeat(256))).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> PathGlob.of("a".repeat(257)))
			.withMessageEndingWith("it has more than 256 characters");
	}

	@Test
	void manyAsterisksDoNotTakeForEver() {
		String path = "/" + "a".repeat(20_000);
		assertTimeout(Duration.ofSeconds(20), () -> {
			assertThat(PathGlob.of("a*".repeat(50) + "b").matches(path)).isFalse();
			assertThat(PathGlob.of("/**a".repeat(50) + "/b").matches(path)).isFalse();
			assertThat(PathGlob.of("**/".repeat(50) + "b").matches("/a".repeat(10_000))).isFalse();
			assertThat(PathGlob.of("**/a/".repeat(50) + "b").matches("/a".repeat(10_000))).isFalse();
			assertThat(PathGlob.of("/**/*a*a".repeat(30) + "/b").matches(("/" + "a".repeat(50)).repeat(400))).isFalse();
			assertThat(PathGlob.of("/a**a**a**a**a**a**b").matches("/a".repeat(10_000))).isFalse();
			assertThat(PathGlob.of("/{a,a*}{b,*}{c,*}**{b,*}**/b").matches("/abc".repeat(5000))).isFalse();
		});
	}

	/** The JDK has no optional directories, and no patterns that begin anywhere. */
	@Test
	void thePatternsOfTheJdkMeanTheSame() {
		Random random = new Random(1);
		int matched = 0;
		for (int i = 0; i < 100_000; i++) {
			String pattern = "/" + text(random, "ab/?*.");
			String path = "/" + text(random, "ab/.");
			if (pattern.contains("//") || pattern.contains("**/") || path.contains("//")
					|| (path.length() > 1 && path.endsWith("/"))) {
				continue;
			}
			PathMatcher oracle = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
			boolean expected = oracle.matches(Path.of(path));
			assertThat(PathGlob.of(pattern).matches(path)).as(pattern + " " + path).isEqualTo(expected);
			matched += expected ? 1 : 0;
		}
		assertThat(matched).isGreaterThan(1000);
	}

	@Test
	void theLastNameDecidesInADirectoryThatDoesNotMatch() {
		Random random = new Random(1);
		int matched = 0;
		for (int i = 0; i < 200_000; i++) {
			String directory = path(random, random.nextInt(4));
			String name = "/" + (char) ('a' + random.nextInt(3));
			PathGlob glob = PathGlob.of(pattern(random));
			if (glob.matchesOnTheWay(directory)) {
				continue;
			}
			boolean expected = glob.matchesOnTheWay(directory + name);
			assertThat(glob.inside(directory).stream().anyMatch((last) -> last.matches(name, 1, name.length())))
				.as(glob + " " + directory + name)
				.isEqualTo(expected);
			matched += expected ? 1 : 0;
		}
		assertThat(matched).isGreaterThan(1000);
	}

	private static String path(Random random, int names) {
		StringBuilder path = new StringBuilder();
		for (int i = 0; i < names; i++) {
			path.append('/').append((char) ('a' + random.nextInt(3)));
		}
		return path.toString();
	}

	private static String pattern(Random random) {
		StringBuilder pattern = new StringBuilder(random.nextBoolean() ? "/" : "");
		for (int i = 1 + random.nextInt(4); i > 0; i--) {
			pattern.append(List.of("a", "b", "[bc]", "*", "**", "{a,b}", "a**").get(random.nextInt(7)));
			pattern.append((i > 1) ? "/" : "");
		}
		return pattern.toString();
	}

	private static String text(Random random, String characters) {
		StringBuilder text = new StringBuilder();
		for (int length = random.nextInt(7); length > 0; length--) {
			text.append(characters.charAt(random.nextInt(characters.length())));
		}
		return text.toString();
	}

}
