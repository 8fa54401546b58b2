package io.jhttp.spring.boot.webflux.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about WebFlux shows what is tested.
 */
class WebFluxPageTests {

	private static final Path SOURCES = Path.of("src/test/java");

	private static String page() throws IOException {
		return Files.readString(Path.of("../docs/webflux.md"));
	}

	@ParameterizedTest
	@ValueSource(classes = { DemoApplication.class, GreetingController.class, SecurityConfiguration.class,
			GreetingControllerTests.class })
	void aClassIsShownAsItIs(Class<?> type) throws IOException {
		String java = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
		assertThat(page())
			.contains("```java\npackage com.example;\n\n" + java.substring(java.indexOf("import ")) + "```");
	}

	@Test
	void noOtherClassIsShown() throws IOException {
		assertThat(Pattern.compile("^```java$", Pattern.MULTILINE).matcher(page()).results()).hasSize(4);
	}

}
