package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

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
		this.runner = HandlerServer.runner().withPropertyValues("jhttp.directory=" + root);
		Map<String, String> scripts = Map.of("cgi-bin/x", SCRIPT, "apps/x", SCRIPT, "cgi-bin/slow",
				"#!/bin/sh\nsleep 1000\n", "cgi-bin/who",
				"#!/bin/sh\necho Content-Type: a/b\necho\necho $(id -un) $HOME\n", "cgi-bin/told",
				"#!/bin/sh\necho Content-Type: a/b\necho\necho \"$REQUEST_METHOD [$HTTP_AUTHORIZATION]\"\n",
				"cgi-bin/waiting", "#!/bin/sh\nuntil [ -e $GO ]; do sleep 0.01; done\necho Content-Type: a/b\necho\n");
		for (Map.Entry<String, String> script : scripts.entrySet()) {
			Path file = root.resolve(script.getKey());
			Files.createDirectories(file.getParent());
			Files.writeString(file, script.getValue());
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		Files.writeString(root.resolve("cgi-bin/x.foo"), SCRIPT);
		Files.writeString(root.resolve("apps/secret.bar"), SCRIPT);
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private void serve(Consumer<TestClient> client, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			client.accept(HandlerServer.client(context));
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

	/** Who is not root cannot choose. */
	@Test
	void scriptsRunAsTheUserAndWithTheVariablesOfTheProperties() {
		String server = System.getProperty("user.name");
		String expected = server.equals("root") ? "daemon" : server;
		assertThat(System.getenv("HOME")).isNotEmpty();
		serve((client) -> assertThat(client.send("GET", "/cgi-bin/who"))
			.contains("\r\n" + expected + " " + System.getenv("HOME") + "\n"), "jhttp.cgi.enabled=true",
				"jhttp.cgi.user=daemon", "jhttp.cgi.pass-environment=HOME");
	}

	/** One runs, and four wait. */
	@Test
	void oneOfSixScriptsIsRefusedIfOnlyOneMayRun() {
		Path go = this.temporary.resolve("go");
		serve((client) -> {
			List<CompletableFuture<String>> answers = Stream
				.generate(() -> CompletableFuture.supplyAsync(() -> client.send("GET", "/cgi-bin/waiting"),
						(task) -> new Thread(task).start()))
				.limit(6)
				.toList();
			assertThat(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join()).asString()
				.startsWith("HTTP/1.1 503 ");
			assertThatNoException().isThrownBy(() -> Files.createFile(go));
			assertThat(answers).extracting(CompletableFuture::join)
				.filteredOn((answer) -> answer.startsWith("HTTP/1.1 200 "))
				.hasSize(5);
		}, "jhttp.cgi.enabled=true", "jhttp.cgi.max-concurrent=1", "jhttp.cgi.environment.GO=" + go);
	}

	@Test
	void aHandlerClassRunsScriptsAsThePropertiesSay() {
		serve((client) -> {
			assertThat(client.send("GET", "/apps/x")).contains("ran", "x eggs");
			assertThat(client.send("GET", "/cgi-bin/x")).endsWith(SCRIPT);
		}, "jhttp.handler-class=" + CgiHttpRequestHandler.class.getName(), "jhttp.cgi.directories=/apps",
				"jhttp.cgi.environment.MODE=eggs");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jhttp.cgi.enabled=true", "jhttp.handler-class=io.jhttp.server.handler.CgiHttpRequestHandler",
					"jhttp.handler-class=io.jhttp.server.handler.SimpleHttpRequestHandler" })
	void filesBesideScriptsAndOfHandlerClassesAreServedAsTheirPropertiesSay(String property) {
		serve((client) -> {
			assertThat(client.send("GET", "/apps/x")).startsWith("HTTP/1.1 200 ").contains("\r\nX-A: b\r\n");
			assertThat(client.send("GET", "/apps/secret.bar")).startsWith("HTTP/1.1 404 ");
		}, "jhttp.files.deny=*.bar", "jhttp.files.headers.X-A=b", property);
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
				assertThat(HandlerServer.client(context).send("GET", "/apps/x")).contains("ran");
			});
	}

	public static class OwnDirectories extends CgiHttpRequestHandler {

		@Override
		protected List<String> cgiDirectories() {
			return List.of("/apps");
		}

	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jhttp.cgi.enabled=true", "jhttp.handler-class=io.jhttp.server.handler.CgiHttpRequestHandler" })
	void methodsOfThePropertiesRunScriptsAndNoOthers(String property) {
		serve((client) -> {
			assertThat(client.send("DELETE", "/cgi-bin/told")).startsWith("HTTP/1.1 200 ").contains("DELETE []");
			assertThat(client.send("PROPFIND", "/cgi-bin/told")).startsWith("HTTP/1.1 200 ").contains("PROPFIND []");
			assertThat(client.send("GET", "/cgi-bin/told")).startsWith("HTTP/1.1 501 ");
			assertThat(client.send("POST", "/cgi-bin/told")).startsWith("HTTP/1.1 501 ");
		}, "jhttp.cgi.methods=DELETE,PROPFIND", property);
	}

	@Test
	void methodOfScriptsIsKnownWhereAHandlerBeanDoesNotAnswerIt() {
		HandlerServer.run(this.runner.withPropertyValues("jhttp.cgi.enabled=true", "jhttp.cgi.methods=GET,PROPFIND"),
				Greeting.class, (client, context) -> {
					assertThat(client.send("PROPFIND", "/greeting")).startsWith("HTTP/1.1 405 ")
						.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
					assertThat(client.send("SPAM", "/greeting")).startsWith("HTTP/1.1 501 ");
				});
	}

	@RequestHandler
	static class Greeting {

		@Get("/greeting")
		String get() {
			return "Hello";
		}

	}

	@Test
	void credentialsArePassedIfThePropertySaysSo() {
		serve((client) -> assertThat(client.send("GET", "/cgi-bin/told", "Authorization: Basic YTpi"))
			.contains("GET [Basic YTpi]"), "jhttp.cgi.enabled=true", "jhttp.cgi.pass-authorization=true");
		serve((client) -> assertThat(client.send("GET", "/cgi-bin/told", "Authorization: Basic YTpi"))
			.contains("GET []"), "jhttp.cgi.enabled=true");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jhttp.cgi.timeout             | 0s
			jhttp.cgi.max-concurrent      | 0
			jhttp.cgi.directories         | /
			jhttp.cgi.directories         | /a/../b
			jhttp.cgi.methods             | GET,CONNECT
			jhttp.cgi.methods             | TRACE
			jhttp.cgi.methods             | A B
			jhttp.cgi.methods             | ''
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
