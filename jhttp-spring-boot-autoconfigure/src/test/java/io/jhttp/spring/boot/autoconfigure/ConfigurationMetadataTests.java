package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.json.BasicJsonTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the generated configuration metadata.
 */
class ConfigurationMetadataTests {

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@ParameterizedTest
	@ValueSource(strings = { "enabled", "address", "port", "directory", "handler-class", "server-header", "shutdown",
			"cgi.directories" })
	void everyPropertyIsDescribed(String property) throws IOException {
		assertThat(this.json.from(metadata()))
			.extractingJsonPathArrayValue("$.properties[?(@.name == 'jhttp." + property + "')].description")
			.singleElement()
			.asString()
			.doesNotStartWith("The ")
			.doesNotStartWith("A ")
			.endsWith(".");
	}

	@Test
	void defaultsAreThere() throws IOException {
		assertDefault("enabled", true);
		assertDefault("port", 8000);
		assertDefault("server-header", "jhttp");
		assertDefault("shutdown", "graceful");
	}

	@Test
	void handlerClassesAreSuggested() throws IOException {
		assertThat(this.json.from(metadata()))
			.extractingJsonPathArrayValue("$.hints[?(@.name == 'jhttp.handler-class')].providers[0].parameters.target")
			.containsExactly("io.jhttp.server.handler.BaseHttpRequestHandler");
	}

	private void assertDefault(String property, Object value) throws IOException {
		assertThat(this.json.from(metadata()))
			.extractingJsonPathArrayValue("$.properties[?(@.name == 'jhttp." + property + "')].defaultValue")
			.containsExactly(value);
	}

	private static String metadata() throws IOException {
		try (InputStream metadata = JhttpProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
