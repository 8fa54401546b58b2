package io.jhttp.integration.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of programs shows those which are tested.
 */
class FromPythonPageTests {

	private static final Path SOURCES = Path.of("src/test/java");

	@ParameterizedTest
	@ValueSource(classes = { WebhookHandler.class, LoginHandler.class })
	void aProgramIsShownAsItIs(Class<? extends BaseHttpRequestHandler> type) throws IOException {
		String java = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
		String python = Files.readString(Program.original(type));
		assertThat(Files.readString(Path.of("../docs/from-python.md")))
			.contains("```java\npackage com.example;\n\n" + java.substring(java.indexOf("import ")) + "```")
			.contains("```python\n" + python + "```");
	}

}
