package io.jhttp.server;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each bound of the server has its own answer.
 */
class LimitTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final int PATIENCE = 500_000_000;

	private final TestClock clock = new TestClock();

	private final List<RawClient> clients = new ArrayList<>();

	private HttpServer server;

	private HttpServer.Builder builder() {
		return HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.handler((exchange) -> exchange.response().send(exchange.request().content().readAllBytes().length + ""));
	}

	private void start(HttpServer.Builder builder) throws IOException {
		this.server = builder.start();
	}

	private RawClient connect() throws IOException {
		RawClient client = new RawClient(this.server.port());
		this.clients.add(client);
		return client;
	}

	private void awaitNoActiveRequest() {
		for (int i = 0; i < PATIENCE && this.server.counters().activeRequests() > 0; i++) {
			Thread.onSpinWait();
		}
	}

	private void awaitOpenConnections(int count) {
		for (int i = 0; i < PATIENCE && this.server.counters().openConnections() > count; i++) {
			Thread.onSpinWait();
		}
		assertThat(this.server.counters().openConnections()).isEqualTo(count);
	}

	@AfterEach
	void stopServer() throws IOException {
		for (RawClient client : this.clients) {
			client.close();
		}
		this.server.close();
		assertThat(this.server.counters().openConnections()).isZero();
	}

	@Test
	void aRequestLineThatIsTooLongIsAnsweredWith414() throws IOException {
		start(builder());
		String path = "/" + "a".repeat(8192 - "GET / HTTP/1.1".length());
		assertThat(connect().send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
			.startsWith("HTTP/1.1 200 ");
		assertThat(connect().send("GET " + path + "b HTTP/1.1\r\nHost: a\r\n\r\n").readToEnd())
			.startsWith("HTTP/1.1 414 URI Too Long\r\n");
	}

	@Test
	void aHeaderSectionThatIsTooLargeOrHasTooManyFieldsIsAnsweredWith431() throws IOException {
		start(builder());
		assertThat(connect().send("GET / HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(99) + "\r\n").readHead())
			.startsWith("HTTP/1.1 200 ");
		assertThat(connect().send("GET / HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(100) + "\r\n").readToEnd())
			.startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
		assertThat(connect().send("GET / HTTP/1.1\r\nHost: a\r\nA: " + "b".repeat(8192) + "\r\n\r\n").readToEnd())
			.startsWith("HTTP/1.1 431 ");
	}

	@Test
	void otherBoundsOfHeadsCanBeChosen() throws IOException {
		start(builder().headLimits(new HeadLimits(100, 100_000, 1000)));
		assertThat(connect().send("GET / HTTP/1.1\r\nHost: a\r\nA: " + "b".repeat(90_000) + "\r\n\r\n").readHead())
			.startsWith("HTTP/1.1 200 ");
		assertThat(connect().send("GET /" + "a".repeat(100) + " HTTP/1.1\r\nHost: a\r\n\r\n").readToEnd())
			.startsWith("HTTP/1.1 414 ");
	}

	@Test
	void declaredContentThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
		start(builder().maxRequestContent(10));
		assertThat(connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789").readResponse())
			.endsWith("\r\n\r\n10");
		assertThat(connect().send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
			.readToEnd()).startsWith("HTTP/1.1 413 Content Too Large\r\n");
	}

	@Test
	void chunkedContentIsRefusedAsSoonAsItIsTooLarge() throws IOException {
		start(builder().maxRequestContent(10));
		String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
		assertThat(connect().send(head + "a\r\n0123456789\r\n0\r\n\r\n").readResponse()).endsWith("\r\n\r\n10");
		assertThat(connect().send(head + "a\r\n0123456789\r\n1\r\n").send("0").readToEnd()).startsWith("HTTP/1.1 413 ")
			.contains("Connection: close\r\n");
	}

	@Test
	void aConnectionEndsWithItsLastRequest() throws IOException {
		start(builder().connectionLimits(new ConnectionLimits(10, 0, 3, 16)));
		RawClient client = connect();
		assertThat(client.send(GET).readResponse()).doesNotContain("Connection:");
		assertThat(client.send(GET).readResponse()).doesNotContain("Connection:");
		assertThat(client.send(GET + GET).readToEnd()).containsOnlyOnce("HTTP/1.1 ").contains("Connection: close\r\n");
	}

	@Test
	void aNewConnectionTakesThePlaceOfTheLongestIdleOne() throws IOException {
		start(builder().connectionLimits(new ConnectionLimits(2, 0, 100, 16)));
		RawClient first = connect();
		first.send(GET).readResponse();
		RawClient second = connect();
		second.send(GET).readResponse();
		first.send(GET).readResponse();
		awaitNoActiveRequest();
		RawClient third = connect();
		assertThat(third.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
		assertThat(second.isClosedByServer()).isTrue();
		assertThat(first.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
		assertThat(this.server.counters().shed(ShedReason.RECYCLED)).isEqualTo(1);
	}

	@Test
	void withoutAnIdleConnectionANewOneIsAnsweredWith503() throws Exception {
		CompletableFuture<Void> running = new CompletableFuture<>();
		CompletableFuture<Void> release = new CompletableFuture<>();
		start(builder().connectionLimits(new ConnectionLimits(1, 0, 100, 16)).handler((exchange) -> {
			running.complete(null);
			release.join();
			exchange.response().send("done");
		}));
		RawClient busy = connect();
		busy.send(GET);
		running.join();
		assertThat(connect().readToEnd()).startsWith("HTTP/1.1 503 Service Unavailable\r\n")
			.contains("Retry-After: 1\r\n");
		release.complete(null);
		assertThat(busy.readResponse()).endsWith("done");
		assertThat(this.server.counters().shed(ShedReason.TOO_MANY_CONNECTIONS)).isEqualTo(1);
	}

	@Test
	void anAddressMayHaveItsShareOnly() throws IOException {
		start(builder().connectionLimits(new ConnectionLimits(100, 2, 100, 16)));
		RawClient first = connect();
		first.send(GET).readResponse();
		connect().send(GET).readResponse();
		RawClient third = connect();
		assertThat(third.readToEnd()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
		third.close();
		first.close();
		awaitOpenConnections(1);
		assertThat(connect().send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void aTrickleOfContentIsTooSlowInTheEnd() throws IOException {
		start(builder().pace(new Pace(240, 240)));
		RawClient client = connect();
		client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n").readHead();
		StringBuilder answer = new StringBuilder();
		client.socket().setSoTimeout(20);
		for (int i = 0; i < 500 && answer.isEmpty(); i++) {
			try {
				client.send("x");
				this.clock.advance(Duration.ofSeconds(20));
				this.server.checkDeadlines();
				answer.append(client.readToEnd());
			}
			catch (SocketTimeoutException ex) {
				// Each byte is in time; together they are too few.
			}
		}
		assertThat(answer.toString()).startsWith("HTTP/1.1 408 ");
		assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isEqualTo(1);
	}

	@Test
	void http09IsAnsweredOnlyIfItIsWanted() throws IOException {
		start(builder().http09(true).handler((exchange) -> exchange.response().send("eggs")));
		assertThat(connect().send("GET /\r\n").readToEnd()).isEqualTo("eggs");
		assertThat(connect().send("POST /\r\n").readToEnd()).startsWith("HTTP/1.1 400 ");
		assertThat(connect().send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readToEnd())
			.startsWith("HTTP/1.1 200 ");
		this.server.close();
		start(builder());
		assertThat(connect().send("GET /\r\n").readToEnd()).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void clientsThatResetInTheMiddleOfAnythingLeaveNothingOpen() throws Exception {
		byte[] large = new byte[3_000_000];
		start(builder()
			.timeouts(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30),
					Duration.ofSeconds(30), Duration.ofSeconds(5)))
			.handler(HttpHandler.nonBlocking((exchange) -> {
				switch (exchange.request().path()) {
					case "/inline" -> exchange.response().send(large);
					case "/stream" -> exchange.dispatch((later) -> {
						for (int i = 0; i < 100; i++) {
							later.response().output().write(large);
						}
					});
					default -> exchange.dispatch((later) -> later.response()
						.send(String.valueOf(later.request().content().readAllBytes().length)));
				}
			})));
		String[] beginnings = { "", "GE", "GET / HTTP/1.1\r\nHo", "GET /inline HTTP/1.1\r\nHost: a\r\n\r\n",
				"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
				"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
				"POST /inline HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", "nonsense\r\n",
				"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET" };
		for (int round = 0; round < 20; round++) {
			for (String beginning : beginnings) {
				RawClient client = new RawClient(this.server.port());
				client.send(beginning);
				if (round % 2 == 0 && beginning.startsWith("GET /s")) {
					client.readHead();
				}
				client.reset();
			}
		}
		// Everything before this connection has been accepted when it is answered.
		RawClient.exchange(this.server.port(), "nonsense\r\n");
		awaitOpenConnections(0);
		Counters counters = this.server.counters();
		awaitNoActiveRequest();
		assertThat(counters.openConnections()).isZero();
		assertThat(counters.activeRequests()).isZero();
		assertThat(counters.queuedRequests()).isZero();
		// A connection that was reset before it was accepted is never seen.
		assertThat(counters.acceptedConnections()).isBetween(150L, 201L);
	}

}
