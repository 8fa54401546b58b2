package io.jhttp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StopTests {

	private static final Duration GRACE = Duration.ofSeconds(20);

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private HttpServer server;

	private int serve(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder().port(0).handler(handler).start();
		return this.server.port();
	}

	@AfterEach
	void stopServer() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private void waitForRelease(HttpExchange exchange) throws Exception {
		this.started.countDown();
		this.release.await();
		exchange.response().send("done");
	}

	@Test
	void aRunningRequestIsAnsweredNewConnectionsAreRefusedAndThePortIsFree() throws Exception {
		int port = serve(this::waitForRelease);
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			this.started.await();
			CompletableFuture<Void> drained = this.server.drain();
			// The kernel forgets the listener when each loop has seen that it is closed.
			awaitRefusal(port);
			assertThat(drained).isNotDone();
			this.release.countDown();
			assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("\r\n\r\ndone");
			client.socket().close();
			assertThat(this.server.stop(GRACE)).isTrue();
		}
		HttpServer.builder().port(port).handler(this::waitForRelease).start().close();
	}

	@Test
	void whoConnectsBeforeEachLoopHasLetGoOfTheListenerIsAnswered() throws Exception {
		NonBlockingHttpHandler handler = (exchange) -> {
			if (exchange.request().path().equals("/hold")) {
				this.started.countDown();
				awaitUnchecked(this.release);
			}
			exchange.response().send("done");
		};
		this.server = HttpServer.builder().port(0).eventLoops(2).handler(handler).start();
		int port = this.server.port();
		List<RawClient> clients = new ArrayList<>();
		try (RawClient holding = new RawClient(port)) {
			holding.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
			this.started.await();
			this.server.drain();
			for (int i = 0; i < 50; i++) {
				clients.add(new RawClient(port).send(GET));
			}
			this.release.countDown();
			for (RawClient client : clients) {
				assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("done");
			}
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
	}

	@Test
	void aRequestThatArrivesBeforeItsIdleConnectionIsClosedIsAnswered() throws Exception {
		TestClock clock = new TestClock();
		CompletableFuture<RawClient> idle = new CompletableFuture<>();
		NonBlockingHttpHandler handler = (exchange) -> {
			if (exchange.request().path().equals("/hold")) {
				// Nothing else runs on the loop: its next look is when the time is up.
				clock.advance(Duration.ofSeconds(11));
				idle.join().send(GET);
			}
			exchange.response().send("done");
		};
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(clock).handler(handler).start();
		try (RawClient client = new RawClient(this.server.port());
				RawClient holding = new RawClient(this.server.port())) {
			client.send(GET).readResponse();
			holding.send(GET).readResponse();
			this.server.drain();
			awaitRefusal(this.server.port());
			idle.complete(client);
			holding.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("done");
		}
	}

	@Test
	void forTheTimeOfADelayRequestsAreServedAndEachEndsItsConnection() throws Exception {
		TestClock clock = new TestClock();
		this.server = HttpServer.builder()
			.port(0)
			.clock(clock)
			.handler((exchange) -> exchange.response().send("done"))
			.start();
		int port = this.server.port();
		try (RawClient kept = new RawClient(port); RawClient silent = new RawClient(port)) {
			assertThat(kept.send(GET).readResponse()).doesNotContain("Connection: close");
			CompletableFuture<Void> drained = this.server.drain(Duration.ofSeconds(10));
			clock.advance(Duration.ofMillis(9_900));
			this.server.checkDeadlines();
			assertThat(kept.send(GET).readToEnd()).contains("\r\nConnection: close\r\n").endsWith("done");
			kept.finishSending();
			assertThat(RawClient.exchange(port, GET)).contains("\r\nConnection: close\r\n").endsWith("done");
			assertThat(drained).isNotDone();
			clock.advance(Duration.ofMillis(101));
			this.server.checkDeadlines();
			awaitRefusal(port);
			clock.advance(Duration.ofMillis(101));
			this.server.checkDeadlines();
			assertThat(silent.isClosedByServer()).isTrue();
			drained.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void aShorterDelayGoesBeforeALongerOne() throws Exception {
		int port = serve((exchange) -> exchange.response().send("done"));
		CompletableFuture<Void> drained = this.server.drain(Duration.ofDays(100));
		assertThat(RawClient.exchange(port, GET)).endsWith("done");
		this.server.drain(Duration.ofDays(200));
		assertThat(RawClient.exchange(port, GET)).endsWith("done");
		assertThat(this.server.stop(GRACE)).isTrue();
		assertThat(drained).isCompleted();
	}

	@Test
	void aDelayIsNotNegative() throws IOException {
		serve((exchange) -> exchange.response().send());
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.drain(Duration.ofNanos(-1)));
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitRefusal(int port) throws IOException {
		long end = System.nanoTime() + GRACE.toNanos();
		while (System.nanoTime() < end) {
			try {
				new RawClient(port).close();
			}
			catch (SocketException ex) {
				return;
			}
		}
		throw new AssertionError("New connections are still accepted");
	}

	@Test
	void idleConnectionsDoNotHoldUpAStop() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		try (RawClient client = new RawClient(port); RawClient silent = new RawClient(port)) {
			client.send(GET).readHead();
			assertThat(this.server.stop(GRACE)).isTrue();
			assertThat(client.isClosedByServer()).isTrue();
			assertThat(silent.isClosedByServer()).isTrue();
		}
	}

	@Test
	void aDownloadIsFinishedWithinTheGracePeriod() throws Exception {
		byte[] content = new byte[50_000_000];
		int port = serve((exchange) -> exchange.response().send(content));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> this.server.stop(GRACE));
			client.read(content.length);
			assertThat(client.isClosedByServer()).isTrue();
			client.socket().close();
			assertThat(stopped.get()).isTrue();
		}
	}

	@Test
	void whatTakesTooLongIsAborted() throws Exception {
		int port = serve(this::waitForRelease);
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			this.started.await();
			assertThat(this.server.stop(Duration.ofMillis(200))).isFalse();
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@Test
	void aHandlerThatWaitsForContentIsReleasedByAStop() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		int port = serve((exchange) -> {
			try {
				exchange.request().content().readAllBytes();
			}
			catch (IOException ex) {
				failure.complete(ex);
				throw ex;
			}
		});
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			client.readHead();
			this.server.close();
			assertThat(failure.get()).hasMessage("The server closed the connection");
		}
	}

	@Test
	void aPortInUseIsNamed() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> HttpServer.builder().port(port).handler(this::waitForRelease).start())
			.withMessageContaining("port " + port)
			.withMessageContaining("in use");
	}

	@Test
	void stoppingTwiceIsHarmless() throws IOException {
		serve((exchange) -> exchange.response().send());
		this.server.close();
		assertThat(this.server.stop(GRACE)).isTrue();
		this.server.close();
	}

}
