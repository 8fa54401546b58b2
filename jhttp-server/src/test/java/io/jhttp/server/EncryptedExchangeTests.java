package io.jhttp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges without a thread, and what listeners learn, when the connection is encrypted.
 */
class EncryptedExchangeTests {

	private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private final TestClock clock = new TestClock();

	private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

	private final BlockingQueue<AsyncExchange> detached = new LinkedBlockingQueue<>();

	private final CountDownLatch gone = new CountDownLatch(1);

	private HttpServer server;

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private TlsClient connect(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.tls(TlsOptions.of(TlsContext.of(LOCALHOST.context())))
			.handler(handler)
			.listener(new ExchangeListener() {

				@Override
				public void exchangeEnded(CompletedExchange exchange) {
					EncryptedExchangeTests.this.ended.add(exchange.requestLine() + " " + exchange.status() + " "
							+ exchange.contentBytes() + (exchange.isAborted() ? " aborted" : ""));
				}

			})
			.start();
		return new TlsClient(LOCALHOST.trustingContext(), this.server.port(), "TLSv1.3").shakeHands();
	}

	private void stream(HttpExchange exchange) throws IOException {
		exchange.response().output().flush();
		AsyncExchange begun = exchange.detach();
		begun.onGone(this.gone::countDown);
		this.detached.add(begun);
	}

	private AsyncExchange next() throws InterruptedException {
		AsyncExchange next = this.detached.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private String end() throws InterruptedException {
		return String.valueOf(this.ended.poll(20, TimeUnit.SECONDS));
	}

	/** Nothing can follow when the server is closed. */
	private void expectNoMore() {
		this.server.close();
		assertThat(this.ended).isEmpty();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Makes sure that the loop has seen what other connections have sent before. */
	private void settle() throws IOException {
		for (int i = 0; i < 2; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
		}
		this.ended.removeIf((line) -> line.startsWith("nonsense") || line.startsWith(" 400"));
	}

	@Test
	void pipelinedRequestsBehindAHeldOneAreEachReportedOnce() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(GET + GET);
			for (int i = 0; i < 2; i++) {
				AsyncExchange exchange = next();
				exchange.send(bytes("spam"));
				exchange.send(bytes("eggs"));
				exchange.complete();
				assertThat(client.readTo("0\r\n\r\n")).contains("4\r\nspam\r\n4\r\neggs\r\n");
				assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 8");
			}
			expectNoMore();
		}
	}

	@Test
	void anAbortedExchangeIsReportedOnce() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(GET);
			AsyncExchange exchange = next();
			exchange.send(bytes("spam"));
			exchange.abort();
			assertThat(client.readToEnd()).endsWith("4\r\nspam\r\n");
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 4 aborted");
			expectNoMore();
		}
	}

	@Test
	void aClientThatSaysThatNothingFollowsIsGone() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(GET).readTo("\r\n\r\n");
			next();
			client.send(client.closeNotify());
			assertThat(this.gone.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 0 aborted");
			expectNoMore();
		}
	}

	@Test
	void aClientThatSaysSoWithItsRequestIsGone() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(client.encrypt(GET), client.closeNotify());
			next();
			assertThat(this.gone.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 0 aborted");
			expectNoMore();
		}
	}

	@Test
	void aClientThatLeavesAfterARecordWithoutContentIsGone() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(GET).readTo("\r\n\r\n");
			next();
			client.send(client.firstOfHandshake());
			settle();
			client.socket().close();
			assertThat(this.gone.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 0 aborted");
			expectNoMore();
		}
	}

	@Test
	void whatIsHeldWhenTheServerClosesIsReportedOnce() throws Exception {
		try (TlsClient client = connect(this::stream)) {
			client.send(GET).readTo("\r\n\r\n");
			next();
			settle();
			this.server.close();
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 0 aborted");
			assertThat(this.ended).isEmpty();
		}
	}

	@Test
	void aWatchedClientThatSaysThatNothingFollowsIsGone() throws Exception {
		CountDownLatch watched = new CountDownLatch(1);
		try (TlsClient client = connect((exchange) -> {
			exchange.onClientGone(this.gone::countDown);
			watched.countDown();
			this.gone.await(20, TimeUnit.SECONDS);
			exchange.response().send("late");
		})) {
			client.send(GET);
			watched.await();
			client.send(client.firstOfHandshake());
			settle();
			assertThat(this.gone.getCount()).isOne();
			client.send(client.closeNotify());
			assertThat(client.readToEnd()).endsWith("late");
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 4");
			expectNoMore();
		}
	}

	@Test
	void contentIsCountedAndNotItsRecords() throws Exception {
		byte[] content = new byte[3_000_000];
		try (TlsClient client = connect((exchange) -> exchange.response().send(content))) {
			client.send(GET);
			assertThat(client.readTo("\0")).startsWith("HTTP/1.1 200 OK\r\n");
			long length = 0;
			client.send("GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			length += client.readToEnd().length();
			assertThat(length).isGreaterThan(content.length);
			assertThat(end()).isEqualTo("GET /a HTTP/1.1 200 3000000");
			assertThat(end()).isEqualTo("GET /b HTTP/1.1 200 3000000");
			expectNoMore();
		}
	}

	@Test
	void contentThatIsAskedForArrives() throws Exception {
		try (TlsClient client = connect(
				(exchange) -> exchange.response().send(exchange.request().content().readAllBytes()))) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 8\r\n\r\n");
			assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			client.send("spam");
			client.send("eggs");
			assertThat(client.readTo("spameggs")).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(end()).isEqualTo("POST / HTTP/1.1 200 8");
			expectNoMore();
		}
	}

	@Test
	void aRecordThatDoesNotEndIsRefusedAndReported() throws Exception {
		try (TlsClient client = connect((exchange) -> exchange.response().send("Hello"))) {
			client.send(Arrays.copyOf(client.encrypt(GET), 10));
			settle();
			this.clock.advance(Duration.ofSeconds(11));
			this.server.checkDeadlines();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
			assertThat(end()).startsWith(" 408 ");
			expectNoMore();
		}
	}

	@Test
	void aRecordThatBeginsBehindContentHasToEndInTime() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		try (TlsClient client = connect((exchange) -> {
			exchange.request().content().read();
			reading.countDown();
			exchange.request().content().readAllBytes();
			exchange.response().send("Hello");
		})) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
			reading.await();
			settle();
			client.send(client.encrypt("0\r\n\r\n"), Arrays.copyOf(client.encrypt(GET), 10));
			client.readTo("Hello");
			// The worker has given the connection back, and the loop waits.
			assertThat(end()).isEqualTo("POST / HTTP/1.1 200 5");
			settle();
			this.clock.advance(Duration.ofSeconds(11));
			this.server.checkDeadlines();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

}
