package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener learns of each answer, and that it learns it once.
 */
class ExchangeListenerTests {

	private static final String GET = "GET /a?b HTTP/1.1\r\nHost: a\r\nUser-Agent: me\r\n\r\n";

	private static final String LAST_GET = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");

	private final TestClock clock = new TestClock();

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private HttpServer server;

	@TempDir
	Path directory;

	private final ExchangeListener listener = new ExchangeListener() {

		@Override
		public void exchangeStarted(HttpExchange exchange) {
			ExchangeListenerTests.this.events.add("started " + exchange.request());
		}

		@Override
		public void exchangeEnded(CompletedExchange exchange) {
			Throwable failure = exchange.failure();
			ExchangeListenerTests.this.events.add("ended " + exchange.requestLine() + " " + exchange.status() + " "
					+ exchange.contentBytes() + ((failure != null) ? " " + failure.getClass().getSimpleName() : ""));
		}

	};

	private HttpServer.Builder server(HttpHandler handler) {
		return HttpServer.builder().port(0).eventLoops(1).clock(this.clock).handler(handler).listener(this.listener);
	}

	private int serve(HttpServer.Builder builder) throws IOException {
		this.server = builder.start();
		return this.server.port();
	}

	private int serve(HttpHandler handler) throws IOException {
		return serve(server(handler));
	}

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
		this.executor.shutdownNow();
	}

	private String event() {
		try {
			return Objects.toString(this.events.poll(20, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The loop has looked at what came before when it has answered this. */
	private void letTheLoopLook(int port) throws IOException {
		RawClient.exchange(port, LAST_GET);
		event();
		event();
	}

	/** Nothing can follow when the server is closed. */
	private void expectNoMore() {
		this.server.close();
		assertThat(this.events).isEmpty();
	}

	@Test
	void anAnswerOnTheEventLoopIsReportedOnce() throws IOException {
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().send("Hello")));
		try (RawClient client = new RawClient(port)) {
			for (int i = 0; i < 3; i++) {
				client.send(GET).readResponse();
				assertThat(event()).isEqualTo("started GET /a?b HTTP/1.1");
				assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 5");
			}
		}
		expectNoMore();
	}

	@Test
	void anAnswerOnAWorkerIsReportedOnce() throws IOException {
		int port = serve((exchange) -> exchange.response().send("Hello"));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readResponse();
			assertThat(event()).isEqualTo("started GET /a?b HTTP/1.1");
			assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 5");
			client.send(LAST_GET).readToEnd();
			assertThat(event()).isEqualTo("started GET /a?b HTTP/1.1");
			assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 5");
		}
		expectNoMore();
	}

	@Test
	void pipelinedRequestsAreReportedEachOnceAndInOrder() throws IOException {
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().send(exchange.request().path())));
		StringBuilder requests = new StringBuilder();
		for (int i = 100; i < 140; i++) {
			requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
		}
		try (RawClient client = new RawClient(port)) {
			client.send(requests.toString());
			for (int i = 100; i < 140; i++) {
				client.readResponse();
			}
			for (int i = 100, ended = 100; i < 180; i++) {
				String event = event();
				if (event.startsWith("ended")) {
					assertThat(event).isEqualTo("ended GET /" + ended++ + " HTTP/1.1 200 4");
				}
			}
		}
		expectNoMore();
	}

	@Test
	void headHasNoContent() throws IOException {
		int port = serve((exchange) -> exchange.response().send("Hello"));
		RawClient.exchange(port, LAST_GET.replace("GET", "HEAD"));
		assertThat(event()).isEqualTo("started HEAD /a?b HTTP/1.1");
		assertThat(event()).isEqualTo("ended HEAD /a?b HTTP/1.1 200 0");
		expectNoMore();
	}

	@Test
	void chunksCountWithoutTheirFraming() throws IOException {
		int port = serve((exchange) -> {
			OutputStream output = exchange.response().output();
			output.write("Hello".getBytes(StandardCharsets.US_ASCII));
			output.flush();
			output.write("World".getBytes(StandardCharsets.US_ASCII));
		});
		RawClient.exchange(port, LAST_GET);
		event();
		assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 10");
		expectNoMore();
	}

	@Test
	void anExchangeThatIsPassedOnIsReportedOnce() throws IOException {
		int port = serve((exchange) -> exchange
			.dispatch((later) -> later.response().send(Thread.currentThread().getName()), this.executor));
		RawClient.exchange(port, LAST_GET);
		assertThat(event()).startsWith("started");
		assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 200 ");
		expectNoMore();
	}

	@Test
	void anExchangeThatNoWorkerTakesIsA503() throws IOException {
		this.executor.shutdownNow();
		int port = serve(HttpHandler
			.nonBlocking((exchange) -> exchange.dispatch((later) -> later.response().send(), this.executor)));
		RawClient.exchange(port, LAST_GET);
		assertThat(event()).startsWith("started");
		assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 503 ");
		expectNoMore();
	}

	@Test
	void aLocalRedirectIsReportedAsTheClientHasAsked() throws IOException {
		int port = serve((exchange) -> {
			if (exchange.request().path().equals("/a")) {
				exchange.redirectLocally("/other");
			}
			else {
				exchange.response().send(exchange.request().path());
			}
		});
		RawClient.exchange(port, LAST_GET);
		assertThat(event()).isEqualTo("started GET /a?b HTTP/1.1");
		assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 6");
		expectNoMore();
	}

	@Test
	void aRequestThatWaitsFor100IsReportedOnce() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 100");
			client.send("abc").readResponse();
			assertThat(event()).startsWith("started");
			assertThat(event()).isEqualTo("ended POST / HTTP/1.1 200 3");
		}
		expectNoMore();
	}

	@Test
	void aFailureIsReportedWithItsAnswer() throws IOException {
		int port = serve((exchange) -> {
			throw new IllegalStateException("broken");
		});
		RawClient.exchange(port, LAST_GET);
		event();
		assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 500 ").endsWith(" IllegalStateException");
		expectNoMore();
	}

	@Test
	void aProblemIsNoFailure() throws IOException {
		int port = serve((exchange) -> {
			throw new HttpProblem(404, "nothing");
		});
		RawClient.exchange(port, LAST_GET);
		event();
		assertThat(event()).matches("ended GET /a\\?b HTTP/1.1 404 \\d+");
		expectNoMore();
	}

	@Test
	void anAnswerThatIsShorterThanPromisedIsAFailure() throws IOException {
		int port = serve((exchange) -> exchange.response().contentLength(10).output().write(65));
		RawClient.exchange(port, LAST_GET);
		event();
		assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 1 IOException");
		expectNoMore();
	}

	@Test
	void whatNeverBecomesAnExchangeIsReportedAsFarAsItIsKnown() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		RawClient.exchange(port, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
		assertThat(event()).startsWith("ended GET /a b HTTP/1.1 400 ");
		RawClient.exchange(port, "\0\1nonsense\r\n");
		assertThat(event()).startsWith("ended \0\1nonsense 400 ");
		RawClient.exchange(port, "GET / HTTP/1.1\r\n\r\n");
		assertThat(event()).startsWith("ended GET / HTTP/1.1 400 ");
		RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000));
		assertThat(event()).startsWith("ended GET / HTTP/1.1 431 ");
		RawClient.exchange(port, "GET /" + "x".repeat(100_000));
		assertThat(event()).startsWith("ended GET /xxxxx").contains("x 414 ");
		expectNoMore();
	}

	@Test
	void aHeadThatComesTooLateIsReported() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		try (RawClient client = new RawClient(port)) {
			client.send("GET /slow HTT");
			client.send("P/1.1\r\nHo");
			letTheLoopLook(port);
			this.clock.advance(Duration.ofSeconds(11));
			this.server.checkDeadlines();
			assertThat(client.readHead()).startsWith("HTTP/1.1 408");
			assertThat(event()).startsWith("ended GET /slow HTTP/1.1 408 ");
		}
		expectNoMore();
	}

	@Test
	void contentThatComesTooLateIsReported() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
			assertThat(event()).startsWith("started");
			letTheLoopLook(port);
			this.clock.advance(Duration.ofSeconds(31));
			this.server.checkDeadlines();
			assertThat(client.readHead()).startsWith("HTTP/1.1 408");
			assertThat(event()).startsWith("ended POST / HTTP/1.1 408 ");
		}
		expectNoMore();
	}

	@Test
	void aClientThatLeavesWhileItIsServedIsReported() throws Exception {
		CountDownLatch served = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		int port = serve((exchange) -> {
			served.countDown();
			left.await();
			OutputStream output = exchange.response().output();
			byte[] much = new byte[100_000];
			while (true) {
				output.write(much);
			}
		});
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			event();
			served.await();
			client.reset();
		}
		left.countDown();
		assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 200 ").endsWith(" ClientGoneException");
		expectNoMore();
	}

	@Test
	void aFileThatAClientDoesNotWaitForCountsAsFarAsItWasSent() throws Exception {
		long size = 50_000_000;
		Path file = this.directory.resolve("large");
		Files.write(file, new byte[(int) size]);
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().sendFile(file)));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			client.read(1000);
			event();
			assertThat(this.events).isEmpty();
			client.reset();
		}
		String[] ended = event().split(" ");
		assertThat(ended[4]).isEqualTo("200");
		assertThat(Long.parseLong(ended[5])).isBetween(900L, size - 1);
		assertThat(ended[6]).isEqualTo("ClientGoneException");
		expectNoMore();
	}

	@Test
	void aFileIsReportedWhenItsLastByteHasLeft() throws Exception {
		int size = 50_000_000;
		Path file = this.directory.resolve("large");
		Files.write(file, new byte[size]);
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().sendFile(file)));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			client.readHead();
			event();
			assertThat(this.events).isEmpty();
			client.read(size);
			assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 " + size);
		}
		expectNoMore();
	}

	@Test
	void whatIsKnownOutlivesAnAnswerThatTheClientDoesNotTakeYet() throws Exception {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		int size = 8_000_000;
		byte[] content = new byte[size];
		int port = serve(HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.handler(HttpHandler.nonBlocking((exchange) -> exchange.response().send(content)))
			.listener(new ExchangeListener() {

				@Override
				public void exchangeEnded(CompletedExchange exchange) {
					seen.add(exchange.requestLine() + " " + exchange.header("User-Agent"));
				}

			}));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			client.readHead();
			for (int i = 0; i < 3; i++) {
				RawClient.exchange(port, LAST_GET.replace("User-Agent: me", "User-Agent: somebody-else"));
				assertThat(seen.poll(20, TimeUnit.SECONDS)).endsWith(" somebody-else");
			}
			client.read(size);
			assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("GET /a?b HTTP/1.1 me");
		}
	}

	@Test
	void whatIsRunningWhenTheServerClosesIsReported() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		int port = serve((exchange) -> {
			closed.await();
			exchange.response().send();
		});
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			event();
			this.server.close();
			closed.countDown();
			assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 ").endsWith(" ClientGoneException");
		}
		expectNoMore();
	}

	@Test
	void aListenerThatFailsIsNoHarm() throws IOException {
		int port = serve(HttpServer.builder()
			.port(0)
			.handler((exchange) -> exchange.response().send("Hello"))
			.listener(new ExchangeListener() {

				@Override
				public void exchangeStarted(HttpExchange exchange) {
					throw new IllegalStateException("a listener's own failure");
				}

				@Override
				public void exchangeEnded(CompletedExchange exchange) {
					throw new IllegalStateException("a listener's own failure");
				}

			})
			.listener(this.listener));
		try (RawClient client = new RawClient(port)) {
			assertThat(client.send(GET).readResponse()).endsWith("Hello");
			assertThat(client.send(GET).readResponse()).endsWith("Hello");
		}
		event();
		assertThat(event()).startsWith("ended GET /a?b HTTP/1.1 200 5");
	}

	@Test
	void aTaskForTheEndThatFailsIsNoHarm() throws IOException {
		int port = serve((exchange) -> {
			exchange.onEnd((ended) -> {
				throw new IllegalStateException("a task's own failure");
			});
			exchange.onEnd((ended) -> this.events.add("told of " + ended.status()));
			exchange.response().send("Hello");
		});
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readResponse();
			assertThat(event()).isEqualTo("started GET /a?b HTTP/1.1");
			assertThat(event()).isEqualTo("told of 200");
			assertThat(event()).isEqualTo("ended GET /a?b HTTP/1.1 200 5");
			assertThat(client.send(LAST_GET).readToEnd()).endsWith("Hello");
		}
	}

	@Test
	void timeCountsFromTheArrivalAlsoIfNothingElseListens() throws IOException {
		int port = serve(HttpServer.builder().port(0).clock(this.clock).handler((exchange) -> {
			this.clock.advance(Duration.ofMillis(200));
			exchange.onEnd((ended) -> this.events.add(ended.arrivalMillis() + " " + ended.durationNanos()));
			this.clock.advance(Duration.ofMillis(50));
			exchange.response().send();
		}));
		RawClient.exchange(port, LAST_GET);
		assertThat(event()).isEqualTo("784111777000 250000000");
	}

	@Test
	void attributesAndHeadersAreThereAtTheEndAndTimeIsThatOfTheClock() throws IOException {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		int port = serve(HttpServer.builder().port(0).clock(this.clock).handler((exchange) -> {
			this.clock.advance(Duration.ofMillis(250));
			exchange.response().send(String.valueOf(exchange.attribute("a")));
		}).listener(new ExchangeListener() {

			@Override
			public void exchangeStarted(HttpExchange exchange) {
				exchange.attribute("a", "b");
			}

			@Override
			public void exchangeEnded(CompletedExchange ended) {
				HttpExchange exchange = Objects.requireNonNull(ended.exchange());
				seen.add(exchange.attribute("a") + " " + ended.header("user-agent") + " " + ended.method() + " "
						+ ended.target() + " " + ended.version() + " " + ended.arrivalMillis() + " "
						+ ended.durationNanos() + " " + ended.remoteAddress().getAddress().isLoopbackAddress());
			}

		}));
		assertThat(RawClient.exchange(port, LAST_GET)).endsWith("b");
		this.server.close();
		assertThat(seen).containsExactly("b me GET /a?b HTTP/1.1 784111777000 250000000 true");
	}

}
