package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A worker may let other threads help it with its exchange.
 */
class SharedExchangeTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final int ROUNDS = Boolean.getBoolean("jhttp.test.exhaustive") ? 200 : 2;

	private final ExecutorService helpers = Executors.newCachedThreadPool();

	private final TestClock clock = new TestClock();

	private final CountDownLatch returns = new CountDownLatch(1);

	private @Nullable HttpServer server;

	@AfterEach
	void stop() throws InterruptedException {
		this.returns.countDown();
		HttpServer running = this.server;
		if (running != null) {
			try {
				assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0))
					.as("all requests have ended")
					.isTrue();
				assertThat(running.counters().queuedRequests()).isZero();
				assertThat(Eventually.holds(() -> busyWorkers().isEmpty())).as("all workers are idle").isTrue();
			}
			finally {
				running.close();
				this.helpers.shutdown();
			}
		}
	}

	private static List<Thread> busyWorkers() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getName().startsWith("jhttp-worker-"))
			.filter((entry) -> Arrays.stream(entry.getValue())
				.noneMatch((frame) -> frame.getMethodName().equals("awaitTask")))
			.map((entry) -> entry.getKey())
			.toList();
	}

	private HttpServer start(boolean tls, HttpHandler handler) throws IOException {
		HttpServer started = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.handleError((request, failure) -> {
			})
			.tls(tls ? TlsOptions.of(TlsContext.of(LOCALHOST.context())) : null)
			.handler((exchange) -> {
				if (exchange.request().path().equals("/next")) {
					exchange.response().send("next " + exchange.request().content().readAllBytes().length);
				}
				else {
					handler.handle(exchange);
				}
			})
			.start();
		this.server = started;
		return started;
	}

	private RawClient client(HttpServer running) throws IOException {
		return running.isSecure()
				? new RawClient(LOCALHOST.trustingContext().getSocketFactory().createSocket(), running.port())
				: new RawClient(running.port());
	}

	/** An action of a helper; fails with what that fails with. */
	@FunctionalInterface
	private interface Help {

		void give() throws IOException;

	}

	private CompletableFuture<Void> help(Help help) {
		return CompletableFuture.runAsync(() -> {
			try {
				help.give();
			}
			catch (IOException ex) {
				throw new CompletionException(ex);
			}
		}, this.helpers);
	}

	private static void write(OutputStream output, char whose, int count, boolean flush) throws IOException {
		for (int i = 0; i < count; i++) {
			output.write((whose + "%06d" + "-".repeat(i % 700) + ";").formatted(i).getBytes());
			if (flush) {
				output.flush();
			}
		}
	}

	private static int length(int count) {
		int length = 0;
		for (int i = 0; i < count; i++) {
			length += 8 + i % 700;
		}
		return length;
	}

	private static void assertIsWhole(String content, char whose, int count) {
		List<String> own = Pattern.compile(";")
			.splitAsStream(content)
			.filter((part) -> part.charAt(0) == whose)
			.toList();
		assertThat(own).hasSize(count);
		for (int i = 0; i < count; i++) {
			assertThat(own.get(i)).isEqualTo((whose + "%06d" + "-".repeat(i % 700)).formatted(i));
		}
	}

	/** The content of a response; fails if a chunk is not one. */
	private static String content(RawClient client, String head) throws IOException {
		if (!head.contains("Transfer-Encoding: chunked\r\n")) {
			String length = head.replaceFirst("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1");
			return new String(client.read(Integer.parseInt(length)));
		}
		StringBuilder content = new StringBuilder();
		while (true) {
			StringBuilder size = new StringBuilder();
			while (!size.toString().endsWith("\r\n")) {
				size.append((char) client.read(1)[0]);
				assertThat(size.toString()).matches("[0-9a-f]*\r?\n?");
			}
			int length = Integer.parseInt(size.toString().strip(), 16);
			content.append(new String(client.read(length)));
			assertThat(new String(client.read(2))).isEqualTo("\r\n");
			if (length == 0) {
				return content.toString();
			}
		}
	}

	private static void assertNextIsRight(RawClient client) throws IOException {
		assertThat(client.send(NEXT).readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nnext 0");
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void threeThreadsWriteOneResponse(boolean tls, boolean fixedLength) throws Exception {
		int count = 120;
		HttpServer running = start(tls, (exchange) -> {
			if (fixedLength) {
				exchange.response().contentLength(3 * length(count));
			}
			OutputStream output = exchange.response().output();
			CompletableFuture<Void> heartbeat = help(() -> write(output, 'h', count, true));
			CompletableFuture<Void> other = help(() -> write(output, 'o', count, false));
			write(output, 'w', count, true);
			heartbeat.join();
			other.join();
		});
		try (RawClient client = client(running)) {
			for (int i = 0; i < ROUNDS; i++) {
				String head = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
				assertThat(head).contains(fixedLength ? "Content-Length: " : "Transfer-Encoding: chunked\r\n");
				String content = content(client, head);
				assertThat(content).hasSize(3 * length(count));
				for (char whose : new char[] { 'h', 'o', 'w' }) {
					assertIsWhole(content, whose, count);
				}
				assertNextIsRight(client);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void oneThreadReadsWhileOthersWrite(boolean tls, boolean chunked) throws Exception {
		int count = 120;
		byte[] sent = new byte[700_000];
		Arrays.setAll(new Integer[sent.length], (i) -> (int) (sent[i] = (byte) (i * 31 / 7)));
		HttpServer running = start(tls, (exchange) -> {
			OutputStream output = exchange.response().output();
			InputStream content = exchange.request().content();
			AtomicReference<byte[]> read = new AtomicReference<>();
			CompletableFuture<Void> reader = help(() -> read.set(content.readAllBytes()));
			CompletableFuture<Void> heartbeat = help(() -> write(output, 'h', count, true));
			write(output, 'w', count, true);
			heartbeat.join();
			reader.join();
			output.write((Arrays.equals(read.get(), sent) ? "same" : "other").getBytes());
		});
		try (RawClient client = client(running)) {
			for (int i = 0; i < (chunked ? ROUNDS : 1); i++) {
				client.send("POST / HTTP/1.1\r\nHost: a\r\n"
						+ (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 700000\r\n\r\n"));
				CompletableFuture<Void> sends = help(() -> {
					for (int at = 0; at < sent.length; at += 7000) {
						if (chunked) {
							client.send("1b58\r\n");
						}
						client.send(Arrays.copyOfRange(sent, at, at + 7000));
						if (chunked) {
							client.send("\r\n");
						}
					}
					if (chunked) {
						client.send("0\r\n\r\n");
					}
				});
				String head = client.readHead();
				String content = content(client, head);
				sends.join();
				assertThat(content).endsWith(";same");
				assertIsWhole(content, 'h', count);
				assertIsWhole(content, 'w', count);
				// Much content that is not read yet when a response begins costs the
				// connection.
				if (!head.contains("Connection: close\r\n")) {
					assertNextIsRight(client);
				}
			}
		}
	}

	@Test
	void readingGoesOnWhileAWriterWaitsForTheClient() throws Exception {
		byte[] block = new byte[64 * 1024];
		CountDownLatch read = new CountDownLatch(1);
		HttpServer running = start(false, (exchange) -> {
			OutputStream output = exchange.response().output();
			InputStream content = exchange.request().content();
			AtomicReference<Thread> thread = new AtomicReference<>();
			CompletableFuture<Void> writer = help(() -> {
				thread.set(Thread.currentThread());
				for (int i = 0; i < 100; i++) {
					output.write(block);
				}
			});
			assertThat(Eventually.holds(() -> isParked(thread.get()))).isTrue();
			assertThat(content.readAllBytes()).hasSize(300_000);
			read.countDown();
			writer.join();
		});
		Socket socket = new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		try (RawClient client = new RawClient(socket, running.port())) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
			client.send("493e0\r\n").send(new byte[300_000]).send("\r\n0\r\n\r\n");
			read.await();
			assertThat(content(client, client.readHead())).hasSize(100 * block.length);
			assertNextIsRight(client);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aClientThatTakesNothingMakesNoneOfSeveralWritersWaitForEver(boolean tls) throws Exception {
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		HttpServer running = start(tls, (exchange) -> {
			OutputStream output = exchange.response().output();
			byte[] block = new byte[64 * 1024];
			for (int i = 0; i < 3; i++) {
				writers.add(help(() -> {
					while (true) {
						output.write(block);
						output.flush();
					}
				}));
			}
			begun.countDown();
			for (CompletableFuture<Void> writer : writers) {
				try {
					writer.join();
				}
				catch (CompletionException ex) {
					// Looked at below.
				}
			}
		});
		Socket socket = tls ? LOCALHOST.trustingContext().getSocketFactory().createSocket() : new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		try (RawClient client = new RawClient(socket, running.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			begun.await();
			for (CompletableFuture<Void> writer : writers) {
				assertThat(Eventually.holds(() -> {
					this.clock.advance(Duration.ofMillis(500));
					running.checkDeadlines();
					return writer.isDone();
				})).isTrue();
				assertThatExceptionOfType(CompletionException.class).isThrownBy(writer::join)
					.withCauseInstanceOf(IOException.class);
			}
			assertThat(running.counters().shed(ShedReason.SLOW_CLIENT)).isPositive();
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void aHelperThatStillReadsWhenTheHandlerReturnsIsTurnedAway(boolean tls, boolean fails) throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		AtomicReference<CompletableFuture<Void>> helper = new AtomicReference<>();
		HttpServer running = start(tls, (exchange) -> {
			InputStream content = exchange.request().content();
			helper.set(help(() -> {
				thread.set(Thread.currentThread());
				content.readAllBytes();
			}));
			assertThat(Eventually.holds(() -> isParked(thread.get()))).isTrue();
			if (fails) {
				throw new IllegalStateException("The handler fails");
			}
			exchange.response().send("first");
		});
		try (RawClient client = client(running)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			assertThat(client.readResponse()).startsWith(fails ? "HTTP/1.1 500 " : "HTTP/1.1 200 ");
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> helper.get().join())
				.withCauseInstanceOf(IllegalStateException.class)
				.withMessageContaining("The exchange is over");
			client.send("5\r\nworld\r\n0\r\n\r\n");
			assertNextIsRight(client);
			client.send("POST /next HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
			assertThat(client.readResponse()).endsWith("\r\n\r\nnext 3");
		}
	}

	private static boolean isParked(@Nullable Thread thread) {
		return thread != null && thread.getState() == Thread.State.WAITING
				&& Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getClassName().endsWith(".Parking"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHelperThatStillWritesWhenTheHandlerReturnsIsTurnedAway(boolean tls) throws Exception {
		List<CompletableFuture<Void>> helpersLeft = new ArrayList<>();
		HttpServer running = start(tls, (exchange) -> {
			OutputStream output = exchange.response().output();
			CountDownLatch begun = new CountDownLatch(3);
			CompletableFuture<Void> helper = help(() -> {
				while (true) {
					try {
						output.write("helper;".getBytes());
						output.flush();
					}
					catch (IOException ex) {
						// The handler has returned, and its worker ends the response.
						assertThat(ex).hasMessage("The content of the response is complete already");
					}
					begun.countDown();
				}
			});
			helpersLeft.add(helper);
			begun.await();
		});
		try (RawClient client = client(running)) {
			for (int i = 0; i < ROUNDS; i++) {
				String content = content(client, client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead());
				assertThat(content.replace("helper;", "")).isEmpty();
				assertThatExceptionOfType(CompletionException.class)
					.isThrownBy(() -> helpersLeft.get(helpersLeft.size() - 1).join())
					.withCauseInstanceOf(IllegalStateException.class)
					.withMessageContaining("The exchange is over");
				assertNextIsRight(client);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHandlerThatReturnsLetsAHelperFinishWhatTheClientHasYetToTake(boolean fails) throws Exception {
		byte[] block = new byte[64 * 1024];
		AtomicReference<Thread> thread = new AtomicReference<>();
		AtomicReference<CompletableFuture<Void>> helper = new AtomicReference<>();
		HttpServer running = start(false, (exchange) -> {
			OutputStream output = exchange.response().output();
			helper.set(help(() -> {
				thread.set(Thread.currentThread());
				for (int i = 0; i < 100; i++) {
					output.write(block);
				}
			}));
			assertThat(Eventually.holds(() -> isParked(thread.get()))).isTrue();
			if (fails) {
				throw new IllegalStateException("The handler fails");
			}
		});
		Socket socket = new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		try (RawClient client = new RawClient(socket, running.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(Eventually.holds(() -> thread.get() != null && isParked(thread.get()))).isTrue();
			if (fails) {
				assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").doesNotEndWith("\r\n0\r\n\r\n");
			}
			else {
				String content = content(client, client.readHead());
				assertThat(content.length()).isPositive();
				assertThat(content.length() % block.length).isZero();
				assertNextIsRight(client);
			}
			try {
				helper.get().join();
			}
			catch (CompletionException ex) {
				assertThat(ex.getCause()).isInstanceOfAny(IllegalStateException.class, IOException.class);
			}
		}
	}

	@Test
	void aHelperThatReadsAndOneThatWritesBothLearnThatTheClientHasGone() throws Exception {
		List<CompletableFuture<Void>> both = new ArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		HttpServer running = start(false, (exchange) -> {
			InputStream content = exchange.request().content();
			OutputStream output = exchange.response().output();
			byte[] block = new byte[64 * 1024];
			both.add(help(content::readAllBytes));
			both.add(help(() -> {
				while (true) {
					output.write(block);
				}
			}));
			begun.countDown();
			for (CompletableFuture<Void> one : both) {
				try {
					one.join();
				}
				catch (CompletionException ex) {
					// Looked at below.
				}
			}
		});
		Socket socket = new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()));
		socket.getOutputStream()
			.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".getBytes());
		begun.await();
		socket.setSoLinger(true, 0);
		socket.close();
		for (CompletableFuture<Void> one : both) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join)
				.withCauseInstanceOf(IOException.class);
		}
	}

}
