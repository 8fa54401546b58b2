package io.jhttp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.ListenException;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for several listeners of one server.
 */
@Timeout(60)
class ListenerTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private HttpServer server;

	@AfterEach
	void stopServer() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private static HttpListener port(String name) {
		return HttpListener.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	private static HttpListener operators() {
		return port("operators").stopsLast(true)
			.handler(HttpHandler.nonBlocking((exchange) -> exchange.response().send("operators")));
	}

	private HttpServer.Builder builder(HttpListener... listeners) {
		HttpServer.Builder builder = HttpServer.builder().handler((exchange) -> {
			if (exchange.request().path().equals("/hold")) {
				this.started.countDown();
				this.release.await();
			}
			exchange.response().send(exchange.request().listener() + " " + exchange.request().scheme());
		});
		for (HttpListener listener : listeners) {
			builder.listen(listener);
		}
		return builder;
	}

	private void start(HttpListener... listeners) throws IOException {
		this.server = builder(listeners).start();
	}

	private int port(HttpListener listener) {
		return port(this.server, listener.name());
	}

	private static int port(HttpServer server, String listener) {
		return ((InetSocketAddress) server.addresses().get(listener)).getPort();
	}

	@Test
	void eachListenerServesTheHandlerOfTheServerByTheSameLoops() throws IOException {
		TlsOptions tls = TlsOptions.of(TlsContext.of(LOCALHOST.context()));
		HttpListener first = port("first");
		HttpListener second = port("second");
		HttpListener encrypted = port("encrypted").tls(tls);
		Set<Thread> before = loops();
		this.server = builder(first, second, encrypted).eventLoops(2).start();
		assertThat(loops()).hasSize(before.size() + 2);
		assertThat(RawClient.exchange(port(first), LAST_GET)).endsWith("first http");
		assertThat(RawClient.exchange(port(second), LAST_GET)).endsWith("second http");
		try (RawClient client = new RawClient(LOCALHOST.trustingContext().getSocketFactory().createSocket(),
				port(encrypted))) {
			assertThat(client.send(LAST_GET).readToEnd()).endsWith("encrypted https");
		}
		assertThat(this.server.addresses().keySet()).containsExactly("first", "second", "encrypted");
		assertThat(this.server.port()).isEqualTo(port(first));
		assertThat(this.server.isSecure()).isFalse();
	}

	private static Set<Thread> loops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("jhttp-loop-"))
			.collect(Collectors.toSet());
	}

	@Test
	void aListenerWithAHandlerOfItsOwnStandsBesideTheOnlyOne() throws IOException {
		this.server = builder(operators()).port(0).start();
		assertThat(RawClient.exchange(this.server.port(), LAST_GET)).endsWith("application http");
		assertThat(RawClient.exchange(port(operators()), LAST_GET)).endsWith("operators");
	}

	@Test
	void eachListenerCountsWhatItHas() throws IOException {
		start(port("first"), port("second"));
		int second = port(this.server, "second");
		RawClient.exchange(port(this.server, "first"), LAST_GET);
		RawClient.exchange(second, LAST_GET);
		RawClient.exchange(second, "nonsense\r\n\r\n");
		assertThat(this.server.counters("first").requests()).isOne();
		assertThat(this.server.counters("first").refusedRequests()).isZero();
		assertThat(this.server.counters("second").acceptedConnections()).isEqualTo(2);
		assertThat(this.server.counters("second").refusedRequests()).isOne();
		assertThat(this.server.counters().acceptedConnections()).isEqualTo(3);
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.counters("third"))
			.withMessage("There is no listener 'third'; there are first, second");
	}

	@Test
	void anAddressInUseIsToldWithTheNameOfItsListenerAndNothingStaysOpen() throws IOException {
		start(port("first"));
		HttpListener free = port("free");
		HttpListener taken = HttpListener.of("taken", this.server.address());
		assertThatExceptionOfType(ListenException.class).isThrownBy(() -> builder(free, taken).start())
			.withMessageContaining(
					"Cannot listen on " + this.server.address().getHostString() + " port " + this.server.port() + ": ")
			.satisfies((ex) -> assertThat(ex.listener()).isEqualTo("taken"));
	}

	@Test
	void listenersNeedNamesOfTheirOwn() {
		assertThatIllegalStateException().isThrownBy(() -> start(port("same"), port("same")))
			.withMessage("Each listener needs a name of its own: [same, same]");
	}

	@Test
	void listenersAreNotMixedWithADescriptionOfTheOnlyOne() {
		assertThatIllegalStateException().isThrownBy(() -> builder(port("web")).port(0).start())
			.withMessage("The listeners [web] have taken the place of the one that address, port, addressFamily, tls "
					+ "and proxyProtocol describe");
	}

	@Test
	void theProxyProtocolIsSpokenWhereAListenerSaysSo() throws IOException {
		this.server = builder(port("proxied").proxyProtocol(true), port("direct"))
			.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of()))
			.start();
		assertThat(
				RawClient.exchange(port(this.server, "proxied"), "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + LAST_GET))
			.startsWith("HTTP/1.1 200 ");
		assertThat(RawClient.exchange(port(this.server, "proxied"), LAST_GET)).startsWith("HTTP/1.1 400 ");
		assertThat(RawClient.exchange(port(this.server, "direct"), LAST_GET)).startsWith("HTTP/1.1 200 ");
		assertThatIllegalStateException().isThrownBy(() -> builder(port("proxied").proxyProtocol(true)).start())
			.withMessage("The PROXY protocol needs trusted proxies that speak it");
	}

	@Test
	void handshakesHaveTheTimeOfTheirListener() throws IOException {
		TestClock clock = new TestClock();
		TlsContext context = TlsContext.of(LOCALHOST.context());
		HttpListener patient = port("patient").tls(new TlsOptions((name) -> context, Duration.ofSeconds(20)));
		HttpListener hasty = port("hasty").tls(new TlsOptions((name) -> context, Duration.ofSeconds(2)));
		this.server = builder(patient, hasty).clock(clock).start();
		try (RawClient waiting = new RawClient(port(patient)); RawClient late = new RawClient(port(hasty))) {
			assertThat(Eventually.holds(() -> this.server.counters().openConnections() == 2)).isTrue();
			clock.advance(Duration.ofSeconds(3));
			this.server.checkDeadlines();
			assertThat(late.isClosedByServer()).isTrue();
			assertThat(this.server.counters("patient").openConnections()).isOne();
			clock.advance(Duration.ofSeconds(18));
			this.server.checkDeadlines();
			assertThat(waiting.isClosedByServer()).isTrue();
		}
		assertThat(this.server.counters("hasty").shed(ShedReason.HANDSHAKE)).isOne();
	}

	@Test
	void operatorsAreServedUntilTheLastRequestOfTheOthersIsAnswered() throws Exception {
		this.server = builder(port("web"), operators()).eventLoops(2).start();
		int web = port(this.server, "web");
		int operators = port(operators());
		try (RawClient held = new RawClient(web); RawClient kept = new RawClient(operators)) {
			assertThat(kept.send(GET).readResponse()).doesNotContain("Connection: close");
			held.send(GET.replace("/ ", "/hold "));
			this.started.await();
			CompletableFuture<Void> drained = this.server.drain();
			awaitRefusal(web);
			assertThat(kept.send(GET).readResponse()).doesNotContain("Connection: close").endsWith("operators");
			assertThat(RawClient.exchange(operators, LAST_GET)).endsWith("operators");
			assertThat(drained).isNotDone();
			this.release.countDown();
			assertThat(held.readToEnd()).contains("Connection: close\r\n").endsWith("web http");
			held.socket().close();
			assertThat(kept.isClosedByServer()).isTrue();
			drained.get(20, TimeUnit.SECONDS);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> new RawClient(operators));
			assertThat(this.server.failure()).isNull();
		}
	}

	private static void awaitRefusal(int port) throws IOException {
		try {
			while (true) {
				new RawClient(port).close();
				Thread.onSpinWait();
			}
		}
		catch (SocketException ex) {
			// As it should be
		}
	}

	@Test
	void operatorsGetInWhenClientsDoNotAnyMore() throws Exception {
		this.server = builder(port("web"), operators()).connectionLimits(new ConnectionLimits(1, 0, 1000, 16)).start();
		List<RawClient> clients = new ArrayList<>();
		try (RawClient held = new RawClient(port(this.server, "web"))) {
			held.send(GET.replace("/ ", "/hold "));
			this.started.await();
			assertThat(RawClient.exchange(port(this.server, "web"), LAST_GET)).startsWith("HTTP/1.1 503 ");
			for (int i = 0; i < 5; i++) {
				clients.add(new RawClient(port(this.server, "web")));
				assertThat(clients.get(i).readHead()).startsWith("HTTP/1.1 503 ");
			}
			assertThat(RawClient.exchange(port(operators()), LAST_GET)).endsWith("operators");
			assertThat(this.server.counters("web").shed(ShedReason.TOO_MANY_CONNECTIONS)).isEqualTo(6);
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
	}

}
