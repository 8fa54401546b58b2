package io.jhttp.server;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLProtocolException;

import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records as clients may cut, join, delay and forge them.
 */
class TlsWireTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private final TestClock clock = new TestClock();

	private HttpServer server;

	private void start(HttpHandler handler) throws IOException {
		start(LOCALHOST.context(), handler);
	}

	private void start(SSLContext context, HttpHandler handler) throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.tls(TlsOptions.of(TlsContext.of(context)))
			.handler(handler)
			.start();
	}

	private void startHello() throws IOException {
		start((NonBlockingHttpHandler) (exchange) -> exchange.response().send("Hello"));
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private TlsClient connect(String protocol) throws IOException {
		return new TlsClient(LOCALHOST.trustingContext(), this.server.port(), protocol);
	}

	private TlsClient connect() throws IOException {
		return connect("TLSv1.3");
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
	}

	private void advance(Duration duration) throws IOException {
		settle();
		this.clock.advance(duration);
		this.server.checkDeadlines();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aRecordMayBeCutAtEveryByte(String protocol) throws IOException {
		startHello();
		try (TlsClient client = connect(protocol).shakeHands()) {
			int length = GET.length() + 20;
			for (int cut = 1; cut < length; cut++) {
				byte[] record = client.encrypt(GET);
				client.send(Arrays.copyOf(record, Math.min(cut, record.length - 1)));
				settle();
				client.send(Arrays.copyOfRange(record, Math.min(cut, record.length - 1), record.length));
				assertThat(client.readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
			}
		}
	}

	@Test
	void requestsMayBeCutAndJoinedInAnyWay() throws IOException {
		startHello();
		Random random = new Random(7);
		try (TlsClient client = connect().shakeHands()) {
			for (int round = 0; round < 50; round++) {
				List<byte[]> records = new ArrayList<>();
				for (int i = 0; i < 5; i++) {
					int cut = random.nextInt(GET.length());
					records.add(client.encrypt(GET.substring(0, cut)));
					records.add(client.encrypt(GET.substring(cut)));
				}
				client.send(records.toArray(byte[][]::new));
				for (int i = 0; i < 5; i++) {
					String rest = client.readTo("Hello");
					i += rest.split("Hello", -1).length - 2;
				}
			}
		}
	}

	@Test
	void anUnfinishedHandshakeMakesRoomBeforeAnIdleConnectionDoes() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.connectionLimits(new ConnectionLimits(2, 0, 100, 16))
			.tls(TlsOptions.of(TlsContext.of(LOCALHOST.context())))
			.handler((NonBlockingHttpHandler) (exchange) -> exchange.response().send("Hello"))
			.start();
		try (TlsClient idle = connect().shakeHands()) {
			assertThat(idle.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 ");
			try (RawClient silent = new RawClient(this.server.port()); TlsClient third = connect().shakeHands()) {
				assertThat(third.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 ");
				assertThat(silent.isClosedByServer()).isTrue();
				assertThat(idle.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aRequestMayComeWithTheEndOfTheHandshake(String protocol) throws IOException {
		startHello();
		try (TlsClient client = connect(protocol)) {
			byte[] last = client.lastOfHandshake();
			client.send(last, client.encrypt(GET), client.encrypt(GET));
			assertThat(client.readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void everythingMayComeByteByByte(String protocol) throws IOException {
		startHello();
		try (TlsClient client = connect(protocol).trickling().shakeHands()) {
			assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aClientMaySayThatNothingFollowsItsRequest() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			client.send(client.encrypt(GET), client.encrypt(GET), client.closeNotify());
			assertThat(client.readToEnd()).endsWith("Hello").matches("(?s).*Hello.*Hello");
			assertThat(client.hasSeenCloseNotify()).isTrue();
		}
	}

	@Test
	void aClientMaySayThatNothingFollowsBeforeAWorkerAnswers() throws IOException {
		start((exchange) -> exchange.response().send("Hello"));
		try (TlsClient client = connect().shakeHands()) {
			client.send(client.encrypt(GET), client.closeNotify());
			assertThat(client.readToEnd()).endsWith("Hello");
			assertThat(client.hasSeenCloseNotify()).isTrue();
		}
	}

	@Test
	void anIncompleteRequestBeforeTheEndIsDropped() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			client.send(client.encrypt("GET / HTTP/1.1\r\n"), client.closeNotify());
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void theLastAnswerIsFollowedByTheEnd(String protocol) throws IOException {
		startHello();
		try (TlsClient client = connect(protocol).shakeHands()) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readToEnd()).endsWith("Hello");
			assertThat(client.hasSeenCloseNotify()).isTrue();
		}
	}

	@Test
	void anAnswerThatIsAbortedIsNotFollowedByTheEnd() throws IOException {
		start((exchange) -> {
			exchange.response().output().write(new byte[100_000]);
			throw new IOException("It broke");
		});
		try (TlsClient client = connect().shakeHands()) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			try {
				client.readToEnd();
			}
			catch (SocketException ex) {
				assertThat(ex).hasMessageContaining("reset");
			}
			assertThat(client.hasSeenCloseNotify()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void contentThatIsTruncatedIsNoticed(boolean withNotice) throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		start((exchange) -> {
			try {
				exchange.request().content().readAllBytes();
				failure.complete(null);
			}
			catch (IOException ex) {
				failure.complete(ex);
				throw ex;
			}
		});
		try (TlsClient client = connect().shakeHands()) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n");
			settle();
			if (withNotice) {
				client.send(client.closeNotify());
			}
			else {
				client.socket().shutdownOutput();
			}
			assertThat(failure.get(20, TimeUnit.SECONDS))
				.hasMessage("The client closed the connection before the end of the request content");
		}
	}

	@Test
	void aForgedRecordEndsTheConnectionWithAnAlert() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			byte[] record = client.encrypt(GET);
			record[record.length - 1] ^= 1;
			client.send(record);
			assertThatExceptionOfType(IOException.class).isThrownBy(client::readToEnd)
				.withMessageContaining("bad_record_mac");
		}
	}

	@Test
	void keysMayChange() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			for (int i = 0; i < 100; i++) {
				client.send(client.firstOfHandshake(), client.encrypt(GET));
				assertThat(client.readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
			}
		}
	}

	@Test
	void recordsWithoutContentEndTheConnection() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			byte[][] keyUpdates = new byte[100][];
			for (int i = 0; i < keyUpdates.length; i++) {
				keyUpdates[i] = client.firstOfHandshake();
			}
			client.send(keyUpdates);
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n", "spam eggs" })
	void plainHttpIsToldToEncrypt(String request) throws IOException {
		startHello();
		assertThat(RawClient.exchange(this.server.port(), request)).startsWith("HTTP/1.1 400 Bad Request\r\n")
			.contains("\r\nConnection: close\r\n")
			.contains("This port speaks HTTPS: the address has to begin with https://");
		assertThat(this.server.counters().refusedRequests()).isOne();
	}

	@Test
	void whatIsNeitherTlsNorHttpIsClosed() throws IOException {
		startHello();
		for (byte[] bytes : new byte[][] { { 0 }, { (byte) 0x80, 0x2e, 1, 3, 1 }, { 22, 3, 1, 0, 3, 1, 2, 3 },
				{ 22, 3, 1, 0, 5, 1, 0, 0, 1, 0 }, { 21, 3, 1, 0, 2, 2, 0 }, { 23, 3, 3, 0, 1, 0 } }) {
			try (RawClient client = new RawClient(this.server.port())) {
				String answer = client.send(bytes).finishSending().readToEnd();
				assertThat(answer.length()).as("an alert at most").isIn(0, 7);
			}
		}
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.server.counters().openConnections() > 0 && end - System.nanoTime() > 0) {
			Thread.onSpinWait();
		}
		assertThat(this.server.counters().openConnections()).isZero();
	}

	@Test
	void randomBytesNeverHarmTheServer() throws IOException {
		startHello();
		Random random = new Random(42);
		for (int i = 0; i < 200; i++) {
			byte[] bytes = new byte[random.nextInt(300) + 6];
			random.nextBytes(bytes);
			bytes[0] = 22;
			bytes[1] = 3;
			bytes[3] = 0;
			bytes[4] = (byte) (bytes.length - 5);
			bytes[5] = (byte) random.nextInt(3);
			try (RawClient client = new RawClient(this.server.port())) {
				client.send(bytes).finishSending().readToEnd();
			}
			catch (SocketException ex) {
				assertThat(ex).hasMessageContaining("reset");
			}
		}
		try (TlsClient client = connect().shakeHands()) {
			assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	// Time

	@Test
	void aHandshakeThatDoesNotBeginIsEnded() throws IOException {
		startHello();
		try (RawClient client = new RawClient(this.server.port())) {
			advance(Duration.ofSeconds(9));
			settle();
			assertThat(this.server.counters().shed(ShedReason.HANDSHAKE)).isZero();
			advance(Duration.ofSeconds(2));
			assertThat(client.isClosedByServer()).isTrue();
		}
		assertThat(this.server.counters().shed(ShedReason.HANDSHAKE)).isOne();
	}

	@Test
	void aTrickleDoesNotProlongAHandshake() throws IOException {
		startHello();
		try (RawClient client = new RawClient(this.server.port())) {
			for (int b : new int[] { 22, 3, 1 }) {
				client.send(new byte[] { (byte) b });
				advance(Duration.ofSeconds(4));
			}
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void aHandshakeThatDoesNotEndIsEnded() throws IOException {
		startHello();
		try (TlsClient client = connect()) {
			client.lastOfHandshake();
			advance(Duration.ofSeconds(11));
			assertThat(client.readToEnd()).isEmpty();
		}
		assertThat(this.server.counters().shed(ShedReason.HANDSHAKE)).isOne();
	}

	@Test
	void aRequestMayComeLongAfterTheHandshake() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			client.send(GET).readTo("Hello");
			advance(Duration.ofSeconds(50));
			assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
			advance(Duration.ofSeconds(61));
			assertThat(client.readToEnd()).isEmpty();
			assertThat(client.hasSeenCloseNotify()).isTrue();
		}
	}

	@Test
	void aRecordThatDoesNotEndIsAHeadThatDoesNotEnd() throws IOException {
		startHello();
		try (TlsClient client = connect().shakeHands()) {
			client.send(GET).readTo("Hello");
			client.send(Arrays.copyOf(client.encrypt(GET), 10));
			advance(Duration.ofSeconds(11));
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	// Many

	@Test
	void fiftyUnfinishedHandshakesLeaveRoomForOthers() throws IOException {
		startHello();
		List<TlsClient> unfinished = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				TlsClient client = connect();
				client.send(client.firstOfHandshake());
				unfinished.add(client);
			}
			try (TlsClient client = connect().shakeHands()) {
				assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
			}
			assertThat(threads("jhttp-handshake-"))
				.isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
		}
		finally {
			for (TlsClient client : unfinished) {
				client.close();
			}
		}
	}

	private static long threads(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(name))
			.count();
	}

	@Test
	void aClientIsNotLateWhileItWaitsForTheServer() throws Exception {
		SlowKey key = LOCALHOST.slowKey();
		start(LOCALHOST.context(key), (NonBlockingHttpHandler) (exchange) -> exchange.response().send("Hello"));
		try (TlsClient client = connect()) {
			FutureTask<byte[]> last = new FutureTask<>(client::lastOfHandshake);
			new Thread(last).start();
			assertThat(key.asked.await(20, TimeUnit.SECONDS)).isTrue();
			advance(Duration.ofSeconds(11));
			settle();
			key.free.countDown();
			client.send(last.get(20, TimeUnit.SECONDS));
			assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aClientHasTimeForTheLastMessageOfItsHandshakeButNotForEver() throws Exception {
		startHello();
		try (TlsClient client = connect(); TlsClient late = connect()) {
			byte[] first = client.firstOfHandshake();
			settle();
			advance(Duration.ofSeconds(9));
			client.send(first);
			byte[] last = client.lastOfHandshake();
			late.lastOfHandshake();
			advance(Duration.ofSeconds(9));
			client.send(last);
			assertThat(client.send(GET).readTo("Hello")).startsWith("HTTP/1.1 200 OK\r\n");
			advance(Duration.ofSeconds(2));
			assertThat(late.readToEnd()).isEmpty();
		}
		assertThat(this.server.counters().shed(ShedReason.HANDSHAKE)).isOne();
	}

	@Test
	void renegotiationIsRefused() throws IOException {
		startHello();
		try (TlsClient client = connect("TLSv1.2").shakeHands()) {
			client.send(GET).readTo("Hello");
			client.send(client.firstOfHandshake());
			assertThatExceptionOfType(SSLProtocolException.class).isThrownBy(client::readToEnd)
				.withMessageContaining("Received close_notify during handshake");
		}
	}

}
