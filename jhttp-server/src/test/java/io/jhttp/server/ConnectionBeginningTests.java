package io.jhttp.server;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes before the first request, all of it together: a header of the PROXY
 * protocol, a TLS handshake, and a server that stops meanwhile.
 */
class ConnectionBeginningTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String PROXY = "PROXY TCP4 203.0.113.9 192.0.2.1 4711 80\r\n";

	private static final String ANSWER = "203.0.113.9 done";

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private final TestClock clock = new TestClock();

	private HttpServer server;

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private HttpServer.Builder builder() {
		return HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.handler(HttpHandler.nonBlocking((exchange) -> exchange.response()
				.send(exchange.request().remoteAddress().getAddress().getHostAddress() + " done")));
	}

	private static HttpServer.Builder introduced(HttpServer.Builder builder) {
		return builder.proxyProtocol(true)
			.trustedProxies(TrustedProxies.of(List.of("loopback"), Set.of(ForwardingHeader.X_FORWARDED_FOR)));
	}

	private static HttpServer.Builder encrypted(HttpServer.Builder builder) {
		return builder.tls(TlsOptions.of(TlsContext.of(LOCALHOST.context())));
	}

	private void start(HttpServer.Builder builder) throws IOException {
		this.server = builder.start();
	}

	private TlsClient connect(String protocol) throws IOException {
		return new TlsClient(LOCALHOST.trustingContext(), this.server.port(), protocol);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
	}

	/**
	 * Begins to drain, and returns when connections that have nothing to lose are closed.
	 */
	private CompletableFuture<Void> drain() throws IOException {
		try (RawClient silent = new RawClient(this.server.port())) {
			settle();
			silent.socket().setSoTimeout(50);
			CompletableFuture<Void> drained = this.server.drain();
			for (int i = 0;; i++) {
				assertThat(i).isLessThan(400);
				look();
				try {
					assertThat(silent.isClosedByServer()).isTrue();
					look();
					return drained;
				}
				catch (SocketTimeoutException ex) {
					// It has not looked yet.
				}
			}
		}
	}

	private void look() {
		this.clock.advance(Duration.ofMillis(60));
		this.server.checkDeadlines();
	}

	private void awaitEnd(CompletableFuture<Void> drained) throws Exception {
		for (int i = 0; i < 400 && !drained.isDone(); i++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.server.checkDeadlines();
			try {
				drained.get(50, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				// It has not looked yet.
			}
		}
		assertThat(drained).isDone();
	}

	@Test
	void aProxyThatHasBegunToSpeakMayFinishWhileTheServerDrains() throws Exception {
		start(introduced(builder()));
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(PROXY.substring(0, 20));
			CompletableFuture<Void> drained = drain();
			client.send(PROXY.substring(20) + GET);
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith(ANSWER);
			awaitEnd(drained);
		}
	}

	@Test
	void aProxyThatDoesNotFinishDoesNotKeepADrainFromEnding() throws Exception {
		start(introduced(builder()));
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(PROXY.substring(0, 20));
			CompletableFuture<Void> drained = drain();
			assertThat(drained).isNotDone();
			this.clock.advance(Duration.ofSeconds(11));
			awaitEnd(drained);
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 50, Integer.MAX_VALUE })
	void aHandshakeThatHasBegunMayFinishWhileTheServerDrains(int sent) throws Exception {
		start(encrypted(builder()));
		try (TlsClient client = connect("TLSv1.2")) {
			byte[] hello = client.firstOfHandshake();
			int cut = Math.min(sent, hello.length);
			client.send(Arrays.copyOf(hello, cut));
			CompletableFuture<Void> drained = drain();
			client.send(Arrays.copyOfRange(hello, cut, hello.length));
			assertThat(client.shakeHands().send(GET).readTo("done")).startsWith("HTTP/1.1 200 OK\r\n")
				.contains("\r\nConnection: close\r\n");
			awaitEnd(drained);
		}
	}

	@Test
	void aRequestWhoseRecordHasBegunToArriveIsAnsweredWhileTheServerDrains() throws Exception {
		start(encrypted(builder()));
		try (TlsClient client = connect("TLSv1.3").shakeHands()) {
			client.send(GET).readTo("done");
			byte[] record = client.encrypt(GET);
			client.send(Arrays.copyOf(record, 10));
			CompletableFuture<Void> drained = drain();
			client.send(Arrays.copyOfRange(record, 10, record.length));
			assertThat(client.readTo("done")).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nConnection: close\r\n");
			awaitEnd(drained);
		}
	}

	/** A hundred milliseconds are enough for that; who is silent for longer is idle. */
	@Test
	void aClientWhoseHandshakeHasJustEndedMaySendItsRequestWhileTheServerDrains() throws Exception {
		start(encrypted(builder()));
		try (TlsClient idle = connect("TLSv1.2").shakeHands(); TlsClient client = connect("TLSv1.2")) {
			client.send(client.firstOfHandshake());
			settle();
			CompletableFuture<Void> drained = this.server.drain(Duration.ofSeconds(1));
			this.clock.advance(Duration.ofSeconds(1));
			this.server.checkDeadlines();
			awaitRefusal();
			this.clock.advance(Duration.ofMillis(50));
			client.shakeHands();
			this.clock.advance(Duration.ofMillis(51));
			this.server.checkDeadlines();
			assertThat(idle.readToEnd()).isEmpty();
			assertThat(client.send(GET).readTo("done")).startsWith("HTTP/1.1 200 OK\r\n");
			awaitEnd(drained);
		}
	}

	/** The delay of the drain is over when the listener is closed. */
	private void awaitRefusal() throws IOException {
		try {
			while (true) {
				new RawClient(this.server.port()).close();
			}
		}
		catch (SocketException ex) {
			// As it should be
		}
	}

}
