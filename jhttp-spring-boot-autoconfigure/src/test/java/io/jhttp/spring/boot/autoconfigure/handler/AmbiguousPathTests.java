package io.jhttp.spring.boot.autoconfigure.handler;

import java.nio.file.Path;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for paths that two readers could understand differently.
 */
class AmbiguousPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/one/..%2fs", "/one/a%2Fb", "/one/a%5c..%5cb", "/one/a\\b", "/one/%00", "/one/a%00b",
			"/one/%ff", "/one/%C0%AE", "/one/%2e%2e", "/one/.%2E", "/one/..", "/one/..;x", "/one/%2e%2e;x=1",
			"/rest/..%2f..%2fetc%2fpasswd", "/rest/../../etc/passwd", "/rest/a/%2e%2e/b", "/lite%2fral", "/%2e%2e/x",
			"/nothing/%2f", "/one/%zz" })
	void isRefusedBeforeItIsRouted(String path) {
		HandlerServer.run(Names.class, (client, context) -> {
			for (String verb : new String[] { "GET", "HEAD", "PUT", "POST", "OPTIONS" }) {
				assertThat(client.send(verb, path)).as(verb).startsWith("HTTP/1.1 400 ");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/one/..%2fs", "/one/%00", "/nothing/%2f", "/nothing/%ff" })
	void isRefusedInFrontOfFilesToo(String path, @TempDir Path directory) {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.directory=" + directory), Names.class,
				(client, context) -> assertThat(client.send("GET", path)).startsWith("HTTP/1.1 400 "));
	}

	@ParameterizedTest
	@CsvSource({ "/one/a..b, a..b", "/one/..., ...", "/one/%252F, %2F", "/one/a%3Bb, a;b", "/one/a;b=%2e%2e, a",
			"/one/gr%C3%BCn, grün", "/rest/.well-known/x, /.well-known/x" })
	void whatOnlyLooksLikeItIsNot(String path, String variable) {
		HandlerServer.run(Names.class,
				(client, context) -> assertThat(client.send("GET", path)).endsWith("\r\n\r\n" + variable));
	}

	@Test
	void encodedSlashIsPartOfANameIfTheApplicationAllowsIt() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.allow-encoded-slash=true"), Names.class,
				(client, context) -> {
					assertThat(client.send("GET", "/one/a%2Fb")).endsWith("\r\n\r\na/b");
					assertThat(client.send("GET", "/rest/a%2fb/c")).endsWith("\r\n\r\n/a/b/c");
					for (String path : new String[] { "/one/..%2fs", "/one/a%2F%2e%2E", "/rest/a%2F..%2Fb", "/one/%5C",
							"/one/%00", "/one/%ff" }) {
						assertThat(client.send("GET", path)).as(path).startsWith("HTTP/1.1 400 ");
					}
				});
	}

	@RequestHandler
	static class Names {

		@Get("/one/{name}")
		String one(@PathVariable String name) {
			return name;
		}

		@Put("/one/{name}")
		String put(@PathVariable String name) {
			return name;
		}

		@Get("/rest/{*path}")
		String rest(@PathVariable String path) {
			return path;
		}

		@Get("/lite/ral")
		String literal() {
			return "literal";
		}

	}

}
