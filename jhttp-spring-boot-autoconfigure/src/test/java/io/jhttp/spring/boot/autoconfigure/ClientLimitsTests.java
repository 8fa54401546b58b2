package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of {@code jhttp.client-limits}.
 */
class ClientLimitsTests {

	private static final String ANN = "Authorization: Basic YW5uOmE=";

	private static final String BOB = "Authorization: Basic Ym9iOmI=";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0")
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("answered"));

	@Test
	void clientIsLimitedForThePathsOfEachLimit() {
		this.contextRunner
			.withPropertyValues("jhttp.client-limits.login.paths=/login,/api/**",
					"jhttp.client-limits.login.requests-per-second=0.001", "jhttp.client-limits.login.burst=2",
					"jhttp.client-limits.all.concurrent-requests=10")
			.run((context) -> {
				TestClient client = HandlerServer.client(context);
				assertThat(client.send("GET", "/login")).startsWith("HTTP/1.1 200 ");
				assertThat(client.send("GET", "/api/a")).startsWith("HTTP/1.1 200 ");
				assertThat(client.send("GET", "/lo%67in")).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: ");
				assertThat(client.send("GET", "//login")).startsWith("HTTP/1.1 429 ");
				assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 200 ");
			});
	}

	@Test
	void burstIsWhatMayBeSentInASecond() {
		this.contextRunner.withPropertyValues("jhttp.client-limits.all.requests-per-second=0.002").run((context) -> {
			TestClient client = HandlerServer.client(context);
			assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 429 ");
		});
	}

	@Test
	void userIsLimitedOnceItIsKnownAndRefusedRequestsDoNotCount() {
		this.contextRunner
			.withPropertyValues("jhttp.client-limits.users.by=principal",
					"jhttp.client-limits.users.requests-per-second=0.001", "jhttp.client-limits.users.burst=2",
					"jhttp.auth.users.ann={noop}a", "jhttp.auth.users.bob={noop}b")
			.run((context) -> {
				TestClient client = HandlerServer.client(context);
				for (int i = 0; i < 3; i++) {
					assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 401 ");
				}
				assertThat(client.send("GET", "/", ANN)).startsWith("HTTP/1.1 200 ");
				assertThat(client.send("GET", "/", ANN)).startsWith("HTTP/1.1 200 ");
				assertThat(client.send("GET", "/", ANN)).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: ");
				assertThat(client.send("GET", "/", BOB)).startsWith("HTTP/1.1 200 ");
			});
	}

	/** One without an order is the last one. */
	@Test
	void userThatAnyFilterHasFoundOutIsLimited() {
		this.contextRunner
			.withPropertyValues("jhttp.client-limits.users.by=principal",
					"jhttp.client-limits.users.requests-per-second=0.001")
			.withBean(JhttpFilter.class, () -> (exchange, next) -> {
				exchange.authenticated(() -> String.valueOf(exchange.request().header("X-User")), "Test");
				next.handle(exchange);
			})
			.run((context) -> {
				TestClient client = HandlerServer.client(context);
				assertThat(client.send("GET", "/", "X-User: ann")).startsWith("HTTP/1.1 200 ");
				assertThat(client.send("GET", "/", "X-User: ann")).startsWith("HTTP/1.1 429 ");
				assertThat(client.send("GET", "/", "X-User: bob")).startsWith("HTTP/1.1 200 ");
			});
	}

	@ParameterizedTest
	@CsvSource({ "burst=2, requests-per-second", "paths=/a, requests-per-second",
			"requests-per-second=0, at least 0.001", "concurrent-requests=0, Set it to 1 or more" })
	void limitThatLimitsNothingFailsTheStart(String property, String message) {
		this.contextRunner.withPropertyValues("jhttp.client-limits.all." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@ParameterizedTest
	@CsvSource({ "burst=0, at most 1000000", "paths=/{a, It is no pattern" })
	void valueThatMakesNoSenseFailsTheStart(String property, String message) {
		this.contextRunner
			.withPropertyValues("jhttp.client-limits.all.requests-per-second=1", "jhttp.client-limits.all." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

}
