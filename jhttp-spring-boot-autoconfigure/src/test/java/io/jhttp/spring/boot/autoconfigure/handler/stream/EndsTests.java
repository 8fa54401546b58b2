package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents.End;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever outlives its handler method is told of its end once, whichever way
 * the client, the method, the clock and the server come together.
 */
@Timeout(60)
class EndsTests {

	private static final long PATIENCE = 20;

	/** What was begun, and what of it has ended. */
	private static final class Ends {

		private final AtomicInteger begun = new AtomicInteger();

		private final BlockingQueue<Object> ended = new LinkedBlockingQueue<>();

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		private final BlockingQueue<ServerSentEvents> streams = new LinkedBlockingQueue<>();

		private final BlockingQueue<CompletableFuture<Object>> results = new LinkedBlockingQueue<>();

		void pause() {
			this.entered.countDown();
			await(this.released);
		}

		Object next() throws InterruptedException {
			Object end = this.ended.poll(PATIENCE, TimeUnit.SECONDS);
			assertThat(end).as("end of a stream").isNotNull();
			return end;
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	private interface Story {

		void tell(TestClient client, Ends ends, JhttpServer server) throws Exception;

	}

	/**
	 * A stream that was told once must not be told again, up to the end of the server.
	 */
	private static List<Object> endsOf(Story story, String... properties) {
		return List.copyOf(run(story, properties).ended);
	}

	private static Ends run(Story story, String... properties) {
		Streams streams = new Streams();
		HandlerServer.runner()
			.withPropertyValues(properties)
			.withBean(Streams.class, () -> streams)
			.run((context) -> story.tell(HandlerServer.client(context), streams.ends,
					context.getBean(JhttpServer.class)));
		return streams.ends;
	}

	/**
	 * A method may begin for an earlier client after a later request was answered, so all
	 * are counted when the server has ended.
	 */
	private static void assertThatEachEndsByItsClient(Story story, String... properties) {
		List<Object> seen = new ArrayList<>();
		Ends ends = run((client, ongoing, server) -> {
			story.tell(client, ongoing, server);
			while (seen.size() < ongoing.begun.get()) {
				seen.add(ongoing.next());
			}
		}, properties);
		seen.addAll(ends.ended);
		assertThat(seen).hasSize(ends.begun.get()).containsOnly(End.CLIENT_GONE);
	}

	private static Socket ask(TestClient client, String path) throws IOException {
		Socket socket = client.connect();
		socket.setSoLinger(true, 0);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static void readHead(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int b = socket.getInputStream().read();
			assertThat(b).isNotNegative();
			head.append((char) b);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/paused", "/paused-on-loop", "/paused-encoding", "/paused-later" })
	void clientThatLeavesBeforeTheStreamBegins(String path) {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, path);
			Ends.await(ends.entered);
			socket.close();
			ends.released.countDown();
			ends.ended.put(ends.next());
		})).containsExactly(End.CLIENT_GONE);
	}

	@Test
	void clientThatLeavesAsSoonAsItHasTheHead() {
		assertThat(endsOf((client, ends, server) -> {
			for (int i = 0; i < 50; i++) {
				Socket socket = ask(client, "/events");
				readHead(socket);
				socket.close();
			}
			for (int i = 0; i < 50; i++) {
				assertThat(ends.next()).isEqualTo(End.CLIENT_GONE);
			}
		})).isEmpty();
	}

