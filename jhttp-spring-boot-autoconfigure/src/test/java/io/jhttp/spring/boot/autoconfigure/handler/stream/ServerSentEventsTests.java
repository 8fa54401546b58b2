package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents.End;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.RequestHeader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for server-sent events, over the wire.
 */
class ServerSentEventsTests {

	private static final long PATIENCE = 20;

	/** A connection with a request, and its answer without the chunks. */
	private static final class Reader implements AutoCloseable {

		private final Socket socket;

		private final InputStream input;

		private Reader(TestClient client, String request) throws IOException {
			this.socket = client.connect();
			this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			this.input = this.socket.getInputStream();
		}

		static Reader of(TestClient client, String path, String... fields) throws IOException {
			String more = (fields.length > 0) ? String.join("\r\n", fields) + "\r\n" : "";
			return new Reader(client, "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n");
		}

		String head() throws IOException {
			return until("\r\n\r\n");
		}

		String until(String end) throws IOException {
			StringBuilder seen = new StringBuilder();
			while (seen.indexOf(end, seen.length() - end.length()) < 0) {
				int b = this.input.read();
				if (b < 0) {
					throw new IOException("The server closed after " + seen);
				}
				seen.append((char) b);
			}
			return seen.toString();
		}

		String rest() throws IOException {
			return new String(this.input.readAllBytes(), StandardCharsets.US_ASCII);
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	@Test
	void eventsAreSentWhenTheyHappen() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/events")) {
				assertThat(reader.head()).startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: text/event-stream\r\n", "\r\nCache-Control: no-cache\r\n",
							"\r\nTransfer-Encoding: chunked\r\n")
					.doesNotContain("Content-Length");
				ServerSentEvents events = next(context);
				assertThat(events.send("spam")).isTrue();
				assertThat(reader.until("\n\n\r\n")).isEqualTo("c\r\ndata: spam\n\n\r\n");
				assertThat(events.send(ServerSentEvent.builder("eggs").id("7").event("food").build())).isTrue();
				assertThat(reader.until("\n\n\r\n")).isEqualTo("1e\r\nevent: food\nid: 7\ndata: eggs\n\n\r\n");
				events.complete();
				assertThat(reader.until("0\r\n\r\n")).isEqualTo("0\r\n\r\n");
				assertThat(events.send("late")).isFalse();
				assertThat(end(context)).isEqualTo(End.COMPLETED);
			}
		});
	}

	@Test
	void eventsThatAreSentBeforeTheMethodReturnsComeFirst() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/early", "Last-Event-ID: 41")) {
				reader.head();
				assertThat(reader.until("0\r\n\r\n")).isEqualTo("13\r\ndata: last was 41\n\n\r\n0\r\n\r\n");
			}
		});
	}

	@Test
	void connectionGoesOnAfterTheStream() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/early")) {
				reader.until("0\r\n\r\n");
				reader.socket.getOutputStream()
					.write("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThat(reader.until("plain")).startsWith("HTTP/1.1 200 ");
			}
		});
	}

	@Test
	void clientOfHttp10GetsEventsWithoutChunks() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = new Reader(client, "GET /events HTTP/1.0\r\n\r\n")) {
				assertThat(reader.head()).contains("\r\nConnection: close\r\n").doesNotContain("chunked");
				ServerSentEvents events = next(context);
				events.send("spam");
				events.complete();
				assertThat(reader.rest()).isEqualTo("data: spam\n\n");
			}
		});
	}

	@Test
	void headEndsTheStreamAtOnce() {
		HandlerServer.run(Events.class, (client, context) -> {
			assertThat(client.send("HEAD", "/events")).startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Type: text/event-stream\r\n")
				.endsWith("\r\n\r\n");
			assertThat(end(context)).isEqualTo(End.COMPLETED);
		});
	}

	@Test
	void noStreamTellsTheBrowserToStop() {
		HandlerServer.run(Events.class,
				(client, context) -> assertThat(client.send("GET", "/none")).startsWith("HTTP/1.1 204 "));
	}

	@Test
	void heartbeatsAreComments() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/beating")) {
				reader.head();
				assertThat(reader.until("\n\n\r\n")).isEqualTo("3\r\n:\n\n\r\n");
				assertThat(reader.until("\n\n\r\n")).isEqualTo("3\r\n:\n\n\r\n");
			}
			assertThat(end(context)).isEqualTo(End.CLIENT_GONE);
		});
	}

	@Test
	void streamEndsAfterItsTime() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/limited")) {
				reader.head();
				assertThat(reader.until("0\r\n\r\n")).isEqualTo("0\r\n\r\n");
				assertThat(end(context)).isEqualTo(End.TIMED_OUT);
			}
		});
	}

	@Test
	void failedStreamIsAborted() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/events")) {
				reader.head();
				next(context).fail();
				assertThat(reader.rest()).isEmpty();
				assertThat(end(context)).isEqualTo(End.FAILED);
			}
		});
	}

	@Test
	void clientThatLeavesEndsTheStream() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/events")) {
				reader.head();
			}
			assertThat(end(context)).isEqualTo(End.CLIENT_GONE);
			assertThat(next(context).send("late")).isFalse();
		});
	}

	@Test
	void streamOfClientThatDoesNotReadIsAbortedAndOthersAreNot() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader slow = Reader.of(client, "/events")) {
				slow.head();
				ServerSentEvents slowEvents = next(context);
				try (Reader quick = Reader.of(client, "/events")) {
					quick.head();
					ServerSentEvents quickEvents = next(context);
					String data = "0123456789abcdef".repeat(1024);
					long sent = 0;
					while (slowEvents.send(data)) {
						sent += data.length();
						assertThat(sent).isLessThan(100_000_000);
						if (quickEvents.send("x")) {
							quick.until("data: x\n\n\r\n");
						}
					}
					assertThat(end(context)).isEqualTo(End.CLIENT_TOO_SLOW);
					assertThat(quickEvents.send("still there")).isTrue();
					quick.until("data: still there\n\n\r\n");
				}
			}
		});
	}

	@Test
	void eventsForAClientThatNeverComesAreBounded() {
		List<End> ends = new ArrayList<>();
		ServerSentEvents events = new ServerSentEvents().onEnd(ends::add);
		int sent = 0;
		while (events.send("spam")) {
			sent++;
			assertThat(sent).isLessThanOrEqualTo(1000);
		}
		assertThat(ends).containsExactly(End.CLIENT_TOO_SLOW);
	}

	@Test
	void streamEndsWhenTheServerIsStopped() {
		HandlerServer.run(Events.class, (client, context) -> {
			try (Reader reader = Reader.of(client, "/events")) {
				reader.head();
				CompletableFuture<Void> drained = context.getBean(JhttpServer.class).drain();
				assertThat(reader.rest()).isEqualTo("0\r\n\r\n");
				drained.get(PATIENCE, TimeUnit.SECONDS);
				assertThat(end(context)).isEqualTo(End.SERVER_STOPPED);
			}
		});
	}

	@Test
	void manyIdleStreamsHoldNoWorker() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.threads.max=2"), Events.class,
				(client, context) -> {
					List<Reader> readers = new ArrayList<>();
					try {
						for (int i = 0; i < 200; i++) {
							Reader reader = Reader.of(client, "/events");
							readers.add(reader);
							reader.head();
						}
						assertThat(client.send("GET", "/plain")).endsWith("plain");
						for (int i = 0; i < 200; i++) {
							next(context).send("to all");
						}
						for (Reader reader : readers) {
							assertThat(reader.until("\n\n\r\n")).isEqualTo("e\r\ndata: to all\n\n\r\n");
						}
					}
					finally {
						for (Reader reader : readers) {
							reader.close();
						}
					}
				});
	}

	private static ServerSentEvents next(ApplicationContext context) throws InterruptedException {
		ServerSentEvents events = context.getBean(Events.class).streams.poll(PATIENCE, TimeUnit.SECONDS);
		assertThat(events).isNotNull();
		return events;
	}

	private static @Nullable End end(ApplicationContext context) throws InterruptedException {
		return context.getBean(Events.class).ends.poll(PATIENCE, TimeUnit.SECONDS);
	}

	@RequestHandler
	static class Events {

		final BlockingQueue<ServerSentEvents> streams = new LinkedBlockingQueue<>();

		final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

		@Get("/events")
		ServerSentEvents events() {
			ServerSentEvents events = new ServerSentEvents().onEnd(this.ends::add);
			this.streams.add(events);
			return events;
		}

		@Get("/early")
		ServerSentEvents early(@RequestHeader(name = "Last-Event-ID", defaultValue = "1") String last) {
			ServerSentEvents events = new ServerSentEvents();
			events.send("last was " + last);
			events.complete();
			return events;
		}

		@Get("/beating")
		ServerSentEvents beating() {
			return new ServerSentEvents().heartbeat(Duration.ofMillis(20)).onEnd(this.ends::add);
		}

		@Get("/limited")
		ServerSentEvents limited() {
			return new ServerSentEvents().timeout(Duration.ofMillis(20)).onEnd(this.ends::add);
		}

		@Get("/none")
		@Nullable ServerSentEvents none() {
			return null;
		}

		@Get("/plain")
		String plain() {
			return "plain";
		}

	}

}
