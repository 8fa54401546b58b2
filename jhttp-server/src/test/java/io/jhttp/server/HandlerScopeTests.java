package io.jhttp.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners do around handlers.
 */
class HandlerScopeTests {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private @Nullable HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private String get(HttpHandler handler, ExchangeListener... listeners) throws IOException {
		HttpServer.Builder builder = HttpServer.builder().port(0).handler(handler).handleError((request, failure) -> {
			event("error " + failure.getMessage());
		});
		for (ExchangeListener listener : listeners) {
			builder.listener(listener);
		}
		this.server = builder.start();
		try (RawClient client = new RawClient(this.server.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			return client.readToEnd();
		}
	}

	private void event(String what) {
		this.events.add(what + (Thread.currentThread().getName().startsWith("jhttp-worker") ? " worker" : " loop"));
	}

	private ExchangeListener scope(String name) {
		return new ExchangeListener() {

			@Override
			public Runnable handlerStarts(HttpExchange exchange) {
				event(name + " begins");
				return () -> event(name + " ends");
			}

		};
	}

	@Test
	void eachThreadThatRunsAHandlerIsTold() throws IOException {
		HttpHandler handler = (exchange) -> {
			event("handler");
			exchange.response().send("eggs");
		};
		NonBlockingHttpHandler dispatching = (exchange) -> exchange.dispatch(handler);
		assertThat(get(dispatching, scope("one"), scope("two"))).endsWith("eggs");
		assertThat(this.events).containsExactly("one begins loop", "two begins loop", "two ends loop", "one ends loop",
				"one begins worker", "two begins worker", "handler worker", "two ends worker", "one ends worker");
	}

	@Test
	void handlerOfTheEventLoopIsEnclosedThere() throws IOException {
		NonBlockingHttpHandler handler = (exchange) -> {
			event("handler");
			exchange.response().send("eggs");
		};
		get(handler, scope("one"));
		assertThat(this.events).containsExactly("one begins loop", "handler loop", "one ends loop");
	}

	@Test
	void failureIsReportedBeforeTheEnd() throws IOException {
		NonBlockingHttpHandler handler = (exchange) -> {
			throw new IllegalStateException("broken");
		};
		assertThat(get(handler, scope("one"))).startsWith("HTTP/1.1 500 ");
		assertThat(this.events).containsExactly("one begins loop", "error broken loop", "one ends loop");
	}

	@Test
	void listenerThatFailsHarmsNoExchange() throws IOException {
		ExchangeListener failing = new ExchangeListener() {

			@Override
			public Runnable handlerStarts(HttpExchange exchange) {
				throw new IllegalStateException("listener");
			}

		};
		ExchangeListener failingLater = new ExchangeListener() {

			@Override
			public Runnable handlerStarts(HttpExchange exchange) {
				return () -> {
					throw new IllegalStateException("listener");
				};
			}

		};
		NonBlockingHttpHandler handler = (exchange) -> exchange.response().send("eggs");
		assertThat(get(handler, scope("one"), failing, failingLater)).endsWith("eggs");
		assertThat(this.events).containsExactly("one begins loop", "one ends loop");
	}

	@Test
	void routeIsThatOfOneExchange() throws IOException {
		this.server = HttpServer.builder().port(0).handler((NonBlockingHttpHandler) (exchange) -> {
			String before = String.valueOf(exchange.route());
			exchange.route("/{name}");
			exchange.response().send(before + " " + exchange.route());
		}).start();
		try (RawClient client = new RawClient(this.server.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readToEnd().split("null /\\{name}", -1)).hasSize(3);
		}
	}

	@Test
	void fieldsOfTheResponseCanBeListed() throws IOException {
		NonBlockingHttpHandler handler = (exchange) -> {
			exchange.response().header("X-One", "1").addHeader("X-Two", "2").addHeader("x-two", "3");
			event(exchange.response().headers().toString());
			exchange.response().send();
		};
		get(handler);
		assertThat(this.events).containsExactly("[X-One=1, X-Two=2, x-two=3] loop");
	}

	@Test
	void threadsOfThePoolAreCounted() throws IOException {
		get((exchange) -> exchange.response().send("eggs"));
		HttpServer running = this.server;
		assertThat(running).isNotNull();
		assertThat(running.workerThreads()).isOne();
	}

}