	@Test
	void clientThatLeavesWhileEventsAreSent() {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, "/events");
			ServerSentEvents events = ends.streams.take();
			CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
				while (events.send("spam")) {
					Thread.onSpinWait();
				}
			});
			readHead(socket);
			socket.close();
			sender.get(PATIENCE, TimeUnit.SECONDS);
			Object end = ends.next();
			assertThat(end).isIn(End.CLIENT_GONE, End.CLIENT_TOO_SLOW);
		})).isEmpty();
	}

	@Test
	void clientThatLeavesWhenTheStreamIsComplete() {
		assertThat(endsOf((client, ends, server) -> {
			for (int i = 0; i < 50; i++) {
				Socket socket = ask(client, "/events");
				ServerSentEvents events = ends.streams.take();
				CyclicBarrier together = new CyclicBarrier(2);
				CompletableFuture<Void> completion = CompletableFuture.runAsync(() -> {
					meet(together);
					events.complete();
				});
				meet(together);
				socket.close();
				completion.get(PATIENCE, TimeUnit.SECONDS);
				assertThat(ends.next()).isIn(End.CLIENT_GONE, End.COMPLETED);
			}
		})).isEmpty();
	}

	private static void meet(CyclicBarrier together) {
		try {
			together.await(PATIENCE, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void clientThatLeavesWhenTheTimeIsOver() {
		assertThat(endsOf((client, ends, server) -> {
			for (int i = 0; i < 20; i++) {
				Socket socket = ask(client, "/brief");
				ends.streams.take();
				socket.close();
				assertThat(ends.next()).isIn(End.CLIENT_GONE, End.TIMED_OUT);
			}
		})).isEmpty();
	}

	@Test
	void serverThatIsStoppedAtOnce() {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, "/events");
			readHead(socket);
			server.drain();
			server.stop();
			socket.close();
			assertThat(ends.next()).isIn(End.SERVER_STOPPED, End.CLIENT_GONE);
		})).isEmpty();
	}

	@Test
	void eventThatCannotBeWrittenEndsTheStream() {
		assertThat(endsOf((client, ends, server) -> {
			assertThat(client.send("GET", "/malformed")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
			ends.ended.put(ends.next());
		})).containsExactly(End.FAILED);
	}

	@Test
	void streamWhoseResponseCannotBeMade() {
		assertThat(endsOf((client, ends, server) -> {
			assertThat(client.send("GET", "/bad-field")).startsWith("HTTP/1.1 500 ");
			ends.ended.put(ends.next());
		})).containsExactly(End.CLIENT_GONE);
	}

	@Test
	void streamThatIsReturnedTwiceIsStillThatOfItsClient() {
		assertThat(endsOf((client, ends, server) -> {
			try (Socket socket = ask(client, "/shared")) {
				readHead(socket);
				assertThat(client.send("GET", "/shared")).startsWith("HTTP/1.1 500 ");
				assertThat(client.send("HEAD", "/shared")).startsWith("HTTP/1.1 500 ");
				assertThat(ends.streams.take().send("spam")).isTrue();
			}
			ends.ended.put(ends.next());
		})).containsExactly(End.CLIENT_GONE);
	}

	/** No thread may keep streams of clients that have never been there. */
	@ParameterizedTest
	@ValueSource(strings = { "/events", "/events-on-loop", "/result", "/mono" })
	void noneIsLeftOfClientsThatLeaveAtOnce(String path) {
		assertThatEachEndsByItsClient((client, ends, server) -> {
			for (int i = 0; i < 300; i++) {
				ask(client, path).close();
			}
			assertThat(client.send("GET", "/plain")).endsWith("plain");
			assertThat(ends.begun).hasPositiveValue();
		}, "jhttp.event-loops=1", "jhttp.async.timeout=1h");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/paused-result", "/paused-mono" })
	void clientThatLeavesBeforeItsResultIsReturned(String path) {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, path);
			Ends.await(ends.entered);
			socket.close();
			ends.released.countDown();
			ends.ended.put(ends.next());
		}, "jhttp.async.timeout=1h")).containsExactly(End.CLIENT_GONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/result", "/mono" })
	void clientThatLeavesWhenTheTimeForItsResultIsOver(String path) {
		assertThatEachEndsByItsClient((client, ends, server) -> {
			for (int i = 0; i < 20; i++) {
				ask(client, path).close();
			}
			assertThat(client.send("GET", path)).startsWith("HTTP/1.1 503 ");
		}, "jhttp.async.timeout=10ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/result", "/mono" })
	void resultThatAServerIsStoppedBefore(String path) {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, path);
			while (ends.begun.get() == 0) {
				Thread.onSpinWait();
			}
			server.stop();
			socket.close();
			ends.ended.put(ends.next());
		}, "jhttp.async.timeout=1h")).containsExactly(End.CLIENT_GONE);
	}

	@Test
	void streamThatComesForAClientThatHasLeft() {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, "/stubborn");
			CompletableFuture<Object> result = ends.results.take();
			socket.close();
			assertThat(ends.next()).isEqualTo("no client waits");
			result.complete(new ServerSentEvents().onEnd(ends.ended::add));
			ends.ended.put(ends.next());
		}, "jhttp.async.timeout=1h")).containsExactly(End.CLIENT_GONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/body", "/paused-body" })
	void bodyForAClientThatHasLeft(String path) {
		assertThat(endsOf((client, ends, server) -> {
			Socket socket = ask(client, path);
			Ends.await(ends.entered);
			socket.close();
			ends.released.countDown();
			ends.ended.put(ends.next());
		})).containsExactly(End.CLIENT_GONE);
	}

	@RequestHandler
	static class Streams {

		private final Ends ends = new Ends();

		private final ServerSentEvents shared = new ServerSentEvents().onEnd(this.ends.ended::add);

		private ServerSentEvents begin() {
			ServerSentEvents events = new ServerSentEvents().onEnd(this.ends.ended::add);
			this.ends.begun.incrementAndGet();
			this.ends.streams.add(events);
			return events;
		}

		@Get("/plain")
		String plain() {
			return "plain";
		}

		@Get("/events")
		ServerSentEvents events() {
			return begin();
		}

		@Get("/events-on-loop")
		@NonBlocking
		ServerSentEvents eventsOnLoop() {
			return begin();
		}

		@Get("/paused")
		ServerSentEvents paused() {
			ServerSentEvents events = begin();
			this.ends.pause();
			return events;
		}

		@Get("/paused-on-loop")
		@NonBlocking
		ServerSentEvents pausedOnLoop() {
			return paused();
		}

		/** The head has left when the event is made text. */
		@Get("/paused-encoding")
		ServerSentEvents pausedEncoding() {
			ServerSentEvents events = begin();
			events.send(new Pausing(this.ends));
			return events;
		}

		@Get("/paused-later")
		CompletableFuture<ServerSentEvents> pausedLater() {
			return CompletableFuture.completedFuture(paused());
		}

		@Get("/brief")
		ServerSentEvents brief() {
			return begin().timeout(Duration.ofMillis(1));
		}

		@Get("/malformed")
		ServerSentEvents malformed() {
			ServerSentEvents events = begin();
			events.send(new Object() {

				@SuppressWarnings("unused")
				public String getSpam() {
					throw new IllegalStateException("out of spam");
				}

			});
			return events;
		}

		@Get("/bad-field")
		ResponseEntity<ServerSentEvents> badField() {
			return ResponseEntity.ok().header("Spam", "a\r\nb").body(begin());
		}

		@Get("/shared")
		ServerSentEvents shared() {
			this.ends.streams.add(this.shared);
			return this.shared;
		}

		@Get("/result")
		CompletableFuture<String> result() {
			CompletableFuture<String> result = new CompletableFuture<>();
			result.whenComplete((value, failure) -> this.ends.ended.add(End.CLIENT_GONE));
			this.ends.begun.incrementAndGet();
			return result;
		}

		@Get("/paused-result")
		CompletableFuture<String> pausedResult() {
			CompletableFuture<String> result = result();
			this.ends.pause();
			return result;
		}

		@Get("/mono")
		Mono<String> mono() {
			this.ends.begun.incrementAndGet();
			return Mono.<String>never().doFinally((signal) -> this.ends.ended.add(End.CLIENT_GONE));
		}

		@Get("/paused-mono")
		Mono<String> pausedMono() {
			Mono<String> mono = mono();
			this.ends.pause();
			return mono;
		}

		/** A result that cannot be cancelled. */
		@Get("/stubborn")
		CompletableFuture<Object> stubborn() {
			CompletableFuture<Object> result = new CompletableFuture<>() {

				@Override
				public boolean cancel(boolean mayInterrupt) {
					Streams.this.ends.ended.add("no client waits");
					return false;
				}

			};
			this.ends.results.add(result);
			return result;
		}

		@Get("/body")
		StreamingBody body() {
			return (output) -> {
				this.ends.pause();
				endless(output);
			};
		}

		@Get("/paused-body")
		StreamingBody pausedBody() {
			this.ends.pause();
			return this::endless;
		}

		private void endless(OutputStream output) throws IOException {
			try {
				while (true) {
					output.write(new byte[10_000]);
				}
			}
			catch (IOException ex) {
				this.ends.ended.add(End.CLIENT_GONE);
				throw ex;
			}
		}

	}

	/** Made JSON by its getter. */
	public static final class Pausing {

		private final Ends ends;

		private Pausing(Ends ends) {
			this.ends = ends;
		}

		public String getSpam() {
			this.ends.pause();
			return "eggs";
		}

	}

}
