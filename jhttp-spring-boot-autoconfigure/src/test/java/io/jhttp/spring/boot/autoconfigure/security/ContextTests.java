package io.jhttp.spring.boot.autoconfigure.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.bind.annotation.ExceptionHandler;

import static io.jhttp.spring.boot.autoconfigure.security.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who code of the application believes has made a request, on whichever thread
 * it runs.
 */
@Timeout(60)
class ContextTests {

	private static final String ANN = basic("ann", "ann");

	private static final String ROOT = basic("root", "root");

	private static final BlockingQueue<String> later = new LinkedBlockingQueue<>();

	private final ApplicationContextRunner runner = SecuredServer.runner().withPropertyValues("jhttp.threads.max=2");

	private static String name() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? "<" + authentication.getName() + ">" : "<>";
	}

	/** Twice in turn, on the same few threads. */
	private static void assertKnown(TestClient client, String path) {
		for (int i = 0; i < 2; i++) {
			assertThat(client.send("GET", path, ANN)).as(path).contains("<ann>");
			assertThat(client.send("GET", path, ROOT)).as(path).contains("<root>");
			assertThat(client.send("GET", path)).as(path).contains("<anonymousUser>");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/worker", "/loop", "/callable", "/loop/callable", "/stage", "/thrown", "/stage/thrown",
			"/stream", "/mono", "/flux", "/flux/events", "/flux/lines", "/dispatched", "/detached" })
	void handlersKnowTheUserOfTheirRequest(String path) {
		HandlerServer.run(this.runner, Application.class, (client, context) -> assertKnown(client, path));
	}

	@Test
	void handlerClassesKnowTheUser() {
		HandlerServer.run(this.runner.withPropertyValues("jhttp.handler-class=" + HandlerClass.class.getName()),
				OpenChain.class, (client, context) -> assertKnown(client, "/"));
	}

	@Test
	void listenersOfEventsKnowTheUser() {
		HandlerServer.run(this.runner, Application.class, (client, context) -> {
			try (var socket = client.connect()) {
				socket.getOutputStream()
					.write(("GET /events HTTP/1.1\r\nHost: a\r\n" + ANN + "\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(socket.getInputStream().read()).isPositive();
			}
			assertThat(later.poll(20, TimeUnit.SECONDS)).isEqualTo("<ann>");
		});
	}

	@Test
	void threadsForgetTheUserAlsoIfAHandlerHasSetOne() {
		HandlerServer.run(this.runner, Application.class, (client, context) -> {
			for (int i = 0; i < 4; i++) {
				client.send("GET", "/worker", ANN);
				client.send("GET", "/set");
				client.send("GET", "/failing", ANN);
			}
			for (int i = 0; i < 4; i++) {
				assertThat(client.send("GET", "/onConnectionEnd")).startsWith("HTTP/1.1 200 ");
				assertThat(later.poll(20, TimeUnit.SECONDS)).isEqualTo("<>");
			}
		});
	}

	@Test
	void parametersHaveThePrincipal() {
		HandlerServer.run(this.runner, Application.class, (client, context) -> {
			assertThat(client.send("GET", "/principal", ANN)).endsWith("\r\n\r\nann [ROLE_USER] ann ann");
			assertThat(client.send("GET", "/principal")).endsWith("\r\n\r\nnull null null");
			assertThat(client.send("GET", "/principal/wrong", ANN)).endsWith("\r\n\r\nnull");
			assertThat(client.send("GET", "/principal/strict", ANN)).startsWith("HTTP/1.1 500 ");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ OpenChain.class, Handlers.class })
	static class Application {

	}

	@RequestHandler
	static class Handlers {

		private static final Executor other = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);

		@Get("/worker")
		String worker() {
			return name();
		}

		@Get("/loop")
		@NonBlocking
		String loop() {
			return name();
		}

		@Get("/callable")
		Callable<String> callable() {
			return ContextTests::name;
		}

		@Get("/loop/callable")
		@NonBlocking
		Callable<String> loopCallable() {
			return ContextTests::name;
		}

		/** What is written then runs on a worker. */
		@Get("/stage")
		CompletionStage<StreamingBody> stage() {
			return CompletableFuture.supplyAsync(this::stream, other);
		}

		@Get("/thrown")
		String thrown() {
			throw new UnsupportedOperationException();
		}

		@Get("/stage/thrown")
		CompletionStage<String> stageThrown() {
			return CompletableFuture.supplyAsync(this::thrown, other);
		}

		@ExceptionHandler
		String handle(UnsupportedOperationException failure) {
			return name();
		}

		@Get("/stream")
		StreamingBody stream() {
			return (output) -> output.write(name().getBytes(StandardCharsets.US_ASCII));
		}

		private static Mono<String> reactive() {
			return ReactiveSecurityContextHolder.getContext()
				.map((context) -> "<" + context.getAuthentication().getName() + ">")
				.defaultIfEmpty("<>");
		}

		@Get("/mono")
		Mono<String> mono() {
			return Mono.delay(Duration.ofMillis(1)).then(reactive());
		}

		@Get("/flux")
		Flux<Map<String, String>> flux() {
			return reactive().publishOn(Schedulers.parallel()).flux().map((name) -> Map.of("name", name));
		}

		@Get(value = "/flux/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> fluxEvents() {
			return reactive().flux();
		}

		@Get("/flux/lines")
		Flux<String> fluxLines() {
			return reactive().flux();
		}

		@Get("/dispatched")
		@NonBlocking
		void dispatched(HttpExchange exchange) {
			exchange.dispatch((blocking) -> blocking.response().send(name()), other);
		}

		@Get("/detached")
		void detached(HttpExchange exchange) {
			var detached = exchange.detach();
			other.execute(() -> detached.resume((resumed) -> resumed.response().send(name())));
		}

		@Get("/events")
		ServerSentEvents events() {
			return new ServerSentEvents().onEnd((end) -> later.add(name()));
		}

		@Get("/set")
		String set() {
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("eve", "x"));
			return name();
		}

		@Get("/failing")
		String failing() {
			throw new IllegalStateException("expected");
		}

		@Get("/onConnectionEnd")
		String onConnectionEnd(HttpExchange exchange) {
			exchange.onConnectionEnd(() -> later.add(name()));
			return name();
		}

		@Get("/principal")
		String principal(@AuthenticationPrincipal UserDetails user, Authentication authentication,
				@AuthenticationPrincipal(expression = "username") String name) {
			return (user == null) ? "null " + authentication + " " + name
					: user.getUsername() + " "
							+ user.getAuthorities()
								.stream()
								.map(Object::toString)
								.filter((each) -> each.startsWith("ROLE_"))
								.toList()
							+ " " + authentication.getName() + " " + name;
		}

		@Get("/principal/wrong")
		String wrong(@AuthenticationPrincipal Integer user) {
			return "" + user;
		}

		@Get("/principal/strict")
		String strict(@AuthenticationPrincipal(errorOnInvalidType = true) Integer user) {
			return "" + user;
		}

	}

	public static class HandlerClass extends BaseHttpRequestHandler {

		@Get
		void doGet() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write(name().getBytes(StandardCharsets.US_ASCII));
		}

	}

}
