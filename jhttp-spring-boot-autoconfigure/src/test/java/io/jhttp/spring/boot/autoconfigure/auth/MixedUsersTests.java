package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each request has its own user, and not one that has asked before on the same connection
 * or thread.
 */
@Timeout(900)
class MixedUsersTests {

	private final ApplicationContextRunner runner = HandlerServer.runner()
		.withPropertyValues("jhttp.auth.users.ann={noop}a", "jhttp.auth.users.bob={noop}b",
				"jhttp.auth.rules[0].pattern=/**", "jhttp.auth.rules[0].access=anonymous");

	private static void assertNoRequestHasTheUserOfAnother(ApplicationContextRunner runner) {
		HandlerServer.run(runner, Handlers.class,
				(client, context) -> assertThat(new MixedUsers(client).ask()).isPositive());
	}

	@Test
	void noRequestHasTheUserOfAnotherOnPooledThreads() {
		assertNoRequestHasTheUserOfAnother(this.runner.withPropertyValues("jhttp.threads.max=3"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void noRequestHasTheUserOfAnotherOnVirtualThreads() {
		assertNoRequestHasTheUserOfAnother(this.runner.withPropertyValues("spring.threads.virtual.enabled=true"));
	}

	@RequestHandler
	static class Handlers {

		private static String name(Principal principal) {
			return "<" + ((principal != null) ? principal.getName() : "nobody") + ">";
		}

		@Get("/worker")
		String worker(Principal principal) {
			return name(principal);
		}

		@Get("/loop")
		@NonBlocking
		String loop(Principal principal) {
			return name(principal);
		}

		@Get("/stage")
		CompletionStage<String> stage(HttpExchange exchange) {
			return CompletableFuture.supplyAsync(() -> name(exchange.principal()));
		}

		@Get("/callable")
		Callable<String> callable(HttpExchange exchange) {
			return () -> name(exchange.principal());
		}

		@Get("/stream")
		StreamingBody stream(HttpExchange exchange) {
			return (output) -> output.write(name(exchange.principal()).getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/mono")
		Mono<String> mono(HttpExchange exchange) {
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> name(exchange.principal()));
		}

		@Get(value = "/flux", produces = "text/event-stream")
		Flux<String> flux(HttpExchange exchange) {
			return Flux.just("a", "b").map((each) -> name(exchange.principal()));
		}

	}

}
