package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.ShedReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What once went wrong under hostile or unlucky clients, or with too few resources.
 */
class ResilienceTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String CLOSE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private HttpServer server;

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private int serve(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
		return this.server.port();
	}

	private int serve(HttpHandler handler, EngineClock clock) throws IOException {
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(clock).handler(handler).start();
		return this.server.port();
	}

	private static boolean eventually(BooleanSupplier condition) {
		for (int i = 0; i < 500_000_000 && !condition.getAsBoolean(); i++) {
			Thread.onSpinWait();
		}
		return condition.getAsBoolean();
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 3; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
	}

	/** A clock that counts how often it is looked at: a loop does so in each turn. */
	private static final class CountingClock implements EngineClock {

		private final AtomicLong looks = new AtomicLong();

		@Override
		public long nanoTime() {
			this.looks.incrementAndGet();
			return EngineClock.SYSTEM.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return EngineClock.SYSTEM.currentTimeMillis();
		}

	}

	/** A clock that fails once in a task that a worker has left to the loop. */
	private static final class FailingClock implements EngineClock {

		private final AtomicBoolean failed = new AtomicBoolean();

		@Override
		public long nanoTime() {
			failOnce();
			return EngineClock.SYSTEM.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			failOnce();
			return EngineClock.SYSTEM.currentTimeMillis();
		}

		private void failOnce() {
			boolean returning = StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("onReturned")));
			if (returning && this.failed.compareAndSet(false, true)) {
				throw new IllegalStateException("The clock is broken");
			}
		}

	}

	@Test
	void aConnectionWhoseTaskFailsIsClosedAndNoOther() throws Exception {
		FailingClock clock = new FailingClock();
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(clock)
			// With one, the next exchange asks for the time when it begins.
			.listener(new ExchangeListener() {

				@Override
				public void exchangeEnded(CompletedExchange exchange) {
				}

			})
			.handler((exchange) -> exchange.response().send("Hello"))
			.start();
		try (RawClient other = new RawClient(this.server.port());
				RawClient client = new RawClient(this.server.port())) {
			other.send("GET / HTTP/1.1\r\n");
			// With the beginning of another request, the worker cannot return it by
			// itself.
			client.send(GET + "GET / HTTP/1.1\r\n");
			assertThat(client.readToEnd()).endsWith("\r\n\r\nHello");
			assertThat(clock.failed).isTrue();
			assertThat(other.send("Host: a\r\nConnection: close\r\n\r\n").readToEnd()).endsWith("\r\n\r\nHello");
		}
	}

	/** A clock for which there is no memory when a loop itself asks, once. */
	private static final class ForgetfulClock implements EngineClock {

		private final AtomicBoolean forgets = new AtomicBoolean();

		@Override
		public long nanoTime() {
			boolean asked = this.forgets.get() && StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("expireDeadlines")));
			if (asked && this.forgets.getAndSet(false)) {
				throw new OutOfMemoryError("Java heap space");
			}
			return EngineClock.SYSTEM.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return EngineClock.SYSTEM.currentTimeMillis();
		}

	}

	@Test
	void aLoopThatFindsNoMemoryGoesOn() throws Exception {
		ForgetfulClock clock = new ForgetfulClock();
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().send("fine")), clock);
		try (RawClient kept = new RawClient(port)) {
			assertThat(kept.send(GET).readResponse()).endsWith("fine");
			clock.forgets.set(true);
			this.server.checkDeadlines();
			assertThat(eventually(() -> !clock.forgets.get())).isTrue();
			assertThat(RawClient.exchange(port, CLOSE)).endsWith("fine");
			assertThat(kept.send(GET).readResponse()).endsWith("fine");
		}
	}

	private static boolean isWorkerParked() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().startsWith("jhttp-worker-")
					&& (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING));
	}

	@Test
	void theLoopSleepsWhileAWorkerWaitsToWriteAndInputIsThere() throws Exception {
		CountingClock clock = new CountingClock();
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(clock).handler((exchange) -> {
			byte[] block = new byte[64 * 1024];
			OutputStream output = exchange.response().output();
			this.started.countDown();
			for (int i = 0; i < 1000; i++) {
				output.write(block);
			}
		}).start();
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(GET);
			this.started.await();
			assertThat(eventually(ResilienceTests::isWorkerParked)).isTrue();
			client.send("G");
			settle();
			long before = clock.looks.get();
			// What is measured is time itself: this cannot be had from another clock.
			this.release.await(200, TimeUnit.MILLISECONDS);
			// A loop that does not sleep turns thousands of times.
			assertThat(clock.looks.get() - before).isLessThan(100);
		}
	}

	@Test
	void noContinueStandsInTheMiddleOfAnAnswer() throws Exception {
		int port = serve((exchange) -> {
			OutputStream output = exchange.response().output();
			output.write("one".getBytes());
			output.flush();
			output.write(exchange.request().content().readAllBytes());
		});
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
			String head = client.readHead();
			client.send("abc");
			assertThat(head).startsWith("HTTP/1.1 200");
			assertThat(client.readToEnd()).isEqualTo("3\r\none\r\n3\r\nabc\r\n0\r\n\r\n");
		}
	}

	@Test
	void aLateLineEndDoesNotDestroyTheLastAnswerOfAWorker() throws Exception {
		byte[] content = new byte[8_000_000];
		int port = serve((exchange) -> {
			this.started.countDown();
			this.release.await();
			exchange.response().send(content);
		});
		lateLineEnd(port, content.length, true);
	}

	@Test
	void aLateLineEndDoesNotDestroyTheLastAnswerOfTheLoop() throws Exception {
		byte[] content = new byte[8_000_000];
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			this.started.countDown();
			exchange.response().send(content);
		}));
		lateLineEnd(port, content.length, false);
	}

	private void lateLineEnd(int port, int length, boolean worker) throws Exception {
		try (RawClient client = new RawClient(port)) {
			client.send(CLOSE);
			this.started.await();
			// RFC 9112, section 2.2: some clients send one after the content.
			client.send("\r\n");
			settle();
			this.release.countDown();
			client.readHead();
			int received = 0;
			try {
				for (int i = 0; i < length; i += 8000) {
					client.read(Math.min(8000, length - i));
					received += 8000;
				}
			}
			catch (IOException ex) {
				throw new AssertionError("after " + received + " of " + length + ": " + ex);
			}
		}
	}

	@Test
	void idleConnectionsKeepNothingOfTheContentBeforeThem() throws Exception {
		int port = serve(
				(exchange) -> exchange.response().send("" + exchange.request().content().readAllBytes().length));
		String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(50000);
		List<RawClient> clients = new ArrayList<>();
		long before = heap();
		for (int i = 0; i < 400; i++) {
			RawClient client = new RawClient(port);
			clients.add(client);
			assertThat(client.send(post).readResponse()).endsWith("50000");
		}
		assertThat(eventually(() -> this.server.counters().activeRequests() == 0)).isTrue();
		long each = (heap() - before) / 400;
		for (RawClient client : clients) {
			client.close();
		}
		assertThat(each).as("heap bytes for each idle connection, client included").isLessThan(6000);
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	@Test
	void anExecutorThatFailsCostsOneRequestOnly() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		this.server = HttpServer.builder().port(0).eventLoops(1).workers((task) -> {
			if (calls.incrementAndGet() <= 2) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			new Thread(task).start();
		}, 2).handler((exchange) -> exchange.response().send("fine")).start();
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(this.server.port(), CLOSE);
		}
		assertThat(RawClient.exchange(this.server.port(), CLOSE)).endsWith("fine");
		assertThat(eventually(() -> this.server.counters().activeRequests() == 0)).isTrue();
		assertThat(this.server.counters().queuedRequests()).isZero();
	}

	@Test
	void connectionsTurnedAwayForTheirAddressKeepToTheLimitOfAll() throws Exception {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.connectionLimits(new ConnectionLimits(4, 2, 100, 16))
			.handler((exchange) -> exchange.response().send())
			.start();
		List<RawClient> clients = new ArrayList<>();
		int most = 0;
		for (int i = 0; i < 200; i++) {
			clients.add(new RawClient(this.server.port()));
			most = Math.max(most, this.server.counters().openConnections());
		}
		for (RawClient client : clients) {
			client.close();
		}
		assertThat(most).isLessThanOrEqualTo(4 + 8 + 1);
	}

	@Test
	void aFileIsClosedWhenItsClientLeftBeforeTheLoopAnswers(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("leak.bin"), new byte[100]);
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			this.started.countDown();
			this.release.await();
			exchange.response().sendFile(file);
		}));
		RawClient client = new RawClient(port);
		client.send(GET);
		this.started.await();
		client.reset();
		this.release.countDown();
		assertThat(eventually(() -> this.server.counters().openConnections() == 0)).isTrue();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			assertThat(descriptors.filter((link) -> {
				try {
					return Files.readSymbolicLink(link).endsWith("leak.bin");
				}
				catch (IOException ex) {
					return false;
				}
			}).count()).isZero();
		}
	}

	@Test
	void aClientThatReadsSteadilyKeepsItsDownload() throws Exception {
		TestClock clock = new TestClock();
		byte[] content = new byte[20_000_000];
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(clock)
			.handler((exchange) -> exchange.response().send(content))
			.start();
		try (Socket socket = new Socket()) {
			socket.setReceiveBufferSize(16 * 1024);
			socket.setSoTimeout(20_000);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
			socket.getOutputStream().write(GET.getBytes());
			InputStream input = socket.getInputStream();
			int read = 0;
			for (int second = 0; second < 120; second++) {
				read += input.readNBytes(10_000).length;
				clock.advance(Duration.ofSeconds(1));
				this.server.checkDeadlines();
				settle();
				assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).as("in second " + second).isZero();
			}
		}
	}

	@Test
	void nothingBeginsAfterTheServerIsClosed() throws Exception {
		AtomicInteger begun = new AtomicInteger();
		this.server = HttpServer.builder().port(0).eventLoops(1).workerThreads(1).handler((exchange) -> {
			begun.incrementAndGet();
			this.started.countDown();
			this.release.await();
		}).start();
		try (RawClient first = new RawClient(this.server.port());
				RawClient second = new RawClient(this.server.port())) {
			first.send(GET);
			this.started.await();
			second.send(GET);
			assertThat(eventually(() -> this.server.counters().queuedRequests() == 1)).isTrue();
			this.server.close();
			this.release.countDown();
			assertThat(eventually(() -> this.server.counters().activeRequests() == 0)).isTrue();
			assertThat(begun).hasValue(1);
		}
	}

	@Test
	void aHeadAnswerKeepsItsDeclaredLength() throws Exception {
		int port = serve((exchange) -> exchange.response().contentLength(1234));
		assertThat(RawClient.exchange(port, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.contains("Content-Length: 1234\r\n");
	}

	@Test
	void aDeclaredLengthWithoutContentClosesTheConnection() throws Exception {
		int port = serve((exchange) -> exchange.response().contentLength(5));
		assertThat(RawClient.exchange(port, CLOSE)).doesNotContain("Content-Length: 0");
	}

	@Test
	void oneClientNeverFindsTheOnlyWorkerBusyWithItsOwnLastRequest() throws Exception {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workerThreads(1)
			.workerQueue(0)
			.handler((exchange) -> exchange.response().send("x"))
			.start();
		int refused = 0;
		for (int c = 0; c < 20; c++) {
			try (RawClient client = new RawClient(this.server.port())) {
				for (int i = 0; i < 200; i++) {
					if (client.send(GET).readResponse().startsWith("HTTP/1.1 503")) {
						refused++;
						break;
					}
				}
			}
		}
		assertThat(refused).isZero();
	}

	@Test
	void aDrainLingersToo() throws Exception {
		TestClock clock = new TestClock();
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(clock).handler((exchange) -> {
			this.started.countDown();
			this.release.await();
			exchange.response().send(new byte[1_000_000]);
		}).start();
		try (RawClient client = new RawClient(this.server.port())) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n").send(new byte[300_000]);
			this.started.await();
			this.server.drain();
			this.release.countDown();
			client.readHead();
			for (int i = 0; i < 100; i++) {
				client.read(10_000);
				clock.advance(Duration.ofMillis(10));
				this.server.checkDeadlines();
			}
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void whatADispatchingHandlerThrowsIsTheWholeAnswer() throws Exception {
		AtomicInteger ran = new AtomicInteger();
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			exchange.dispatch((later) -> {
				ran.incrementAndGet();
				later.response().send("later");
			});
			throw new IllegalStateException("after dispatch");
		}));
		String answer = RawClient.exchange(port, CLOSE);
		assertThat(answer).startsWith("HTTP/1.1 500");
		assertThat(eventually(() -> this.server.counters().activeRequests() == 0)).isTrue();
		assertThat(ran).hasValue(0);
	}

	/** The second turn of one busy client takes long, and another client comes in it. */
	@Test
	void clientsThatComeNeedNotWaitForTheTurnsOfAllThatAreBusy() throws Exception {
		TestClock clock = new TestClock();
		List<String> asked = new CopyOnWriteArrayList<>();
		List<RawClient> clients = new ArrayList<>();
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			String path = exchange.request().path();
			asked.add(path);
			if (asked.size() >= 34) {
				clock.advance(Duration.ofMillis(1));
			}
			if (path.equals("/holding")) {
				this.started.countDown();
				this.release.await();
			}
			if (asked.size() == 34) {
				clients.get(0).send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
			}
			exchange.response().send("fine");
		}), clock);
		for (int i = 0; i < 4; i++) {
			clients.add(new RawClient(port));
		}
		clients.get(1).send("GET /holding HTTP/1.1\r\nHost: a\r\n\r\n");
		this.started.await();
		for (int i = 2; i < 4; i++) {
			clients.get(i).send(("GET /busy" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(48));
		}
		this.release.countDown();
		assertThat(clients.get(0).readResponse()).endsWith("fine");
		for (RawClient client : clients) {
			client.close();
		}
		// The holder, both, one of them again.
		assertThat(asked.indexOf("/other")).isEqualTo(1 + 2 * 16 + 16);
	}

}
