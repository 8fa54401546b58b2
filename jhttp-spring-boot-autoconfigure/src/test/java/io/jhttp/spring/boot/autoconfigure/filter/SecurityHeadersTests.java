package io.jhttp.spring.boot.autoconfigure.filter;

import java.nio.file.Files;
import java.nio.file.Path;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code jhttp.security-headers}, over the wire.
 */
class SecurityHeadersTests {

	private static final String[] FIELDS = { "\r\nX-Content-Type-Options: nosniff\r\n",
			"\r\nX-Frame-Options: SAMEORIGIN\r\n",
			"\r\nContent-Security-Policy: frame-ancestors 'self'; base-uri 'self'; object-src 'none'\r\n",
			"\r\nReferrer-Policy: same-origin\r\n", "\r\nCross-Origin-Opener-Policy: same-origin\r\n" };

	@TempDir
	Path directory;

	private ApplicationContextRunner secured() {
		return HandlerServer.runner()
			.withPropertyValues("jhttp.security-headers=true", "jhttp.directory=" + this.directory);
	}

	@Test
	void everyResponseHasThem() throws Exception {
		Files.writeString(this.directory.resolve("file.txt"), "content");
		HandlerServer.run(secured().withPropertyValues("jhttp.auth.users.ann={noop}a",
				"jhttp.auth.rules[0].pattern=/private", "jhttp.auth.rules[0].access=authenticated",
				"jhttp.auth.rules[1].pattern=/**", "jhttp.auth.rules[1].access=anonymous"), Handlers.class,
				(client, context) -> {
					for (String path : new String[] { "/hello", "/file.txt", "/file.txt", "/missing", "/failing",
							"/private", "/a%2Fb" }) {
						String response = client.send("GET", path);
						assertThat(response).as(path)
							.contains(FIELDS)
							.containsOnlyOnce("X-Content-Type-Options:")
							.doesNotContain("Strict-Transport-Security");
					}
				});
	}

	@Test
	void whateverAnswersMaySetAnother() {
		HandlerServer.run(secured(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/own")).contains("\r\nX-Frame-Options: DENY\r\n")
				.containsOnlyOnce("X-Frame-Options");
		});
	}

	/** A browser does what all policies of a page allow. */
	@Test
	void listingKeepsItsOwnPolicy() {
		HandlerServer.run(secured(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/"))
					.contains("\r\nContent-Security-Policy: default-src 'none'", FIELDS[2])
					.containsOnlyOnce("Referrer-Policy:"));
	}

	@Test
	void encryptedResponsesSayThatTheyAlwaysAre() {
		HandlerServer.run(secured().withPropertyValues("jhttp.proxies.trusted=loopback"), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/hello", "X-Forwarded-Proto: https"))
					.contains("\r\nStrict-Transport-Security: max-age=63072000\r\n"));
	}

	@Test
	void withoutThePropertyThereAreNone() {
		HandlerServer.run(Handlers.class, (client, context) -> assertThat(client.send("GET", "/hello"))
			.doesNotContain("X-Frame-Options", "Content-Security-Policy"));
	}

	@RequestHandler
	static class Handlers {

		@Get("/hello")
		String hello() {
			return "hello";
		}

		@Get("/own")
		String own(HttpExchange exchange) {
			exchange.response().header("X-Frame-Options", "DENY");
			return "own";
		}

		@Get("/failing")
		String failing() {
			throw new IllegalStateException("expected");
		}

	}

}
