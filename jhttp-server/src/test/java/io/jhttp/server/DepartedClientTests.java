package io.jhttp.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While all workers are busy, clients may leave before their turn.
 */
class DepartedClientTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final SSLContext TRUSTING = LOCALHOST.trustingContext();

	private static final int CLIENTS = 300;

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	/** What a client has sent before it leaves. */
	enum Sent {

		REQUEST(GET),

		CONTENT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),

		A_PART_OF_CONTENT("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),

		LARGE_CONTENT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n" + "x".repeat(40_000)),

		PIPELINED(GET + GET + "GET / HTTP"),

		MALFORMED_NEXT(GET + "nonsense\r\n");

		private final String text;

		Sent(String text) {
			this.text = text;
		}

	}

	private final CountDownLatch busy = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger ran = new AtomicInteger();

	private final ConcurrentLinkedQueue<HttpExchange> begun = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<HttpExchange> ended = new ConcurrentLinkedQueue<>();

	private final AtomicInteger cut = new AtomicInteger();

	private final AtomicInteger connectionsEnded = new AtomicInteger();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final List<Closeable> clients = new ArrayList<>();

	private @Nullable HttpServer server;

	@AfterEach
	void stop() throws IOException {
		this.release.countDown();
		for (Closeable client : this.clients) {
			client.close();
		}
		this.executor.shutdown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private void answer(HttpExchange exchange) throws Exception {
		if (exchange.request().path().equals("/busy")) {
			this.busy.countDown();
			this.release.await();
		}
		else {
			this.ran.incrementAndGet();
		}
		exchange.response().send("answer " + exchange.request().content().readAllBytes().length);
	}

	private HttpServer start(boolean tls, boolean ownExecutor) throws IOException {
		return start(tls, (NonBlockingHttpHandler) (exchange) -> {
			if (ownExecutor) {
				exchange.dispatch(this::answer, this.executor);
			}
			else {
				exchange.dispatch(this::answer);
			}
		});
	}

	private HttpServer start(HttpHandler onWorker) throws IOException {
		return start(false, onWorker);
	}

	private HttpServer start(boolean tls, HttpHandler handler) throws IOException {
		HttpServer started = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workerThreads(1)
			.connectionLimits(new ConnectionLimits(1000, 1000, 100, 16))
			.tls(tls ? TlsOptions.of(TlsContext.of(LOCALHOST.context())) : null)
			.handler(handler)
			.listener(new ExchangeListener() {

				@Override
				public void exchangeStarted(HttpExchange exchange) {
					exchange.onConnectionEnd(DepartedClientTests.this.connectionsEnded::incrementAndGet);
					DepartedClientTests.this.begun.add(exchange);
				}

				@Override
				public void exchangeEnded(CompletedExchange exchange) {
					if (exchange.exchange() != null) {
						DepartedClientTests.this.ended.add(exchange.exchange());
					}
					if (exchange.isAborted()) {
						assertThat(exchange.failure()).isInstanceOf(ClientGoneException.class);
						assertThat(exchange.status()).isZero();
						DepartedClientTests.this.cut.incrementAndGet();
					}
				}

			})
			.start();
		this.server = started;
		return started;
	}

	private RawClient connect(HttpServer running) throws IOException {
		RawClient client = running.isSecure()
				? new RawClient(TRUSTING.getSocketFactory().createSocket(), running.port())
				: new RawClient(running.port());
		this.clients.add(client);
		return client;
	}

	/** Sends a request, and returns what makes its client leave. */
	private Socket send(HttpServer running, String text) throws IOException {
		if (running.isSecure()) {
			TlsClient client = new TlsClient(TRUSTING, running.port(), "TLSv1.3");
			this.clients.add(client);
			return client.shakeHands().send(text).socket();
		}
		return connect(running).send(text).socket();
	}

	private void allLeave(HttpServer running, String text, int count) throws Exception {
		RawClient first = connect(running).send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
		this.busy.await();
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sockets.add(send(running, text));
		}
		assertThat(Eventually.holds(() -> running.counters().queuedRequests() == count)).isTrue();
		for (Socket socket : sockets) {
			reset(socket);
		}
		// The only worker is busy all the time.
		assertThat(Eventually.holds(() -> running.counters().openConnections() == 1)).isTrue();
		assertThat(running.counters().shed(ShedReason.CLIENT_GONE)).isEqualTo(count);
		assertThat(running.counters().queuedRequests()).isZero();
		assertThat(running.counters().activeRequests()).isOne();
		assertThat(this.ended).hasSize(count);
		assertThat(this.cut).hasValue(count);
		RawClient live = connect(running).send(GET);
		assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 1)).isTrue();
		this.release.countDown();
		assertThat(live.readResponse()).endsWith("\r\n\r\nanswer 0");
		assertThat(first.readResponse()).endsWith("\r\n\r\nanswer 0");
		assertThat(Eventually.holds(() -> this.ended.size() == count + 2)).isTrue();
		assertThat(this.ran).hasValue(1);
		assertThat(this.ended).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(this.begun);
		assertThat(this.cut).hasValue(count);
		assertThat(Eventually.holds(() -> this.connectionsEnded.get() == count)).isTrue();
		assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void requestsWithoutClientsCostNoWorker(Sent sent) throws Exception {
		allLeave(start(false, false), sent.text, CLIENTS);
	}

	@ParameterizedTest
	@EnumSource(names = { "REQUEST", "CONTENT", "PIPELINED" })
	void requestsWithoutClientsCostNoThreadOfAnExecutor(Sent sent) throws Exception {
		allLeave(start(false, true), sent.text, CLIENTS);
	}

	/** A worker has had it, and has left it to other threads. */
	@Test
	void aRequestThatAWorkerHasPassedOnIsDroppedToo() throws Exception {
		HttpServer running = start((exchange) -> exchange.dispatch(this::answer, this.executor));
		connect(running).send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
		this.busy.await();
		Socket leaves = send(running, GET);
		assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 1)).isTrue();
		reset(leaves);
		assertThat(Eventually.holds(() -> running.counters().openConnections() == 1)).isTrue();
		assertThat(running.counters().shed(ShedReason.CLIENT_GONE)).isOne();
		assertThat(running.counters().queuedRequests()).isZero();
		this.release.countDown();
		assertThat(Eventually.holds(() -> this.ended.size() == 2)).isTrue();
		assertThat(this.ran).hasValue(0);
		assertThat(this.cut).hasValue(1);
	}

	@Test
	void aRequestThatIsDroppedWhileItIsRejectedIsNotAnswered() throws Exception {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		HttpServer running = start((exchange) -> exchange.dispatch(this::answer, (task) -> {
			Thread.currentThread().setUncaughtExceptionHandler((worker, failure) -> failures.add(failure));
			this.busy.countDown();
			awaitQuietly(this.release);
			throw new RejectedExecutionException("no");
		}));
		Socket leaves = send(running, GET);
		this.busy.await();
		reset(leaves);
		assertThat(Eventually.holds(() -> running.counters().openConnections() == 0)).isTrue();
		this.release.countDown();
		assertThat(RawClient.exchange(running.port(), GET)).startsWith("HTTP/1.1 503 ");
		assertThat(Eventually.holds(() -> this.connectionsEnded.get() == 2)).isTrue();
		assertThat(failures).isEmpty();
		assertThat(running.counters().activeRequests()).isZero();
		assertThat(running.counters().queuedRequests()).isZero();
		assertThat(this.ended).doesNotHaveDuplicates().hasSize(2);
		assertThat(this.cut).hasValue(1);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void reset(Socket socket) throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "REQUEST", "CONTENT", "A_PART_OF_CONTENT", "PIPELINED" })
	void encryptedRequestsWithoutClientsCostNoWorker(Sent sent) throws Exception {
		allLeave(start(true, false), sent.text, CLIENTS / 50);
	}

	/** Places among the requests that may wait are free again at once. */
	@Test
	void thoseWhoLeaveMakeRoomForOthers() throws Exception {
		HttpServer running = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.workerThreads(1)
			.workerQueue(10)
			.handler(this::answer)
			.start();
		this.server = running;
		connect(running).send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
		this.busy.await();
		for (int round = 0; round < 5; round++) {
			List<Socket> sockets = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				sockets.add(send(running, GET));
			}
			assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 10)).isTrue();
			assertThat(RawClient.exchange(running.port(), GET)).startsWith("HTTP/1.1 503 ");
			for (Socket socket : sockets) {
				reset(socket);
			}
			assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 0)).isTrue();
		}
		assertThat(running.counters().shed(ShedReason.CLIENT_GONE)).isEqualTo(50);
		assertThat(this.ran).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aClientThatOnlyEndsItsOwnSideIsAnswered(boolean ownExecutor) throws Exception {
		HttpServer running = start(false, ownExecutor);
		connect(running).send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
		this.busy.await();
		List<RawClient> half = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			half.add(connect(running).send((i % 2 == 0) ? GET : Sent.CONTENT.text));
		}
		assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 20)).isTrue();
		for (RawClient client : half) {
			client.finishSending();
		}
		for (int i = 0; i < 3; i++) {
			// The loop has seen them.
			RawClient.exchange(running.port(), "nonsense\r\n");
		}
		assertThat(running.counters().queuedRequests()).isEqualTo(20);
		this.release.countDown();
		for (int i = 0; i < 20; i++) {
			assertThat(half.get(i).readToEnd()).startsWith("HTTP/1.1 200 ")
				.endsWith("answer " + ((i % 2 == 0) ? 0 : 5));
		}
		assertThat(running.counters().shed(ShedReason.CLIENT_GONE)).isZero();
	}

	@Test
	void anEncryptedClientThatOnlyEndsItsOwnSideIsAnswered() throws Exception {
		HttpServer running = start(true, false);
		connect(running).send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
		this.busy.await();
		try (TlsClient client = new TlsClient(TRUSTING, running.port(), "TLSv1.3")) {
			client.shakeHands().send(GET);
			assertThat(Eventually.holds(() -> running.counters().queuedRequests() == 1)).isTrue();
			client.send(client.closeNotify());
			for (int i = 0; i < 3; i++) {
				RawClient.exchange(running.port(), "nonsense\r\n");
			}
			this.release.countDown();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").endsWith("answer 0");
		}
	}

}
