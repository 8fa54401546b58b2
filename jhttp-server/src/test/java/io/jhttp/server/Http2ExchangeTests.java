package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.http2.Http2Client;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers do not notice by which protocol their requests come, nor that one carries
 * several at once.
 */
class Http2ExchangeTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final String LONG = "0123456789abcdef".repeat(20_000);

	private final BlockingQueue<AsyncExchange> detached = new LinkedBlockingQueue<>();

	private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final AtomicInteger ran = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private final ExecutorService others = Executors.newCachedThreadPool();

	private @Nullable HttpServer server;

	@AfterEach
	void stop() {
		this.release.countDown();
		this.others.shutdown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer.Builder builder() {
		return HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.handleError((request, failure) -> this.failures.add(failure))
			.handler((NonBlockingHttpHandler) this::handle);
	}

	private HttpServer start(HttpServer.Builder builder) throws IOException {
		HttpServer started = builder.start();
		this.server = started;
		return started;
	}

	private void handle(HttpExchange exchange) throws IOException {
		switch (exchange.request().path()) {
			case "/loop" -> exchange.response().header("X-One", "1").send("loop");
			case "/loop-long" -> exchange.response().send(LONG);
			case "/loop-stream" -> exchange.response().output().write(LONG.getBytes());
			case "/worker" -> exchange.dispatch((later) -> {
				this.ran.incrementAndGet();
				later.response().send("worker");
			});
			case "/executor" -> exchange.dispatch((later) -> later.response().send("executor"), this.others);
			case "/stream" -> exchange.dispatch(this::stream);
			case "/echo" -> exchange.dispatch((later) -> {
				OutputStream output = later.response().output();
				later.request().content().transferTo(output);
			});
			case "/length" -> exchange
				.dispatch((later) -> later.response().send("" + later.request().content().readAllBytes().length));
			case "/held" -> exchange.dispatch((later) -> {
				this.release.await();
				later.response().send("held");
			});
			case "/detached" -> {
				exchange.response().output().flush();
				this.detached.add(exchange.detach());
			}
			case "/resumed" -> this.detached.add(exchange.detach());
			case "/failing" -> exchange.dispatch((later) -> {
				throw new IllegalStateException("broken");
			});
			case "/half" -> exchange.dispatch((later) -> {
				later.response().output().write("half".getBytes());
				later.response().output().flush();
				throw new IllegalStateException("half");
			});
			default -> exchange.response().sendError(404);
		}
	}

	private void stream(HttpExchange exchange) throws IOException {
		try {
			OutputStream output = exchange.response().output();
			for (int at = 0; at < LONG.length(); at += 1000) {
				output.write(LONG.substring(at, at + 1000).getBytes());
			}
		}
		catch (IOException ex) {
			this.failures.add(ex);
			throw ex;
		}
	}

	private Http2Client client(HttpServer to) throws IOException {
		return new Http2Client(to.port());
	}

	private static SSLSocket tlsSocket(HttpServer to, String... protocols) throws IOException {
		SSLSocket socket = (SSLSocket) LOCALHOST.trustingContext()
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), to.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(protocols);
		socket.setSSLParameters(parameters);
		return socket;
	}

	/** Makes sure that the loop has seen what was sent before. */
	private static void settle(HttpServer running) throws IOException {
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(running.port(), "nonsense\r\n");
		}
	}

	private static void assertNothingIsLeft(HttpServer of) throws InterruptedException {
		assertThat(Eventually.holds(() -> of.counters().activeRequests() == 0)).isTrue();
		assertThat(of.counters().queuedRequests()).isZero();
	}

	@Test
	void theFirstBytesChooseTheProtocol() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client framed = client(running); RawClient http = new RawClient(running.port())) {
			assertThat(framed.head(1, "GET /loop").await(1).heads()).isEqualTo(
					"200\nserver: jhttp\nx-one: 1\ncontent-type: text/plain;charset=utf-8\ncontent-length: 4\n\n");
			assertThat(framed.response(1).content()).isEqualTo("loop");
			assertThat(http.send("GET /loop HTTP/1.1\r\nHost: a\r\n\r\n").readResponse()).startsWith("HTTP/1.1 200 ")
				.endsWith("\r\n\r\nloop");
			assertThat(http.send("GET /worker HTTP/1.1\r\nHost: a\r\n\r\n").readResponse()).endsWith("worker");
			assertThat(framed.head(3, "GET /worker").await(3).content()).isEqualTo("worker");
		}
		assertNothingIsLeft(running);
	}

	/** RFC 9113, section 3.1: that token is not used any more. */
	@Test
	void noFieldOfARequestChoosesTheProtocol() throws Exception {
		HttpServer running = start(builder());
		try (RawClient client = new RawClient(running.port())) {
			client.send("GET /loop HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
					+ "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nloop");
			assertThat(client.send("GET /loop HTTP/1.1\r\nHost: a\r\n\r\n").readResponse()).endsWith("loop");
		}
	}

	@Test
	void bytesThatComeOneByOneChooseTheProtocolToo() throws Exception {
		HttpServer running = start(builder());
		try (RawClient client = new RawClient(running.port())) {
			client.send("PRI * HTTP/2.0\r\n");
			settle(running);
			client.send("\r\nSM\r\n");
			settle(running);
			client.send("\r\n\0\0\0\4\0\0\0\0\0");
			// SETTINGS, and then the acknowledgement behind a WINDOW_UPDATE.
			assertThat(client.read(9)).containsExactly(0, 0, 24, 4, 0, 0, 0, 0, 0);
			client.read(24 + 13);
			assertThat(client.read(9)).containsExactly(0, 0, 0, 4, 1, 0, 0, 0, 0);
		}
		String goAway = "\0\0\0\1The connection does not begin";
		assertThat(RawClient.exchange(running.port(), "PRI * HTTP/2.0\r\n\r\nXX")).contains(goAway);
		assertThat(RawClient.exchange(running.port(), "PRI * HTTP/2.0\r\nHost: a\r\n\r\n")).contains(goAway);
		assertThat(RawClient.exchange(running.port(), "PRI * HTTP/2.1\r\n\r\n")).startsWith("HTTP/1.1 505 ");
		try (RawClient client = new RawClient(running.port())) {
			client.send("P");
			settle(running);
			client.send("UT /x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readResponse()).startsWith("HTTP/1.1 404 ");
		}
	}

	/** RFC 9113, section 3.4. */
	@Test
	void threeWordsWithoutASlashAreAPrefaceThatIsWrong() throws Exception {
		HttpServer running = start(builder());
		String goAway = "\0\0\0\1The connection does not begin";
		for (String wrong : List.of("INVALID CONNECTION PREFACE\r\n\r\n", "GET path HTTP\n")) {
			assertThat(RawClient.exchange(running.port(), wrong)).startsWith("\0\0\30\4\0").contains(goAway);
			try (RawClient client = new RawClient(running.port())) {
				client.trickle(wrong);
				assertThat(client.readToEnd()).contains(goAway);
			}
		}
		for (String line : List.of("GET path", "GET the path HTTP", "GET path HTTP/1.1", "GET path HTTP\t",
				"GET " + "x".repeat(60) + " HTTP")) {
			assertThat(RawClient.exchange(running.port(), line + "\r\n\r\n")).as(line).startsWith("HTTP/1.1 400 ");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whereHttp2IsOffItsPrefaceIsAnotherVersion(boolean byListener) throws Exception {
		HttpServer.Builder builder = byListener
				? HttpServer.builder()
					.listen(HttpListener.of("only", new InetSocketAddress("localhost", 0)).http2(false))
				: HttpServer.builder().port(0).http2(false);
		HttpServer running = start(builder.handler((exchange) -> exchange.response().send()));
		assertThat(RawClient.exchange(running.port(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 505 ");
	}

	@Test
	void theHandshakeChoosesTheProtocol() throws Exception {
		HttpServer running = start(builder().tls(TlsOptions.of(TlsContext.of(LOCALHOST.context()))));
		try (SSLSocket socket = tlsSocket(running, "h2", "http/1.1"); Http2Client client = new Http2Client(socket)) {
			assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
			client.head(1, "GET /stream").head(3, "GET /loop").head(5, "POST /echo\nContent: yes");
			assertThat(client.await(3).content()).isEqualTo("loop");
			client.data(5, "eggs").end(5);
			assertThat(client.await(5).content()).isEqualTo("eggs");
			client.credit(1, LONG.length());
			assertThat(client.await(1).content()).isEqualTo(LONG);
		}
		try (SSLSocket socket = tlsSocket(running, "http/1.1")) {
			socket.getOutputStream().write("GET /loop HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
			assertThat(new String(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.1 200 ").endsWith("loop");
		}
		try (SSLSocket socket = tlsSocket(running, "http/1.1")) {
			socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes());
			assertThat(new String(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.1 505 ");
		}
		try (Http2Client client = new Http2Client(tlsSocket(running))) {
			// No protocol was agreed upon: the first bytes choose.
			assertThat(client.head(1, "GET /worker").await(1).content()).isEqualTo("worker");
		}
		assertNothingIsLeft(running);
	}

	@Test
	void eachKindOfHandlerAnswersManyExchangesOfOneConnection() throws Exception {
		HttpServer running = start(builder());
		String[] paths = { "/loop", "/worker", "/executor", "/detached", "/resumed", "/failing", "/nowhere" };
		try (Http2Client client = client(running)) {
			for (int i = 0; i < 98; i++) {
				client.head(2 * i + 1, "GET " + paths[i % 7]);
			}
			for (int i = 0; i < 28; i++) {
				AsyncExchange waiting = this.detached.take();
				if (!waiting.resume((later) -> later.response().output().write("resumed".getBytes()))) {
					throw new AssertionError("It is over already");
				}
			}
			String[] contents = { "loop", "worker", "executor", "resumed", "resumed" };
			for (int i = 0; i < 98; i++) {
				Http2Client.Response response = client.await(2 * i + 1);
				assertThat(response.end()).isEqualTo("END");
				if (i % 7 < 5) {
					assertThat(response.content()).as(paths[i % 7]).isEqualTo(contents[i % 7]);
				}
				else {
					assertThat(response.heads()).startsWith((i % 7 == 5) ? "500\n" : "404\n");
				}
			}
		}
		assertNothingIsLeft(running);
	}

	@Test
	void anAnswerThatItsClientDoesNotTakeHoldsNoOtherUp() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /stream").head(3, "GET /loop-long");
			client
				.readUntil(() -> client.response(1).length() == 16 * 1024 && client.response(3).length() == 16 * 1024);
			client.head(5, "GET /worker");
			assertThat(client.await(5).content()).isEqualTo("worker");
			assertThat(client.response(1).length()).isEqualTo(16 * 1024);
			client.credit(3, LONG.length());
			assertThat(client.await(3).content()).isEqualTo(LONG);
			client.credit(1, LONG.length());
			assertThat(client.await(1).content()).isEqualTo(LONG);
			client.head(7, "GET /loop-stream").credit(7, LONG.length());
			assertThat(client.await(7).content()).isEqualTo(LONG);
		}
		assertNothingIsLeft(running);
	}

	@Test
	void contentIsAskedForAsFarAsAHandlerReads() throws Exception {
		HttpServer running = start(builder().workerThreads(2));
		String window = "x".repeat(65_535);
		try (Http2Client client = client(running)) {
			client.head(1, "POST /held\nContent: yes").data(1, window);
			client.head(3, "POST /length\nContent: yes").data(3, window);
			client.readUntil(() -> client.response(3).credit() > 0);
			assertThat(client.response(1).credit()).isZero();
			client.data(3, "z").end(3);
			assertThat(client.await(3).content()).isEqualTo("65536");
			this.release.countDown();
			assertThat(client.await(1).content()).isEqualTo("held");
			// The rest is not wanted, and does not fit.
			client.readUntil(() -> client.response(1).end().equals("NO_ERROR"));
		}
		assertNothingIsLeft(running);
	}

	@Test
	void oneExchangeReadsWhileAnotherWrites() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /stream").head(3, "POST /echo\nContent: yes").head(5, "POST /length\nContent: yes");
			StringBuilder sent = new StringBuilder();
			for (int i = 0; i < 200; i++) {
				String piece = i + " ".repeat(200);
				sent.append(piece);
				client.data(3, piece).data(5, piece).credit(1, 2000).credit(3, piece.length());
			}
			client.end(3).end(5).credit(1, LONG.length());
			assertThat(client.await(5).content()).isEqualTo("" + sent.length());
			assertThat(client.await(3).content()).isEqualTo(sent.toString());
			assertThat(client.await(1).content()).isEqualTo(LONG);
		}
		assertNothingIsLeft(running);
	}

	@Test
	void piecesAreSentFromWithoutAThread() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /detached").head(3, "GET /detached");
			AsyncExchange first = this.detached.take();
			AsyncExchange second = this.detached.take();
			for (int i = 0; i < 100; i++) {
				assertThat(first.send(("a" + i + " ").getBytes())).isTrue();
				assertThat(second.send(LONG.substring(i * 1000, i * 1000 + 1000).getBytes())).isTrue();
			}
			assertThat(first.complete()).isTrue();
			assertThat(client.await(1).content()).startsWith("a0 a1 a2 ").endsWith(" a98 a99 ");
			client.readUntil(() -> client.response(3).length() == 16 * 1024);
			// More than the client takes waits, and is counted.
			assertThat(second.unsent()).isGreaterThan(40_000);
			assertThat(second.complete()).isTrue();
			assertThat(client.credit(3, 100_000).await(3).content()).isEqualTo(LONG.substring(0, 100_000));
			assertThat(second.unsent()).isZero();
		}
		assertNothingIsLeft(running);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stream", "/detached", "/echo" })
	void aResetEndsOneExchangeAndNoOther(String path) throws Exception {
		HttpServer running = start(builder());
		CompletableFuture<Void> gone = new CompletableFuture<>();
		try (Http2Client client = client(running)) {
			client.head(1, "GET " + path + "\nContent: yes").head(5, "POST /echo\nContent: yes").data(5, "one ");
			client.head(7, "GET /loop").await(7);
			if (path.equals("/detached")) {
				AsyncExchange waiting = this.detached.take();
				waiting.onGone(() -> gone.complete(null));
				client.reset(1);
				gone.get();
				assertThat(waiting.send(new byte[1])).isFalse();
			}
			else {
				if (path.equals("/stream")) {
					client.readUntil(() -> client.response(1).length() == 16 * 1024);
				}
				client.reset(1);
			}
			assertThat(client.data(5, "two").end(5).await(5).content()).isEqualTo("one two");
			if (path.equals("/stream")) {
				assertThat(this.failures.take()).isInstanceOf(ClientGoneException.class);
			}
			assertThat(client.response(1).end()).isEmpty();
			assertThat(client.head(9, "GET /worker").await(9).content()).isEqualTo("worker");
		}
		assertNothingIsLeft(running);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void anExchangeThatWasResetBeforeItsTurnIsDropped() throws Exception {
		HttpServer running = start(builder().workerThreads(1).listener(new ExchangeListener() {

			@Override
			public void exchangeEnded(CompletedExchange exchange) {
				Http2ExchangeTests.this.told.add(exchange.target() + (exchange.isAborted() ? " aborted" : ""));
			}

		}));
		try (Http2Client client = client(running)) {
			client.head(1, "GET /held").head(3, "GET /worker").head(5, "GET /worker");
			assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 2)).isTrue();
			client.reset(3);
			assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 1)).isTrue();
			assertThat(Eventually.holds(() -> running.counters().shed(ShedReason.CLIENT_GONE) == 1)).isTrue();
			this.release.countDown();
			assertThat(client.await(5).content()).isEqualTo("worker");
			assertThat(client.await(1).content()).isEqualTo("held");
			assertThat(client.response(3).heads()).isEmpty();
			assertThat(this.ran).hasValue(1);
		}
		assertNothingIsLeft(running);
		assertThat(Eventually.holds(() -> this.told.size() == 3)).isTrue();
		assertThat(this.told).containsExactlyInAnyOrder("/held", "/worker aborted", "/worker");
	}

	@Test
	void anAnswerThatFailsHalfwayIsResetAndNoOther() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /half").head(3, "GET /worker");
			assertThat(client.await(1).end()).isEqualTo("INTERNAL_ERROR");
			assertThat(client.response(1).content()).isEqualTo("half");
			assertThat(client.await(3).end()).isEqualTo("END");
		}
		assertThat(this.failures.take()).hasMessage("half");
		assertNothingIsLeft(running);
	}

	@Test
	void aThreadThatWaitsLearnsThatTheConnectionHasEnded() throws Exception {
		HttpServer running = start(builder());
		CompletableFuture<Void> gone = new CompletableFuture<>();
		Http2Client client = client(running);
		client.head(1, "GET /stream").head(3, "POST /length\nContent: yes").head(5, "GET /detached");
		client.readUntil(() -> client.response(1).length() == 16 * 1024);
		this.detached.take().onGone(() -> gone.complete(null));
		client.close();
		gone.get();
		assertThat(this.failures.take()).isInstanceOf(ClientGoneException.class);
		assertNothingIsLeft(running);
		assertThat(Eventually.holds(() -> running.counters().openConnections() == 0)).isTrue();
	}

	@Test
	void slowClientsAreWaitedForInEachExchangeByItself() throws Exception {
		TestClock clock = new TestClock();
		HttpServer running = start(builder().clock(clock));
		try (Http2Client client = client(running)) {
			client.head(1, "GET /stream").head(3, "POST /length\nContent: yes");
			client.readUntil(() -> client.response(1).length() == 16 * 1024);
			// The thread that learns of it may be late, and a connection has deadlines
			// too.
			for (int i = 5; client.response(3).end().isEmpty() || client.response(1).end().isEmpty(); i += 2) {
				clock.advance(Duration.ofSeconds(31));
				running.checkDeadlines();
				client.head(i, "GET /loop").await(i);
			}
			assertThat(client.response(3).heads()).startsWith("408\n");
			Throwable failure = this.failures.take();
			assertThat(failure).isInstanceOf(ClientGoneException.class);
			assertThat(client.head(10_001, "GET /worker").await(10_001).content()).isEqualTo("worker");
		}
		assertNothingIsLeft(running);
	}

	@Test
	void filesAndHeadsAreSentToo(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("eggs.txt"), "spam and eggs");
		HttpServer running = start(builder().handler((exchange) -> exchange.response().sendFile(file)));
		try (Http2Client client = client(running)) {
			client.head(1, "GET /").head(3, "HEAD /");
			assertThat(client.await(1).content()).isEqualTo("spam and eggs");
			assertThat(client.await(3).content()).isEmpty();
			assertThat(client.response(3).end()).isEqualTo("END");
		}
		assertNothingIsLeft(running);
	}

	@Test
	void exchangesWithoutAThreadLearnThatTheServerStops() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /detached");
			AsyncExchange waiting = this.detached.take();
			waiting.onServerStop(waiting::complete);
			assertThat(running.stop(Duration.ofSeconds(20))).isTrue();
			assertThat(client.await(1).end()).isEqualTo("END");
			assertThat(client.readToEnd()).isEqualTo("2147483647 NO_ERROR\n1 NO_ERROR\n");
			assertThat(client.pings()).isOne();
		}
	}

	/** Proxies send requests until a check has told them of the stop. */
	@Test
	void forTheTimeOfADelayEachNewConnectionIsGoodForARequest() throws Exception {
		HttpServer running = start(builder());
		try (Http2Client client = client(running)) {
			client.head(1, "GET /loop").await(1);
			running.drain(Duration.ofMinutes(1));
			assertThat(client.head(3, "GET /loop").await(3).content()).isEqualTo("loop");
			client.readUntil(() -> client.goAways().equals("2147483647 NO_ERROR\n"));
			try (Http2Client another = client(running)) {
				another.send(Http2Client.frame(6, 0, 0, new byte[8])).readUntil(() -> another.pongs() == 1);
				assertThat(another.goAways()).isEmpty();
				assertThat(another.head(1, "GET /worker").await(1).content()).isEqualTo("worker");
				another.readUntil(() -> another.goAways().equals("2147483647 NO_ERROR\n"));
			}
		}
		assertThat(running.stop(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void contentOfOneExchangeIsReadByAHelperOfItsWorker() throws Exception {
		HttpServer running = start(builder().handler((exchange) -> {
			InputStream content = exchange.request().content();
			CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
				try {
					return content.readAllBytes();
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			}, this.others);
			OutputStream output = exchange.response().output();
			output.write("first ".getBytes());
			output.flush();
			output.write(read.get());
		}));
		try (Http2Client client = client(running)) {
			client.head(1, "POST /\nContent: yes");
			client.readUntil(() -> client.response(1).content().equals("first "));
			assertThat(client.data(1, "second").end(1).await(1).content()).isEqualTo("first second");
		}
		assertNothingIsLeft(running);
	}

}
