package io.jhttp.server.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

import io.jhttp.server.RawClient;
import io.jhttp.server.TestCertificate;
import io.jhttp.server.TestClock;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.http1.Http1Options;
import io.jhttp.server.http1.Http1Protocol;
import io.jhttp.server.http2.Http2Client;
import io.jhttp.server.http2.Http2Limits;
import io.jhttp.server.http2.Http2Options;
import io.jhttp.server.http2.Http2Protocol;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Engine;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.Listener;
import io.jhttp.server.net.ListenerAddress;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What begins with 101: the exchange is a stream of bytes in both directions.
 */
class UpgradeTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";

	private static final String HEAD = "HTTP/1.1 101 Switching Protocols\r\n" + TestClock.DATE_LINE
			+ "Upgrade: echo\r\nConnection: upgrade\r\n\r\n";

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final TestClock clock = new TestClock();

	private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

	private @Nullable Engine engine;

	@AfterEach
	void stop() {
		if (this.engine != null) {
			this.engine.close();
		}
		this.workers.shutdown();
	}

	/** Has each request answered with an upgrade. */
	private int start(boolean tls, StreamHandler handler) throws IOException {
		EngineOptions options = new EngineOptions(true, 100, null, 1, 100, ConnectionLimits.DEFAULTS, Timeouts.DEFAULTS,
				Pace.DEFAULTS, this.clock, SelectorProvider.provider());
		Http1Options http1 = new Http1Options(HeadLimits.DEFAULTS, HttpVersion.HTTP_1_1, false, 1000, new byte[0]);
		ListenerAddress address = new ListenerAddress.Port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				null);
		Http2Options http2 = new Http2Options(HeadLimits.DEFAULTS, 100, Http2Limits.DEFAULTS, true, "");
		Engine started = Engine.open(options, this.workers,
				List.of(new Listener("only", address, tls ? TlsOptions.of(TlsContext.of(LOCALHOST.context())) : null,
						null, List.of(new Http2Protocol(http2, handler), new Http1Protocol(http1, handler)), false)));
		this.engine = started;
		started.start();
		return ((InetSocketAddress) started.addresses().get("only")).getPort();
	}

	private RawClient client(boolean tls, int port) throws IOException {
		return tls ? new RawClient(LOCALHOST.trustingContext().getSocketFactory().createSocket(), port)
				: new RawClient(port);
	}

	private static ResponseHead switching() {
		ResponseHead head = new ResponseHead();
		head.status(101, null);
		head.set("Upgrade", "echo");
		return head;
	}

	/** What is done on a stream. */
	@FunctionalInterface
	private interface Use {

		void of(HttpStream stream) throws IOException;

	}

	/** A handler on workers. */
	private StreamHandler worker(Use use) {
		return handler((stream) -> stream.dispatch(() -> entered(stream, use), null, () -> {
		}));
	}

	private void entered(HttpStream stream, Use use) {
		stream.enter();
		try {
			use.of(stream);
			stream.end(List.of());
		}
		catch (IOException | RuntimeException ex) {
			this.ends.add(ex.toString());
			stream.abort();
		}
		finally {
			stream.exit();
		}
	}

	private static StreamHandler handler(Use onRequest) {
		return new StreamHandler() {

			@Override
			public void onRequest(HttpStream stream) {
				try {
					onRequest.of(stream);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

			@Override
			public void onRejected(RejectedRequest request, ResponseOutcome outcome) {
			}

			@Override
			public boolean isListening() {
				return false;
			}

		};
	}

	/** Sends back whatever comes, and says so when there is no more. */
	private void echo(HttpStream stream) throws IOException {
		stream.upgrade(switching());
		ContentInput input = new ContentInput(stream);
		byte[] bytes = new byte[1000];
		for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
			ContentOutput.write(stream, bytes, 0, count);
			ContentOutput.flush(stream);
		}
		this.ends.add("end");
		ContentOutput.write(stream, "bye".getBytes(), 0, 3);
	}

	/** Does the same without a thread. */
	private void echoWithoutThread(HttpStream stream) throws IOException {
		stream.upgrade(switching());
		Suspension suspension = stream.suspend();
		suspension.onGone(() -> this.ends.add("gone"));
		suspension.execute(() -> echoStep(stream, suspension));
	}

	private void echoStep(HttpStream stream, Suspension suspension) throws IOException {
		byte[] bytes = new byte[1000];
		int count = stream.read(bytes, 0, bytes.length);
		for (; count > 0; count = stream.read(bytes, 0, bytes.length)) {
			stream.writeShared(bytes, 0, count);
			bytes = new byte[1000];
		}
		stream.flush();
		if (count < 0) {
			this.ends.add("end");
			stream.writeShared("bye".getBytes(), 0, 3);
			stream.end(List.of());
			suspension.end();
			return;
		}
		stream.onReadable(() -> suspension.execute(() -> echoStep(stream, suspension)));
	}

	private StreamHandler echo(boolean thread) {
		return thread ? worker(this::echo) : handler(this::echoWithoutThread);
	}

	@ParameterizedTest
	@CsvSource({ "false, true", "false, false", "true, true", "true, false" })
	void bytesThatCameWithTheHeadAreNotLost(boolean tls, boolean thread) throws Exception {
		int port = start(tls, echo(thread));
		try (RawClient client = client(tls, port)) {
			client.send(REQUEST + "together with the head");
			assertThat(client.readHead()).isEqualTo(HEAD);
			assertThat(new String(client.read(22))).isEqualTo("together with the head");
			for (int i = 0; i < 20; i++) {
				String message = "message " + i;
				client.send(message);
				assertThat(new String(client.read(message.length()))).isEqualTo(message);
			}
		}
	}

	/** What comes is no request, whatever it looks like. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsTakenForARequestAnyMore(boolean thread) throws Exception {
		int port = start(false, echo(thread));
		try (RawClient client = new RawClient(port)) {
			client.send(REQUEST + REQUEST);
			assertThat(client.readHead()).isEqualTo(HEAD);
			assertThat(new String(client.read(REQUEST.length()))).isEqualTo(REQUEST);
			client.send("5\r\nnonsense\0");
			assertThat(new String(client.read(12))).isEqualTo("5\r\nnonsense\0");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theEndOfWhatTheClientSendsIsSeenAndCanBeAnswered(boolean tls) throws Exception {
		int port = start(tls, echo(true));
		try (RawClient client = client(tls, port)) {
			client.send(REQUEST).readHead();
			client.send("last").finishSending();
			assertThat(client.readToEnd()).isEqualTo("lastbye");
			assertThat(this.ends.take()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theEndIsSeenWithoutAThreadToo(boolean tls) throws Exception {
		int port = start(tls, echo(false));
		try (RawClient client = client(tls, port)) {
			client.send(REQUEST).readHead();
			client.send("last").finishSending();
			assertThat(client.readToEnd()).isEqualTo("lastbye");
			assertThat(this.ends.take()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theServerEndsTheStreamToo(boolean tls) throws Exception {
		int port = start(tls, worker((stream) -> {
			stream.upgrade(switching());
			ContentOutput.write(stream, "spam".getBytes(), 0, 4);
		}));
		try (RawClient client = client(tls, port)) {
			client.send(REQUEST);
			assertThat(client.readToEnd()).isEqualTo(HEAD + "spam");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bothDirectionsAreUsedAtOnce(boolean tls) throws Exception {
		byte[] block = new byte[1000];
		int blocks = 2000;
		CompletableFuture<Integer> received = new CompletableFuture<>();
		int port = start(tls, worker((stream) -> {
			stream.upgrade(switching());
			CompletableFuture.runAsync(() -> {
				try (ContentInput input = new ContentInput(stream)) {
					received.complete(input.readNBytes(blocks * block.length).length);
				}
				catch (IOException ex) {
					received.completeExceptionally(ex);
				}
			}, this.workers);
			for (int i = 0; i < blocks; i++) {
				ContentOutput.write(stream, block, 0, block.length);
			}
			ContentOutput.flush(stream);
			received.join();
		}));
		try (RawClient client = client(tls, port)) {
			client.send(REQUEST).readHead();
			CompletableFuture<Void> sends = CompletableFuture.runAsync(() -> {
				try {
					for (int i = 0; i < blocks; i++) {
						client.send(block);
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, this.workers);
			assertThat(client.read(blocks * block.length)).hasSize(blocks * block.length);
			sends.join();
			assertThat(received.get()).isEqualTo(blocks * block.length);
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void extendedConnectUpgradesOneExchangeOfSeveral(boolean thread) throws Exception {
		int port = start(false, echo(thread));
		try (Http2Client client = new Http2Client(port)) {
			client.head(1, "CONNECT /\n:protocol: echo\nContent: yes")
				.data(1, "together")
				.head(3, "CONNECT /\n:protocol: echo\nContent: yes");
			client.readUntil(() -> client.response(1).content().equals("together"));
			client.data(3, "three ").data(1, " one");
			client.readUntil(() -> client.response(1).content().equals("together one"));
			client.readUntil(() -> client.response(3).content().equals("three "));
			client.end(1);
			assertThat(client.await(1).content()).isEqualTo("together onebye");
			assertThat(client.data(3, "again").end(3).await(3).content()).isEqualTo("three againbye");
			assertThat(client.response(3).heads()).startsWith("200\n").doesNotContain("upgrade");
		}
	}

	@Test
	void whatFollowsIsNotLateBecauseItIsSilentForAWhile() throws Exception {
		int port = start(false, echo(true));
		try (RawClient client = new RawClient(port)) {
			client.send(REQUEST + "one").readHead();
			client.read(3);
			Engine running = this.engine;
			assertThat(running).isNotNull();
			for (int i = 0; i < 100; i++) {
				this.clock.advance(Duration.ofSeconds(1));
				running.checkDeadlines();
				RawClient.exchange(port, "nonsense\r\n");
			}
			client.send("two");
			assertThat(new String(client.read(3))).isEqualTo("two");
		}
		assertThat(this.ends.take()).isEqualTo("end");
	}

}
