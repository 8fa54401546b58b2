package io.jhttp.integration.mounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about uploads shows what is tested.
 */
class PhotoPageTests {

	@Test
	void theHandlerIsShownAsItIs() throws IOException {
		String java = Files.readString(Path.of("src/test/java/io/jhttp/integration/mounts/PhotoHandler.java"));
		assertThat(Files.readString(Path.of("../docs/uploads.md")))
			.contains("```java\npackage com.example;\n\n" + java.substring(java.indexOf("import ")) + "```");
	}

}
