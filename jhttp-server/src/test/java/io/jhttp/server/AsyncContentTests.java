package io.jhttp.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.EventLoopThread;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content both ways in exchanges that no thread is busy with.
 */
class AsyncContentTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private final TestClock clock = new TestClock();

	private final BlockingQueue<AsyncExchange> detached = new LinkedBlockingQueue<>();

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private final AsyncExchange.ContentReceiver receiver = new AsyncExchange.ContentReceiver() {

		@Override
		public void received(byte @Nullable [] content) {
			AsyncContentTests.this.events
				.add((content != null) ? new String(content, StandardCharsets.ISO_8859_1) : "the end");
		}

		@Override
		public void failed(HttpProblem problem) {
			AsyncContentTests.this.events.add(problem);
		}

	};

	private HttpServer server;

	private RawClient connect() throws IOException {
		return connect(HttpServer.builder());
	}

	private RawClient connect(HttpServer.Builder builder) throws IOException {
		this.server = builder.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.handler(HttpHandler.nonBlocking((exchange) -> this.detached.add(exchange.detach())))
			.start();
		return new RawClient(this.server.port());
	}

	@AfterEach
	void stopServer() {
		this.server.close();
		assertThat(Eventually.holds(() -> this.server.counters().activeRequests() == 0)).isTrue();
	}

	private static String post(String framing) {
		return "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n";
	}

	private Object next(AsyncExchange exchange) throws InterruptedException {
		exchange.receive(this.receiver);
		return this.events.take();
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
	}

	@Test
	void contentComesPieceByPieceAndOnlyWhenItIsAskedFor() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Transfer-Encoding: chunked") + "3\r\nabc\r\n");
			AsyncExchange exchange = this.detached.take();
			assertThat(next(exchange)).isEqualTo("abc");
			exchange.receive(this.receiver);
			client.send("2\r\nde\r\n");
			assertThat(this.events.take()).isEqualTo("de");
			client.send("1\r\nf\r\n0\r\n\r\n");
			settle();
			assertThat(this.events).isEmpty();
			assertThat(next(exchange)).isEqualTo("f");
			assertThat(next(exchange)).isEqualTo("the end");
			exchange.complete();
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aRequestWithoutContentIsAtItsEnd() throws Exception {
		try (RawClient client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(next(this.detached.take())).isEqualTo("the end");
		}
	}

	@Test
	void askingForContentLetsAClientContinueThatWaitsForIt() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 2\r\nExpect: 100-continue"));
			this.detached.take().receive(this.receiver);
			assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue\r\n");
			client.send("ok");
			assertThat(this.events.take()).isEqualTo("ok");
		}
	}

	@Test
	void contentIsReceivedWhileTheClientDoesNotTakeTheResponse() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Content-Length: " + 8 * MEBIBYTE));
			AsyncExchange exchange = this.detached.take();
			byte[] large = new byte[16 * MEBIBYTE];
			CountDownLatch written = new CountDownLatch(1);
			exchange.execute((current) -> current.response().write(ContentPart.of(large, 0, large.length)));
			exchange.execute((current) -> written.countDown());
			AtomicLong received = new AtomicLong();
			CountDownLatch end = new CountDownLatch(1);
			exchange.receive(new AsyncExchange.ContentReceiver() {

				@Override
				public void received(byte @Nullable [] content) {
					if (content == null) {
						end.countDown();
						return;
					}
					received.addAndGet(content.length);
					exchange.receive(this);
				}

				@Override
				public void failed(HttpProblem problem) {
					AsyncContentTests.this.events.add(problem);
				}

			});
			// This would never return if the server waited for its response to leave.
			client.send(new byte[8 * MEBIBYTE]);
			end.await();
			assertThat(received).hasValue(8 * MEBIBYTE);
			assertThat(written.getCount()).isOne();
			exchange.complete();
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(client.input().readNBytes(16 * MEBIBYTE)).hasSize(16 * MEBIBYTE);
			written.await();
		}
	}

	@Test
	void contentThatIsTooLargeFailsAndCanBeAnswered() throws Exception {
		try (RawClient client = connect(HttpServer.builder().maxRequestContent(3))) {
			client.send(post("Transfer-Encoding: chunked") + "4\r\nabcd\r\n");
			AsyncExchange exchange = this.detached.take();
			assertThat(next(exchange)).isInstanceOfSatisfying(HttpProblem.class,
					(problem) -> assertThat(problem.status()).isEqualTo(413));
			exchange.execute((current) -> current.response().status(413));
			exchange.complete();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
		}
	}

	@Test
	void contentIsLateOnlyWhileItIsAskedFor() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 4") + "ab");
			AsyncExchange exchange = this.detached.take();
			assertThat(next(exchange)).isEqualTo("ab");
			expire();
			exchange.receive(this.receiver);
			client.send("c");
			assertThat(this.events.take()).isEqualTo("c");
			// Bytes that have come may be taken at any time.
			expire();
			exchange.receive(this.receiver);
			settle(exchange);
			expire();
			assertThat(this.events.take()).isInstanceOfSatisfying(HttpProblem.class,
					(problem) -> assertThat(problem.status()).isEqualTo(408));
		}
	}

	@Test
	void aTrickleOfContentIsLateInTheEnd() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 1000") + "x");
			AsyncExchange exchange = this.detached.take();
			Object event = next(exchange);
			for (int i = 0; i < 500 && event.equals("x"); i++) {
				exchange.receive(this.receiver);
				settle(exchange);
				this.clock.advance(Duration.ofSeconds(20));
				client.send("x");
				event = this.events.take();
			}
			// Each byte is in time; together they are too few.
			assertThat(event).isInstanceOfSatisfying(HttpProblem.class,
					(problem) -> assertThat(problem.status()).isEqualTo(408));
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isEqualTo(1);
		}
	}

	@Test
	void contentThatWasSlowAtFirstButIsEnoughInAllIsNotLate() throws Exception {
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 10001") + "x");
			AsyncExchange exchange = this.detached.take();
			assertThat(next(exchange)).isEqualTo("x");
			exchange.receive(this.receiver);
			settle(exchange);
			this.clock.advance(Duration.ofSeconds(29));
			client.send("x".repeat(9000));
			int received = this.events.take().toString().length();
			while (received < 9000) {
				received += next(exchange).toString().length();
			}
			exchange.receive(this.receiver);
			settle(exchange);
			this.clock.advance(Duration.ofSeconds(5));
			client.send("x".repeat(1000));
			while (received < 10_000) {
				received += this.events.take().toString().length();
				exchange.receive(this.receiver);
			}
			assertThat(this.events.take()).isEqualTo("the end");
		}
	}

	private void expire() {
		this.clock.advance(Duration.ofSeconds(31));
		this.server.checkDeadlines();
	}

	/** The loop has done what it was asked for before. */
	private static void settle(AsyncExchange exchange) throws InterruptedException {
		CountDownLatch taken = new CountDownLatch(1);
		exchange.execute((current) -> taken.countDown());
		taken.await();
	}

	@Test
	void aClientThatLeavesWithinItsContentIsNoticedWhileItIsAskedFor() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 4") + "ab");
			AsyncExchange exchange = this.detached.take();
			exchange.onGone(gone::countDown);
			assertThat(next(exchange)).isEqualTo("ab");
			exchange.receive(this.receiver);
			client.reset();
			gone.await();
			assertThat(exchange.isOver()).isTrue();
			assertThat(exchange.execute((current) -> this.events.add("a step"))).isFalse();
			assertThat(this.events).isEmpty();
		}
	}

	@Test
	void aClientThatLeavesIsNoticedBehindUnreadContent() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 2"));
			AsyncExchange exchange = this.detached.take();
			exchange.onGone(gone::countDown);
			client.send("ab");
			// What has come is kept, and the end is behind it.
			settle(exchange);
		}
		assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aClientThatLeavesBehindItsContentIsNoticed() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		try (RawClient client = connect()) {
			client.send(post("Content-Length: 2"));
			AsyncExchange exchange = this.detached.take();
			exchange.onGone(gone::countDown);
			client.send("ab");
			assertThat(next(exchange)).isEqualTo("ab");
			client.reset();
			gone.await();
		}
	}

	@Test
	void stepsAreTakenInOrderAndWaitForTheClientToTakeWhatEarlierOnesWrote() throws Exception {
		try (RawClient client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			AsyncExchange exchange = this.detached.take();
			byte[] large = new byte[16 * MEBIBYTE];
			exchange.execute((current) -> current.response().bare().contentLength(large.length + 1L));
			exchange.execute((current) -> {
				current.response().write(ContentPart.of(large, 0, large.length));
				this.events.add("written");
			});
			exchange.execute((current) -> this.events.add("taken"));
			assertThat(this.events.take()).isEqualTo("written");
			settle();
			assertThat(this.events).isEmpty();
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 16777217\r\n\r\n");
			client.read(large.length);
			assertThat(this.events.take()).isEqualTo("taken");
			exchange.execute((current) -> current.response().write(ContentPart.of(large, 0, 1)));
			exchange.complete();
			assertThat(client.read(1)).containsExactly(0);
		}
	}

	@Test
	void anExchangeWhoseStepsHaveNoEndLetsOthersBeAnswered() throws Exception {
		try (RawClient client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			AsyncExchange endless = this.detached.take();
			AtomicBoolean ends = new AtomicBoolean();
			endless.execute(new AsyncExchange.Step() {

				@Override
				public void take(HttpExchange current) {
					if (!ends.get()) {
						endless.execute(this);
					}
				}

			});
			try (RawClient other = new RawClient(this.server.port())) {
				other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
				this.detached.take().complete();
				assertThat(other.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
			}
			ends.set(true);
			endless.complete();
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void partsOfFilesAreWrittenAndClosed(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("file"), "0123456789".getBytes(StandardCharsets.US_ASCII));
		FileChannel sent = FileChannel.open(file);
		FileChannel refused = FileChannel.open(file);
		try (RawClient client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			AsyncExchange exchange = this.detached.take();
			exchange.execute((current) -> {
				current.response().bare().contentLength(5);
				current.response().write(ContentPart.of(sent, "file", 2, 3, null));
				current.response().output().write('x');
				try {
					current.response().write(ContentPart.of(refused, "file", 0, 10, null));
				}
				catch (IOException ex) {
					this.events.add(ex.getMessage());
				}
				current.response().output().write('y');
			});
			exchange.complete();
			assertThat(client.readResponse()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n234xy");
			assertThat(this.events).containsExactly("More content was written than the declared length of 5 bytes");
		}
		assertThat(sent.isOpen()).isFalse();
		assertThat(refused.isOpen()).isFalse();
	}

	@Test
	void stepsAndContentComeOnTheThreadOfAnEventLoop() throws Exception {
		try (RawClient client = connect()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			AsyncExchange exchange = this.detached.take();
			exchange.execute((current) -> this.events.add(Thread.currentThread() instanceof EventLoopThread));
			assertThat(this.events.take()).isEqualTo(true);
		}
	}

}
