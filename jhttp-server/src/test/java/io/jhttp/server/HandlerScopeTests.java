package io.jhttp.server;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a filter sets for an exchange: what its threads know, and what answers for its
 * exceptions.
 */
class HandlerScopeTests {

	private static final ThreadLocal<String> known = new ThreadLocal<>();

	private final ExecutorService others = Executors.newSingleThreadExecutor();

	private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

	@AfterEach
	void stop() {
		this.others.shutdownNow();
	}

	private HttpServer start() throws IOException {
		NonBlockingHttpHandler handler = (exchange) -> {
			String path = exchange.request().path();
			if (!path.startsWith("/unknown")) {
				exchange.scope(() -> {
					known.set(path);
					return known::remove;
				});
			}
			if (path.endsWith("/worker")) {
				exchange.dispatch(HandlerScopeTests::tell);
			}
			else if (path.endsWith("/executor")) {
				exchange.dispatch(HandlerScopeTests::tell, this.others);
			}
			else if (path.endsWith("/detached")) {
				AsyncExchange detached = exchange.detach();
				this.others.execute(() -> detached.resume(HandlerScopeTests::tell));
			}
			else {
				exchange.detach().onGone(() -> this.told.add("" + known.get()));
			}
		};
		return HttpServer.builder().port(0).handler(handler).start();
	}

	private static void tell(HttpExchange exchange) throws IOException {
		exchange.response().send("" + known.get());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/worker", "/executor", "/detached" })
	void threadsKnowItWhileTheyRunAHandlerAndNoLonger(String path) throws Exception {
		try (HttpServer server = start(); RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
					.endsWith("\r\n\r\n" + path);
				assertThat(client.send("GET /unknown" + path + " HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
					.endsWith("\r\n\r\nnull");
			}
		}
		assertThat(this.others.submit(known::get).get()).isNull();
	}

	@Test
	void tasksAtTheEndOfADetachedExchangeKnowIt() throws Exception {
		try (HttpServer server = start()) {
			try (RawClient client = new RawClient(server.port())) {
				client.send("GET /gone HTTP/1.1\r\nHost: a\r\n\r\n");
			}
			assertThat(this.told.poll(20, TimeUnit.SECONDS)).isEqualTo("/gone");
		}
	}

	@Test
	void exceptionsAreForTheExchangeBeforeTheServer() throws Exception {
		HttpHandler handler = (exchange) -> {
			exchange.failures((failure, failed) -> {
				if (failure instanceof UnsupportedOperationException) {
					failed.response().status(418).send("exchange");
				}
				return failure instanceof UnsupportedOperationException;
			});
			throw exchange.request().path().equals("/known") ? new UnsupportedOperationException()
					: exchange.request().path().equals("/problem") ? new HttpProblem(409, "problem")
							: new IllegalStateException();
		};
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).failures((failure, exchange) -> {
			exchange.response().status(500).send("server");
			return true;
		}).start()) {
			assertThat(RawClient.exchange(server.port(), "GET /known HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 418 ")
				.endsWith("\r\n\r\nexchange");
			assertThat(RawClient.exchange(server.port(), "GET /other HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nserver");
			assertThat(RawClient.exchange(server.port(), "GET /problem HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nserver");
		}
	}

}
