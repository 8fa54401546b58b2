package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for reactive results that are written one by one.
 */
class ElementStreamTests {

	private static final String EVENTS = "Accept: text/event-stream";

	private static final String LINES = "Accept: application/x-ndjson";

	@Test
	void valuesAreEventsWhereTheClientOrTheMethodSaysSo() {
		HandlerServer.run(Streams.class, (client, context) -> {
			for (String target : new String[] { "/streams/any", "/streams/entity" }) {
				assertThat(client.send("GET", target, EVENTS)).startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: text/event-stream\r\n", "\r\nCache-Control: no-cache\r\n",
							"data: {\"n\":1}\n\n", "data: {\"n\":2}\n\n")
					.endsWith("\r\n0\r\n\r\n");
			}
			assertThat(client.send("GET", "/streams/any", EVENTS)).contains("\r\nVary: Accept\r\n");
			assertThat(client.send("GET", "/streams/produced")).contains("\r\nContent-Type: text/event-stream\r\n",
					"data: a\n\n", "data: b\n\n");
			assertThat(client.send("GET", "/streams/events")).contains("\r\nContent-Type: text/event-stream\r\n",
					"event: x\nid: 7\ndata: {\"n\":1}\n\n");
		});
	}

	@Test
	void valuesAreLinesOfJsonWhereTheClientSaysSo() {
		HandlerServer.run(Streams.class, (client, context) -> {
			assertThat(client.send("GET", "/streams/any", LINES))
				.contains("\r\nContent-Type: application/x-ndjson\r\n", "{\"n\":1}\n", "{\"n\":2}\n")
				.doesNotContain("[");
			assertThat(client.send("HEAD", "/streams/any", LINES)).contains("application/x-ndjson")
				.endsWith("\r\n\r\n");
		});
	}

	@Test
	void valuesAreAListForOtherClients() {
		HandlerServer.run(Streams.class, (client, context) -> {
			assertThat(client.send("GET", "/streams/any")).endsWith("[{\"n\":1},{\"n\":2}]")
				.contains("\r\nVary: Accept\r\n");
			assertThat(client.send("GET", "/streams/any", "Accept: application/json"))
				.endsWith("[{\"n\":1},{\"n\":2}]");
		});
	}

	/** As in Spring MVC. */
	@Test
	void textsAreWrittenOneAfterTheOther() {
		HandlerServer.run(Streams.class, (client, context) -> {
			assertThat(client.send("GET", "/streams/texts")).contains("\r\nContent-Type: text/plain;charset=utf-8\r\n")
				.contains("\r\n1\r\na\r\n", "\r\n1\r\nb\r\n");
			assertThat(client.send("GET", "/streams/csv")).contains("\r\nContent-Type: text/csv;charset=utf-8\r\n");
			assertThat(client.send("GET", "/streams/texts", "Accept: text/event-stream"))
				.contains("\r\nContent-Type: text/event-stream\r\n", "data: a\n\n");
		});
	}

	@Test
	void valueLeavesAsSoonAsItIsThere() {
		HandlerServer.run(Streams.class, (client, context) -> {
			Sinks.Many<String> sink = context.getBean(Streams.class).sink;
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write("GET /streams/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				readUntil(socket.getInputStream(), "\r\n\r\n");
				sink.emitNext("one", Sinks.EmitFailureHandler.FAIL_FAST);
				assertThat(readUntil(socket.getInputStream(), "\n\n")).contains("data: one");
				sink.emitNext("two", Sinks.EmitFailureHandler.FAIL_FAST);
				assertThat(readUntil(socket.getInputStream(), "\n\n")).contains("data: two");
			}
			assertThat(context.getBean(Streams.class).cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void failureInTheMiddleCutsTheConnection() {
		HandlerServer.run(Streams.class,
				(client, context) -> assertThat(client.send("GET", "/streams/failing", EVENTS)).contains("{\"n\":1}")
					.doesNotEndWith("\r\n0\r\n\r\n")
					.doesNotContain("secret"));
	}

	@Test
	void fastPublisherWaitsForItsClient() {
		HandlerServer.run(Streams.class,
				(client, context) -> assertThat(client.send("GET", "/streams/many", LINES)).contains("{\"n\":5000}\n")
					.endsWith("\r\n0\r\n\r\n"));
	}

	private static String readUntil(InputStream input, String end) throws Exception {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int b = input.read();
			assertThat(b).as(text.toString()).isNotNegative();
			text.append((char) b);
		}
		return text.toString();
	}

	record Value(int n) {
	}

	@RequestHandler("/streams")
	static class Streams {

		final Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();

		final CountDownLatch cancelled = new CountDownLatch(1);

		@Get("/any")
		Flux<Value> any() {
			return Flux.just(new Value(1), new Value(2));
		}

		@Get("/entity")
		ResponseEntity<Flux<Value>> entity() {
			return ResponseEntity.ok(any());
		}

		@Get("/texts")
		Flux<String> texts() {
			return Flux.just("a", "b");
		}

		@Get(value = "/csv", produces = "text/csv")
		Flux<String> csv() {
			return Flux.just("a,b");
		}

		@Get(value = "/produced", produces = "text/event-stream")
		Flux<String> produced() {
			return Flux.just("a", "b");
		}

		@Get("/events")
		Flux<ServerSentEvent<Value>> events() {
			return Flux.just(ServerSentEvent.builder(new Value(1)).id("7").event("x").build());
		}

		@Get(value = "/live", produces = "text/event-stream")
		Flux<String> live() {
			return this.sink.asFlux().doOnCancel(this.cancelled::countDown);
		}

		@Get("/failing")
		Flux<Value> failing() {
			return Flux.just(new Value(1)).concatWith(Flux.error(new IllegalStateException("secret")));
		}

		@Get("/many")
		Flux<Value> many() {
			return Flux.range(1, 5000).map(Value::new);
		}

	}

}
