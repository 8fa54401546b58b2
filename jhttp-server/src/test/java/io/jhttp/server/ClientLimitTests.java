package io.jhttp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.net.ShedReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for limits of each client.
 */
@Timeout(60)
class ClientLimitTests {

	private static final String OK = "HTTP/1.1 200 ";

	private final TestClock clock = new TestClock();

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

	private HttpServer.Builder builder(ClientLimit... limits) {
		HttpServer.Builder builder = HttpServer.builder()
			.port(0)
			.clock(this.clock)
			.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of(ForwardingHeader.X_FORWARDED_FOR)))
			.handler((exchange) -> {
				if (exchange.request().path().equals("/hold")) {
					this.started.countDown();
					this.release.await();
				}
				exchange.response().send("answered");
			});
		for (ClientLimit limit : limits) {
			builder.clientLimit(limit);
		}
		return builder;
	}

	private static ClientLimit rate(double requestsPerSecond, int burst) {
		return new ClientLimit((request) -> true, requestsPerSecond, burst, 0);
	}

	private static ClientLimit concurrent(int requests) {
		return new ClientLimit((request) -> true, 0, 1, requests);
	}

	private String ask(String path, String client) throws IOException {
		return RawClient.exchange(this.server.port(), request(path, client));
	}

	private static String request(String path, String client) {
		return "GET " + path + " HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + client + "\r\nConnection: close\r\n\r\n";
	}

	@Test
	void afterABurstAClientHasToWait() throws IOException {
		this.server = builder(rate(0.5, 3)).start();
		for (int i = 0; i < 3; i++) {
			assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		}
		assertThat(ask("/", "192.0.2.1")).startsWith("HTTP/1.1 429 Too Many Requests\r\n")
			.contains("\r\nRetry-After: 2\r\n", "There are too many requests of this client.");
		assertThat(ask("/", "192.0.2.2")).startsWith(OK);
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		assertThat(ask("/", "192.0.2.1")).startsWith("HTTP/1.1 429 ");
		this.clock.advance(Duration.ofSeconds(100));
		for (int i = 0; i < 3; i++) {
			assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		}
		assertThat(ask("/", "192.0.2.1")).startsWith("HTTP/1.1 429 ");
		assertThat(this.server.counters().shed(ShedReason.CLIENT_RATE)).isEqualTo(3);
		assertThat(this.server.counters().refusedRequests()).isEqualTo(3);
	}

	@Test
	void theNetworkOfAClientOfIpv6IsOneClient() throws IOException {
		this.server = builder(rate(0.5, 1)).start();
		assertThat(ask("/", "2001:db8:1:2::1")).startsWith(OK);
		assertThat(ask("/", "2001:db8:1:2:ffff::9")).startsWith("HTTP/1.1 429 ");
		assertThat(ask("/", "2001:db8:1:3::1")).startsWith(OK);
	}

	@Test
	void aProxyThatIsNotTrustedIsTheClientItself() throws IOException {
		this.server = builder(rate(0.5, 1)).trustedProxies(TrustedProxies.NONE).start();
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		assertThat(ask("/", "192.0.2.2")).startsWith("HTTP/1.1 429 ");
	}

	@Test
	void onlyRequestsThatALimitAppliesToCount() throws IOException {
		this.server = builder(new ClientLimit((request) -> request.path().equals("/login"), 0.5, 1, 0)).start();
		assertThat(ask("/login", "192.0.2.1")).startsWith(OK);
		assertThat(ask("/login", "192.0.2.1")).startsWith("HTTP/1.1 429 ");
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
	}

	@Test
	void aConnectionThatIsRefusedARequestGoesOn() throws IOException {
		this.server = builder(rate(0.5, 1)).start();
		String kept = request("/", "192.0.2.1").replace("Connection: close\r\n", "");
		try (RawClient client = new RawClient(this.server.port())) {
			assertThat(client.send(kept).readResponse()).startsWith(OK);
			assertThat(client.send(kept).readResponse()).startsWith("HTTP/1.1 429 ");
			this.clock.advance(Duration.ofSeconds(2));
			assertThat(client.send(kept).readResponse()).startsWith(OK);
		}
	}

	@Test
	void oneMoreConcurrentRequestIsRefusedUntilAnotherIsOver() throws Exception {
		this.server = builder(concurrent(1), rate(1000, 1000)).start();
		try (RawClient held = new RawClient(this.server.port())) {
			held.send(request("/hold", "192.0.2.1"));
			this.started.await();
			assertThat(ask("/", "192.0.2.1")).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1\r\n");
			assertThat(ask("/", "192.0.2.2")).startsWith(OK);
			this.release.countDown();
			assertThat(held.readToEnd()).startsWith(OK);
		}
		assertThat(Eventually.holds(() -> this.server.counters().activeRequests() == 0)).isTrue();
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		assertThat(this.server.counters().shed(ShedReason.CLIENT_CONCURRENCY)).isOne();
	}

	@Test
	void aRequestWhoseClientHasGoneIsOver() throws Exception {
		this.server = builder(concurrent(1)).start();
		try (RawClient held = new RawClient(this.server.port())) {
			held.send(request("/hold", "192.0.2.1"));
			this.started.await();
			held.reset();
		}
		this.release.countDown();
		assertThat(Eventually.holds(() -> this.server.counters().activeRequests() == 0)).isTrue();
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
	}

	@Test
	void aListenerWithAHandlerOfItsOwnIsNotLimited() throws IOException {
		HttpListener own = HttpListener.of("own", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.handler((exchange) -> exchange.response().send());
		this.server = builder(rate(0.5, 1)).listen(own).start();
		int port = ((InetSocketAddress) this.server.addresses().get("own")).getPort();
		for (int i = 0; i < 3; i++) {
			assertThat(RawClient.exchange(port, request("/", "192.0.2.1"))).startsWith(OK);
		}
	}

	/** Behind what finds out who has made a request. */
	private HttpServer withUsers(ClientLimit limit, HttpHandler handler) throws IOException {
		UserLimits limits = new UserLimits(List.of(limit), handler, this.clock);
		return builder().handler((NonBlockingHttpHandler) (exchange) -> {
			String user = exchange.request().header("X-User");
			if (user != null) {
				exchange.authenticated(() -> user, "Test");
			}
			exchange.response().header("X-Outer", "set");
			limits.handle(exchange);
		}).start();
	}

	private String askAs(String user, String path, String client) throws IOException {
		return ask(path, client + "\r\nX-User: " + user);
	}

	@Test
	void aUserIsOneClientWhateverTheAddress() throws IOException {
		this.server = withUsers(rate(0.5, 2), (exchange) -> exchange.response().send("answered"));
		assertThat(askAs("ann", "/", "192.0.2.1")).startsWith(OK);
		assertThat(askAs("ann", "/", "192.0.2.2")).startsWith(OK);
		assertThat(askAs("ann", "/", "192.0.2.3")).startsWith("HTTP/1.1 429 ")
			.contains("\r\nRetry-After: 2\r\n", "There are too many requests of this client.", "\r\nX-Outer: set\r\n");
		assertThat(askAs("bob", "/", "192.0.2.1")).startsWith(OK);
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(askAs("ann", "/", "192.0.2.1")).startsWith(OK);
		assertThat(this.server.counters(HttpServer.DEFAULT_LISTENER).shed(ShedReason.CLIENT_RATE)).isOne();
		assertThat(this.server.counters().refusedRequests()).isOne();
	}

	@Test
	void withoutAUserTheAddressIsTheClient() throws IOException {
		this.server = withUsers(rate(0.5, 1), (exchange) -> exchange.response().send("answered"));
		assertThat(ask("/", "192.0.2.1")).startsWith(OK);
		assertThat(ask("/", "192.0.2.1")).startsWith("HTTP/1.1 429 ");
		assertThat(ask("/", "192.0.2.2")).startsWith(OK);
		assertThat(askAs("192.0.2.1", "/", "192.0.2.1")).startsWith(OK);
	}

	@Test
	void concurrentRequestsOfAUserAreCountedUntilTheyAreOver() throws Exception {
		this.server = withUsers(concurrent(1), (exchange) -> {
			if (exchange.request().path().equals("/hold")) {
				this.started.countDown();
				this.release.await();
			}
			exchange.response().send("answered");
		});
		try (RawClient held = new RawClient(this.server.port())) {
			held.send(request("/hold", "192.0.2.1\r\nX-User: ann"));
			this.started.await();
			assertThat(askAs("ann", "/", "192.0.2.2")).startsWith("HTTP/1.1 429 ");
			assertThat(askAs("bob", "/", "192.0.2.1")).startsWith(OK);
			this.release.countDown();
			assertThat(held.readToEnd()).startsWith(OK);
		}
		assertThat(Eventually.holds(() -> this.server.counters().activeRequests() == 0)).isTrue();
		assertThat(askAs("ann", "/", "192.0.2.2")).startsWith(OK);
		assertThat(this.server.counters().shed(ShedReason.CLIENT_CONCURRENCY)).isOne();
	}

	@Test
	void aLocalRedirectIsNoOtherRequest() throws IOException {
		this.server = withUsers(new ClientLimit((request) -> true, 0.5, 1, 1), (exchange) -> {
			if (exchange.request().path().equals("/elsewhere")) {
				exchange.response().send("answered");
			}
			else {
				exchange.redirectLocally("/elsewhere");
			}
		});
		assertThat(askAs("ann", "/", "192.0.2.1")).startsWith(OK);
		assertThat(askAs("ann", "/", "192.0.2.1")).startsWith("HTTP/1.1 429 ");
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 0", "0.0001, 1, 0", "-1, 1, 0", "1e7, 1, 0", "1, 0, 0", "0, 1, -1", "NaN, 1, 1" })
	void aLimitHasNumbersThatMakeSense(double rate, int burst, int concurrent) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientLimit((request) -> true, rate, burst, concurrent));
	}

	// The table

	private static InetAddress address(int number) {
		try {
			return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** However many come, a client in debt is not forgotten for clients without. */
	@Test
	void aMillionAddressesTakeNoMoreMemoryAndDoNotHideOne() {
		long now = System.nanoTime();
		ClientTable table = new ClientTable(rate(1, 100), now);
		long heavy = ClientTable.client(address(-1));
		while (table.enter(heavy, now) == 0) {
			// Uses up its burst.
		}
		for (int i = 0; i < 1_000_000; i++) {
			assertThat(table.enter(ClientTable.client(address(i)), now)).isZero();
		}
		assertThat(table.enter(heavy, now)).isPositive();
	}

	@Test
	void threadsCountTogether() throws Exception {
		ClientTable table = new ClientTable(rate(0.001, 10_000), 0);
		List<Thread> threads = new ArrayList<>();
		long[] admitted = new long[4];
		for (int i = 0; i < admitted.length; i++) {
			int index = i;
			Thread thread = new Thread(() -> {
				for (int request = 0; request < 5_000; request++) {
					admitted[index] += (table.enter(1, 0) == 0) ? 1 : 0;
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(20));
		}
		assertThat(admitted[0] + admitted[1] + admitted[2] + admitted[3]).isEqualTo(10_000);
	}

}
