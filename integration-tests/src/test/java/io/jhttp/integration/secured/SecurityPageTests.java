package io.jhttp.integration.secured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about security shows what is tested.
 */
class SecurityPageTests {

	private static final Path SOURCES = Path.of("src/test/java");

	@ParameterizedTest
	@ValueSource(classes = { ApiSecurity.class, EndpointSecurity.class, FileSecurity.class, NoteHandler.class })
	void aClassIsShownAsItIs(Class<?> type) throws IOException {
		String java = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
		assertThat(Files.readString(Path.of("../docs/security.md")))
			.contains("```java\npackage com.example;\n\n" + java.substring(java.indexOf("import ")) + "```");
	}

}
