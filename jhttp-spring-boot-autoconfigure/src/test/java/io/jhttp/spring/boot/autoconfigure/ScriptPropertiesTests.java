package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property of scripts, seen by a client.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ScriptPropertiesTests {

	private static final String SCRIPT = "#!/bin/sh\necho Content-Type: a/b\necho\necho ran $0 $MODE $LANG\n";

	@TempDir
	Path temporary;

	private ApplicationContextRunner runner;

	@BeforeEach
	void serveDirectory() throws IOException {
		Path root = this.temporary.resolve("root");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withPropertyValues("jhttp.address=127.0.0.1", "jhttp.port=0", "jhttp.directory=" + root);
		for (String name : new String[] { "cgi-bin/x", "apps/x", "cgi-bin/slow" }) {
			Path file = root.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, name.endsWith("slow") ? "#!/bin/sh\nsleep 1000\n" : SCRIPT);
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		Files.writeString(root.resolve("cgi-bin/x.foo"), SCRIPT);
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private void serve(Consumer<TestClient> client, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			client.accept(new TestClient(context.getBean(JhttpServer.class).getPort()));
		});
	}

	@Test
	void byDefaultAScriptIsAFile() {
		serve((client) -> {
			assertThat(client.send("GET", "/cgi-bin/x")).startsWith("HTTP/1.1 200 ").endsWith(SCRIPT);
			assertThat(client.send("POST", "/cgi-bin/x")).startsWith("HTTP/1.1 405 ");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/cgi-bin/x     | jhttp.cgi.enabled=true                     | 200 | ran
			/apps/x        | jhttp.cgi.directories=/apps                | 200 | ran
			/cgi-bin/x     | jhttp.cgi.environment.MODE=spam            | 200 | x spam
			/cgi-bin/x.foo | jhttp.cgi.interpreters.foo=/bin/sh -e      | 200 | ran
			/cgi-bin/x.foo | jhttp.cgi.enabled=true                     | 403 | not executable
			/cgi-bin/slow  | jhttp.cgi.timeout=50ms                     | 504 | too long
			""")
	void aPropertyOfScriptsIsSeenByAClient(String path, String property, int status, String content) {
		serve((client) -> assertThat(client.send("GET", path)).startsWith("HTTP/1.1 " + status + " ").contains(content),
				"jhttp.cgi.enabled=true", property);
	}

	@Test
	void aHandlerClassRunsScriptsAsThePropertiesSay() {
		serve((client) -> {
			assertThat(client.send("GET", "/apps/x")).contains("ran", "x eggs");
			assertThat(client.send("GET", "/cgi-bin/x")).endsWith(SCRIPT);
		}, "jhttp.handler-class=" + CgiHttpRequestHandler.class.getName(), "jhttp.cgi.directories=/apps",
				"jhttp.cgi.environment.MODE=eggs");
	}

	@Test
	void aHandlerClassThatRunsNoScriptsContradictsTheProperty() {
		this.runner
			.withPropertyValues("jhttp.cgi.enabled=true",
					"jhttp.handler-class=" + SimpleHttpRequestHandler.class.getName())
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidHandlerClassException.class)
				.hasMessageContaining("jhttp.cgi.enabled is true"));
	}

	@Test
	void aHandlerClassMayKnowItsDirectoriesItself() {
		this.runner
			.withPropertyValues("jhttp.handler-class=" + OwnDirectories.class.getName(), "jhttp.cgi.enabled=true",
					"jhttp.cgi.directories=")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(new TestClient(context.getBean(JhttpServer.class).getPort()).send("GET", "/apps/x"))
					.contains("ran");
			});
	}

	public static class OwnDirectories extends CgiHttpRequestHandler {

		@Override
		protected List<String> cgiDirectories() {
			return List.of("/apps");
		}

	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jhttp.cgi.timeout             | 0s
			jhttp.cgi.max-concurrent      | 0
			jhttp.cgi.directories         | /
			jhttp.cgi.directories         | /a/../b
			jhttp.cgi.environment.HTTP_X  | 1
			jhttp.cgi.interpreters.py     | ' '
			""")
	void whatScriptsCannotTakeFailsTheStart(String property, String value) {
		this.runner.withPropertyValues("jhttp.cgi.enabled=true", property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).isInstanceOfAny(
						InvalidConfigurationPropertyValueException.class, IllegalArgumentException.class)));
	}

}
