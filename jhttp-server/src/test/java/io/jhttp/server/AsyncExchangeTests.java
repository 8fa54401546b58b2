package io.jhttp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.ShedReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Exchanges that stay open without a thread.
 */
class AsyncExchangeTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final int PATIENCE = 500_000_000;

	private final TestClock clock = new TestClock();

	private final BlockingQueue<AsyncExchange> detached = new LinkedBlockingQueue<>();

	private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

	private HttpServer server;

	private HttpServer.Builder builder(HttpHandler handler) {
		return HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workerThreads(2)
			.workerQueue(0)
			.clock(this.clock)
			.handleError((request, failure) -> this.failures.add(failure))
			.handler(handler);
	}

	private RawClient connect(HttpHandler handler) throws IOException {
		return connect(builder(handler));
	}

	/** A drain looks at the clock, which has to move by itself. */
	private RawClient connectWithSystemClock(HttpHandler handler) throws IOException {
		return connect(builder(handler).clock(EngineClock.SYSTEM));
	}

	private RawClient connect(HttpServer.Builder builder) throws IOException {
		this.server = builder.start();
		return new RawClient(this.server.port());
	}

	private void detach(HttpExchange exchange) {
		this.detached.add(exchange.detach());
	}

	private void stream(HttpExchange exchange) throws IOException {
		exchange.response().bare().contentType("text/plain").output().flush();
		this.detached.add(exchange.detach());
	}

	private AsyncExchange next() throws InterruptedException {
		return this.detached.take();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
		// A client can read an answer before its worker has given the connection back.
		for (int i = 0; i < PATIENCE && this.server.counters().activeRequests() > 0; i++) {
			Thread.onSpinWait();
		}
		assertThat(this.server.counters().activeRequests()).isZero();
		assertThat(this.server.counters().queuedRequests()).isZero();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Test
	void anAnswerComesFromAnotherThreadAndTheConnectionGoesOn() throws Exception {
		try (RawClient client = connect(this::detach)) {
			for (int i = 0; i < 3; i++) {
				client.send(GET);
				String text = "answer " + i;
				assertThat(next().resume((exchange) -> exchange.response().send(text))).isTrue();
				assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + text);
			}
		}
	}

	@Test
	void anAnswerMayComeBeforeTheHandlerHasReturned() throws Exception {
		CountDownLatch returned = new CountDownLatch(1);
		try (RawClient client = connect((exchange) -> {
			exchange.detach().resume((later) -> later.response().send("X: " + later.response().header("X")));
			returned.await();
			exchange.response().header("X", "set after it was resumed");
		})) {
			client.send(GET);
			returned.countDown();
			assertThat(client.readResponse()).endsWith("X: set after it was resumed");
		}
	}

	@Test
	void anExchangeIsDetachedOnTheEventLoopAsWell() throws Exception {
		try (RawClient client = connect(HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().path().equals("/")) {
				detach(exchange);
			}
			else {
				exchange.response().send(exchange.request().path());
			}
		}))) {
			client.send(GET + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
			AsyncExchange first = next();
			// Others are answered meanwhile, by the same loop.
			assertThat(RawClient.exchange(this.server.port(),
					"GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
				.endsWith("/other");
			first.resume(
					(exchange) -> exchange.response().send(exchange.request().path() + " " + exchange.onEventLoop()));
			assertThat(client.readResponse()).endsWith("/ false");
			assertThat(client.readResponse()).endsWith("/second");
		}
	}

	@Test
	void contentOfTheRequestIsThereWhenTheExchangeIsResumed() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
			AsyncExchange exchange = next();
			client.send("3\r\ndef\r\n0\r\n\r\n");
			exchange.resume((later) -> later.response().send(later.request().content().readAllBytes()));
			assertThat(client.readResponse()).endsWith("\r\n\r\nabcdef");
			client.send(GET);
			next().resume((later) -> later.response().send("next"));
			assertThat(client.readResponse()).endsWith("\r\n\r\nnext");
		}
	}

	@Test
	void pipelinedRequestsWaitForTheAnswer() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			AsyncExchange first = next();
			client.send(GET).send(GET);
			first.resume((exchange) -> exchange.response().send("first"));
			assertThat(client.readResponse()).endsWith("first");
			next().resume((exchange) -> exchange.response().send("second"));
			assertThat(client.readResponse()).endsWith("second");
			next().resume((exchange) -> exchange.response().send("third"));
			assertThat(client.readResponse()).endsWith("third");
		}
	}

	@Test
	void contentIsSentBitByBit() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send(GET);
			assertThat(client.readHead())
				.isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
			AsyncExchange exchange = next();
			assertThat(exchange.send(bytes("spam"))).isTrue();
			assertThat(client.read(9)).asString().isEqualTo("4\r\nspam\r\n");
			assertThat(exchange.send(bytes("and eggs"))).isTrue();
			assertThat(client.read(13)).asString().isEqualTo("8\r\nand eggs\r\n");
			assertThat(exchange.complete()).isTrue();
			assertThat(client.read(5)).asString().isEqualTo("0\r\n\r\n");
			assertThat(exchange.send(bytes("late"))).isFalse();
			assertThat(exchange.complete()).isFalse();
			client.send(GET).readHead();
			next().complete();
			assertThat(client.read(5)).asString().isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	void contentForAClientOfHttp10EndsWithTheConnection() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			AsyncExchange exchange = next();
			exchange.send(bytes("spam"));
			exchange.complete();
			assertThat(client.readToEnd())
				.isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nspam");
		}
	}

	@Test
	void headIsAnsweredWithoutContent() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
			AsyncExchange exchange = next();
			exchange.send(bytes("spam"));
			exchange.complete();
			client.send(GET);
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			next().complete();
		}
	}

	@Test
	void contentBeforeTheHeadIsRefused() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			AsyncExchange exchange = next();
			assertThatIllegalStateException().isThrownBy(() -> exchange.send(bytes("spam")))
				.withMessage("The head of the response must have left before content is sent");
			exchange.complete();
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 0\r\n");
		}
	}

	@Test
	void theFirstDecisionCounts() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			AsyncExchange exchange = next();
			assertThat(exchange.resume((later) -> later.response().send("first"))).isTrue();
			assertThat(exchange.resume((later) -> later.response().send("second"))).isFalse();
			assertThat(exchange.abort()).isFalse();
			assertThat(exchange.isOver()).isTrue();
			assertThat(client.readResponse()).endsWith("first");
		}
	}

	@Test
	void aResumedHandlerMayDetachAgain() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			next().resume(this::stream);
			AsyncExchange again = next();
			again.send(bytes("spam"));
			again.resume((exchange) -> exchange.response().output().write(bytes("eggs")));
			client.readHead();
			assertThat(client.read(23)).asString().isEqualTo("4\r\nspam\r\n4\r\neggs\r\n0\r\n\r\n");
		}
	}

	@Test
	void piecesOfManyThreadsAreNotMixed() throws Exception {
		int threads = 8;
		int pieces = 200;
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			List<CompletableFuture<Void>> writers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				byte[] piece = String.valueOf(i).repeat(100).getBytes(StandardCharsets.US_ASCII);
				writers.add(CompletableFuture.runAsync(() -> {
					for (int j = 0; j < pieces; j++) {
						exchange.send(piece);
					}
				}));
			}
			CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
			exchange.complete();
			int[] counts = new int[threads];
			for (int i = 0; i < threads * pieces; i++) {
				String chunk = new String(client.read(106), StandardCharsets.US_ASCII);
				int writer = chunk.charAt(4) - '0';
				counts[writer]++;
				assertThat(chunk).isEqualTo("64\r\n" + String.valueOf(writer).repeat(100) + "\r\n");
			}
			assertThat(counts).containsOnly(pieces);
			assertThat(client.read(5)).asString().isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	void aClientThatLeavesIsReported() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			AsyncExchange exchange = next();
			CompletableFuture<String> gone = new CompletableFuture<>();
			exchange.onGone(() -> gone.complete(Thread.currentThread().getName()));
			client.socket().close();
			assertThat(gone.get(20, TimeUnit.SECONDS)).startsWith("jhttp-worker");
			assertThat(exchange.isOver()).isTrue();
			assertThat(exchange.resume((later) -> later.response().send("late"))).isFalse();
			CompletableFuture<Void> later = new CompletableFuture<>();
			exchange.onGone(() -> later.complete(null));
			later.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void aClientThatResetsWhileItIsSentToIsReported() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			CompletableFuture<Void> gone = new CompletableFuture<>();
			exchange.onGone(() -> gone.complete(null));
			client.reset();
			gone.get(20, TimeUnit.SECONDS);
			assertThat(exchange.send(bytes("late"))).isFalse();
			assertThat(this.failures).isEmpty();
		}
	}

	@Test
	void aHandlerThatFailsAfterItHasDetachedIsAnsweredFor() throws Exception {
		try (RawClient client = connect((exchange) -> {
			detach(exchange);
			throw new IllegalStateException("too late");
		})) {
			client.send(GET);
			assertThat(client.readResponse()).startsWith("HTTP/1.1 500 ");
			AsyncExchange exchange = next();
			assertThat(exchange.isOver()).isTrue();
			assertThat(exchange.resume((later) -> later.response().send("late"))).isFalse();
			assertThat(this.failures.take()).hasMessage("too late");
		}
	}

	@Test
	void aResumedHandlerThatFailsIsAnsweredFor() throws Exception {
		try (RawClient client = connect(this::detach)) {
			client.send(GET);
			next().resume((exchange) -> {
				throw new IllegalStateException("failed later");
			});
			assertThat(client.readResponse()).startsWith("HTTP/1.1 500 ");
			assertThat(this.failures.take()).hasMessage("failed later");
		}
	}

	@Test
	void aFailureAfterTheHeadClosesTheConnection() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			next().resume((exchange) -> {
				exchange.response().output().write(bytes("spam"));
				exchange.response().output().flush();
				throw new IllegalStateException("failed later");
			});
			assertThat(client.readToEnd()).isEqualTo("4\r\nspam\r\n");
			assertThat(this.failures.take()).hasMessage("failed later");
		}
	}

	@Test
	void anAbortedAnswerHasNoEnd() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			exchange.send(bytes("spam"));
			exchange.abort();
			assertThat(client.readToEnd()).isEqualTo("4\r\nspam\r\n");
		}
	}

	@Test
	void aSlowClientHoldsNoThreadAndGetsEverything() throws Exception {
		byte[] piece = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			int pieces = 0;
			while (exchange.unsent() < 1_000_000) {
				exchange.send(piece);
				pieces++;
			}
			assertThat(RawClient.exchange(this.server.port(), "nonsense\r\n")).startsWith("HTTP/1.1 400 ");
			exchange.complete();
			for (int i = 0; i < pieces; i++) {
				assertThat(client.read(7)).asString().isEqualTo("10000\r\n");
				assertThat(client.read(piece.length)).isEqualTo(piece);
				client.read(2);
			}
			assertThat(client.read(5)).asString().isEqualTo("0\r\n\r\n");
			assertThat(exchange.unsent()).isZero();
		}
	}

	@Test
	void theResponseOfAClientThatTakesNothingIsAborted() throws Exception {
		byte[] piece = new byte[1_000_000];
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			CompletableFuture<Void> gone = new CompletableFuture<>();
			exchange.onGone(() -> gone.complete(null));
			while (exchange.unsent() < 10_000_000) {
				exchange.send(piece);
			}
			// The loop has written what the client takes, and waits.
			RawClient.exchange(this.server.port(), "nonsense\r\n");
			for (int i = 0; i < 10 && !gone.isDone(); i++) {
				this.clock.advance(Duration.ofSeconds(31));
				this.server.checkDeadlines();
				RawClient.exchange(this.server.port(), "nonsense\r\n");
			}
			gone.get(20, TimeUnit.SECONDS);
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isEqualTo(1);
		}
	}

	@Test
	void anExchangeMayBeQuietForAnyTime() throws Exception {
		try (RawClient client = connect(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			for (int i = 0; i < 3; i++) {
				this.clock.advance(Duration.ofHours(1));
				this.server.checkDeadlines();
				RawClient.exchange(this.server.port(), "nonsense\r\n");
			}
			exchange.send(bytes("spam"));
			assertThat(client.read(9)).asString().isEqualTo("4\r\nspam\r\n");
			exchange.complete();
		}
	}

	@Test
	void manyExchangesWaitWithFewWorkers() throws Exception {
		int count = 500;
		connect(this::detach).close();
		List<RawClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				// One after the other: only what waits for a worker is bounded.
				clients.add(new RawClient(this.server.port()).send(GET));
				awaitDetached(i + 1);
			}
			List<AsyncExchange> waiting = new ArrayList<>();
			this.detached.drainTo(waiting);
			for (AsyncExchange exchange : waiting) {
				exchange.resume((later) -> later.response().send("answered"));
			}
			for (RawClient client : clients) {
				assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("answered");
			}
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
	}

	private void awaitDetached(int count) {
		for (int i = 0; i < PATIENCE && this.detached.size() < count; i++) {
			Thread.onSpinWait();
		}
		assertThat(this.detached).hasSize(count);
	}

	@Test
	void aStopWaitsForTheAnswer() throws Exception {
		try (RawClient client = connectWithSystemClock(this::detach)) {
			client.send(GET);
			AsyncExchange exchange = next();
			CompletableFuture<Void> drained = this.server.drain();
			CompletableFuture<Void> told = new CompletableFuture<>();
			exchange.onServerStop(() -> told.complete(null));
			told.get(20, TimeUnit.SECONDS);
			assertThat(drained).isNotDone();
			exchange.resume((later) -> later.response().send("last"));
			assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("last");
			client.socket().close();
			drained.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void anExchangeThatEndsWhenItIsToldMakesAStopShort() throws Exception {
		try (RawClient client = connectWithSystemClock(this::stream)) {
			client.send(GET).readHead();
			AsyncExchange exchange = next();
			exchange.onServerStop(exchange::complete);
			CompletableFuture<Boolean> stopped = CompletableFuture
				.supplyAsync(() -> this.server.stop(Duration.ofSeconds(20)));
			assertThat(client.readToEnd()).isEqualTo("0\r\n\r\n");
			client.socket().close();
			assertThat(stopped.get()).isTrue();
		}
	}

	@Test
	void whatDoesNotEndIsAbortedByAStop() throws Exception {
		try (RawClient client = connectWithSystemClock(this::detach)) {
			client.send(GET);
			CompletableFuture<Void> gone = new CompletableFuture<>();
			next().onGone(() -> gone.complete(null));
			assertThat(this.server.stop(Duration.ofMillis(200))).isFalse();
			assertThat(client.readToEnd()).isEmpty();
			gone.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void oneAtATimeIsOneHandlerAtATime() throws Exception {
		ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
		this.server = builder((exchange) -> {
			threads.add(Thread.currentThread());
			detach(exchange);
		}).oneAtATime(true).workerQueue(10).start();
		try (RawClient first = new RawClient(this.server.port()).send(GET);
				RawClient second = new RawClient(this.server.port()).send(GET)) {
			HttpHandler answer = (exchange) -> {
				threads.add(Thread.currentThread());
				exchange.response().send("answered");
			};
			next().resume(answer);
			next().resume(answer);
			assertThat(first.readResponse()).endsWith("answered");
			assertThat(second.readResponse()).endsWith("answered");
			assertThat(threads).hasSize(4);
			assertThat(threads.stream().distinct()).hasSize(1);
		}
	}

}
