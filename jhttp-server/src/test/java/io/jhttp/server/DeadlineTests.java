package io.jhttp.server;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server does with clients that are late. The clock is the test's; no thread
 * waits.
 */
class DeadlineTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private final TestClock clock = new TestClock();

	private HttpServer server;

	private RawClient connect(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(this.clock).handler(handler).start();
		return new RawClient(this.server.port());
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private void advance(Duration duration) {
		this.clock.advance(duration);
		this.server.checkDeadlines();
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 3; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
	}

	/** A client can read an answer before its worker has given the connection back. */
	private void awaitNoActiveRequest() throws IOException {
		for (int i = 0; i < 500_000_000 && this.server.counters().activeRequests() > 0; i++) {
			Thread.onSpinWait();
		}
		settle();
	}

	@Test
	void anIdleConnectionIsClosedWithoutAWord() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			client.send(GET).readHead();
			awaitNoActiveRequest();
			advance(Duration.ofSeconds(61));
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void aConnectionThatNeverSendsIsClosedWithoutAWord() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			settle();
			advance(Duration.ofSeconds(61));
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void otherTimesCanBeChosen() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.timeouts(new Timeouts(Duration.ofSeconds(300), Duration.ofSeconds(100), Duration.ofSeconds(200),
					Duration.ofSeconds(30), Duration.ofSeconds(5)))
			.handler((exchange) -> exchange.response().send())
			.start();
		try (RawClient idle = new RawClient(this.server.port());
				RawClient other = new RawClient(this.server.port());
				RawClient content = new RawClient(this.server.port());
				RawClient head = new RawClient(this.server.port())) {
			idle.send(GET).readHead();
			other.send(GET).readHead();
			awaitNoActiveRequest();
			content.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
			head.send("GET / HTTP/1.1\r\n");
			settle();
			advance(Duration.ofSeconds(99));
			settle();
			assertThat(other.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
			advance(Duration.ofSeconds(2));
			assertThat(idle.isClosedByServer()).isTrue();
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isZero();
			advance(Duration.ofSeconds(100));
			assertThat(content.readToEnd()).startsWith("HTTP/1.1 408 ");
			advance(Duration.ofSeconds(98));
			settle();
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isOne();
			advance(Duration.ofSeconds(2));
			assertThat(head.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void aRequestStartsTheIdleTimeAnew() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			for (int i = 0; i < 4; i++) {
				assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
				awaitNoActiveRequest();
				advance(Duration.ofSeconds(45));
			}
		}
	}

	@Test
	void aHandlerMayTakeLongerThanTheIdleTime() throws IOException {
		CompletableFuture<Void> release = new CompletableFuture<>();
		try (RawClient client = connect((exchange) -> {
			release.join();
			exchange.response().send();
		})) {
			client.send(GET);
			settle();
			advance(Duration.ofSeconds(61));
			settle();
			release.complete(null);
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
			assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
			awaitNoActiveRequest();
			advance(Duration.ofSeconds(61));
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void theIdleTimeBeginsWhenTheWorkerHasAnswered() throws IOException {
		CompletableFuture<Void> release = new CompletableFuture<>();
		try (RawClient client = connect((exchange) -> {
			release.join();
			exchange.response().send();
		})) {
			client.send(GET);
			settle();
			advance(Duration.ofSeconds(50));
			release.complete(null);
			client.readHead();
			awaitNoActiveRequest();
			advance(Duration.ofSeconds(50));
			settle();
			assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void aHeadThatDoesNotEndIsAnsweredWith408() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			client.send("GET / HTTP/1.1\r\n");
			settle();
			advance(Duration.ofSeconds(11));
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 Request Timeout\r\n")
				.contains("Connection: close\r\n");
		}
	}

	@Test
	void whatCouldBecomeAnotherProtocolHasToEndInTimeToo() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			client.send("P");
			settle();
			advance(Duration.ofSeconds(11));
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isOne();
		}
	}

	@Test
	void aTrickleDoesNotProlongTheTimeOfAHead() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			for (String part : new String[] { "GET /", " HTTP/1.1\r\n", "Host: a\r\n" }) {
				client.send(part);
				settle();
				advance(Duration.ofSeconds(4));
			}
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void aHeadInTimeIsAnsweredHoweverOftenItWasContinued() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().send())) {
			for (int i = 0; i < 3; i++) {
				client.send("GET / HTTP/1.1\r\n");
				settle();
				advance(Duration.ofSeconds(9));
				assertThat(client.send("Host: a\r\n\r\n").readHead()).startsWith("HTTP/1.1 200 ");
			}
		}
	}

	@Test
	void contentThatDoesNotComeIsAnsweredWith408BeforeAWorkerIsAskedFor() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().status(500).send())) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
			settle();
			advance(Duration.ofSeconds(31));
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("Connection: close\r\n");
			assertThat(this.server.counters().activeRequests()).isZero();
		}
	}

	@Test
	void aTrickleOfContentIsTooSlowInTheEnd() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.response().status(500).send())) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
			for (int i = 0; i < 3; i++) {
				settle();
				advance(Duration.ofSeconds(15));
				client.send("x");
			}
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void contentThatComesInTimeIsGatheredHoweverSlowly() throws IOException {
		try (RawClient client = connect(
				(exchange) -> exchange.response().send(exchange.request().content().readAllBytes()))) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
			settle();
			advance(Duration.ofSeconds(15));
			client.send("b");
			settle();
			advance(Duration.ofSeconds(14));
			client.send("cGET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readResponse()).endsWith("\r\n\r\nabc");
			assertThat(client.readResponse()).endsWith("Content-Length: 0\r\n\r\n");
		}
	}

	@Test
	void contentThatAHandlerWaitsForInVainIsAnsweredWith408() throws IOException {
		try (RawClient client = connect((exchange) -> exchange.request().content().readAllBytes())) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
			client.send("abc");
			awaitAfterAdvancing(client);
		}
	}

	@Test
	void aWorkerIsTakenFromASlowClientWhenOthersWaitForIt() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workerThreads(1)
			.clock(this.clock)
			.handler((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()))
			.start();
		try (RawClient slow = new RawClient(this.server.port()); RawClient other = new RawClient(this.server.port())) {
			slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n").readHead();
			other.send(GET);
			settle();
			other.socket().setSoTimeout(20);
			for (int i = 0; i < 20; i++) {
				try {
					advance(Duration.ofMillis(1100));
					assertThat(other.readHead()).startsWith("HTTP/1.1 200 ");
					break;
				}
				catch (SocketTimeoutException ex) {
					// The worker may be about to wait when the clock moves.
				}
			}
			assertThat(slow.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	/**
	 * The worker may be about to wait when the clock moves: so it moves until it helps.
	 */
	private void awaitAfterAdvancing(RawClient client) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (client.input().available() == 0) {
			assertThat(System.nanoTime()).as("deadline").isLessThan(end);
			advance(Duration.ofSeconds(31));
			settle();
		}
		assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("Connection: close\r\n");
	}

	@Test
	void anAnswerThatIsNotTakenIsAborted() throws IOException {
		byte[] content = new byte[50_000_000];
		CompletableFuture<Void> answered = new CompletableFuture<>();
		try (RawClient client = connect((exchange) -> {
			exchange.response().send(content);
			answered.complete(null);
		})) {
			client.send(GET);
			answered.join();
			settle();
			settle();
			// A first timeout only makes the server try again: buffers may have some room
			// left.
			for (int i = 0; i < 200 && this.server.counters().shed(ShedReason.SLOW_CLIENT) == 0; i++) {
				advance(Duration.ofSeconds(31));
				settle();
			}
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isOne();
			long received = 0;
			try {
				received = client.readToEnd().length();
			}
			catch (SocketException ex) {
				// A reset says the same.
			}
			assertThat(received).isLessThan(content.length);
		}
	}

}
