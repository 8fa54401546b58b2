package io.jhttp.spring.boot.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what docs/testing.md shows are tests that run in this module.
 */
class TestingPageTests {

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?class (\\w+)");

	@Test
	void examplesAreTheTestsThatRun() throws IOException {
		String page = Files.readString(Path.of("../docs/testing.md"));
		List<String> examples = BLOCK.matcher(page).results().map((block) -> block.group(1)).toList();
		assertThat(examples).hasSizeGreaterThan(4).allSatisfy((example) -> {
			Matcher type = TYPE.matcher(example);
			assertThat(type.results().map(MatchResult::group)).hasSize(1);
			assertThat(type.reset().find()).isTrue();
			assertThat(Path.of("src/test/java/com/example", type.group(1) + ".java")).hasContent(example);
		});
	}

}
