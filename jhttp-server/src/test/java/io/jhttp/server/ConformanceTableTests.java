package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of rules and tests in the documentation speaks of tests that exist.
 */
class ConformanceTableTests {

	private static final Pattern ROW = Pattern.compile("\\| (RFC [^|]+) \\| [^|]+ \\| `(\\w+)\\.(\\w+)` \\|");

	@Test
	void everyRuleNamesATestThatExists() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("../docs/conformance.md"))
			.stream()
			.filter((line) -> line.startsWith("| RFC"))
			.toList();
		assertThat(rows).hasSizeGreaterThan(50);
		for (String row : rows) {
			Matcher matcher = ROW.matcher(row);
			assertThat(matcher.matches()).as(row).isTrue();
			assertThat(source(matcher.group(2))).as(row).contains("\tvoid " + matcher.group(3) + "(");
		}
	}

	private static String source(String test) throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			Path file = files.filter((path) -> path.endsWith(test + ".java"))
				.findFirst()
				.orElseThrow(() -> new AssertionError(test));
			return Files.readString(file);
		}
	}

}
