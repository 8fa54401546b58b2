package io.jhttp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What an embedder can say and ask of a server.
 */
class ServerTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private int start(HttpServer.Builder builder, HttpHandler handler) throws IOException {
		this.server = builder.handler(handler).start();
		return this.server.port();
	}

	private static HttpServer.Builder loopback() {
		return HttpServer.builder().address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	@Test
	void itKnowsItsRealPortAndTheNameOfItsHost() throws IOException {
		int port = start(loopback(), (exchange) -> exchange.response().send());
		assertThat(port).isPositive();
		assertThat(this.server.address()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		assertThat(this.server.serverName()).isEqualTo(InetAddress.getLoopbackAddress().getCanonicalHostName());
	}

	@Test
	void onAllInterfacesItsNameIsThatOfTheMachine() throws IOException {
		start(HttpServer.builder().port(0), (exchange) -> exchange.response().send());
		assertThat(this.server.serverName()).isNotEmpty().isNotEqualTo("0.0.0.0");
	}

	@Test
	void aHandlerReachesItsServer() throws IOException {
		AtomicReference<RunningServer> reached = new AtomicReference<>();
		int port = start(loopback(), (exchange) -> reached.set(exchange.server()));
		RawClient.exchange(port, LAST_GET);
		assertThat(reached).hasValue(this.server);
	}

	@Test
	void servingForEverEndsWhenTheServerIsClosed() throws Exception {
		start(loopback(), (exchange) -> exchange.response().send());
		HttpServer server = this.server;
		CountDownLatch ended = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				server.serveForever();
				ended.countDown();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		thread.start();
		while (thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		server.close();
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aClientThatMayNotConnectGetsAClosedConnection() throws IOException {
		List<InetSocketAddress> asked = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger count = new AtomicInteger();
		int port = start(loopback().verifyRequest((address) -> {
			asked.add(address);
			if (count.get() == 1) {
				throw new IllegalStateException("boom");
			}
			return count.get() == 2;
		}), (exchange) -> exchange.response().send());
		for (int i = 0; i < 2; i++) {
			try (RawClient client = new RawClient(port)) {
				assertThat(client.isClosedByServer()).isTrue();
				assertThat(asked.get(i).getPort()).isEqualTo(client.socket().getLocalPort());
			}
			count.incrementAndGet();
		}
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 ");
		assertThat(this.server.counters().acceptedConnections()).isEqualTo(1);
	}

	@Test
	void aFailureReachesTheHookAndTheNextRequestWorks() throws IOException {
		List<String> failures = Collections.synchronizedList(new ArrayList<>());
		int port = start(loopback().handleError((request, failure) -> {
			failures.add(request.requestLine() + ": " + failure.getMessage());
			throw new IllegalStateException("the hook fails as well");
		}), (exchange) -> {
			if (exchange.request().path().equals("/fail")) {
				throw new IllegalArgumentException("boom");
			}
			exchange.response().send("eggs");
		});
		try (RawClient client = new RawClient(port)) {
			assertThat(client.send(GET.replace("/ ", "/fail ")).readResponse()).startsWith("HTTP/1.1 500 ");
			assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\neggs");
		}
		assertThat(failures).containsExactly("GET /fail HTTP/1.1: boom");
	}

	@Test
	void oneAtATimeASecondClientWaitsUntilTheFirstIsServed() throws Exception {
		Semaphore begun = new Semaphore(0);
		CountDownLatch mayEnd = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		HttpHandler blocking = (exchange) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			begun.release();
			mayEnd.await();
			running.decrementAndGet();
			exchange.response().send("eggs");
		};
		// Such a handler would run on the loop, beside the worker.
		int port = start(loopback().oneAtATime(true), HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().path().equals("/dispatched")) {
				exchange.dispatch(blocking);
			}
			else {
				blocking.handle(exchange);
			}
		}));
		try (RawClient idle = new RawClient(port);
				RawClient first = new RawClient(port);
				RawClient second = new RawClient(port);
				RawClient third = new RawClient(port)) {
			first.send(GET.replace("/ ", "/dispatched "));
			begun.acquire();
			second.send(GET);
			third.send(GET);
			while (this.server.counters().queuedRequests() < 2 && begun.availablePermits() == 0) {
				Thread.onSpinWait();
			}
			assertThat(begun.availablePermits()).isZero();
			mayEnd.countDown();
			assertThat(first.readResponse()).endsWith("\r\n\r\neggs");
			assertThat(second.readResponse()).endsWith("\r\n\r\neggs");
			assertThat(third.readResponse()).endsWith("\r\n\r\neggs");
			assertThat(most).hasValue(1);
			assertThat(idle.send(GET).readResponse()).endsWith("\r\n\r\neggs");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aPortWhoseConnectionsTimeOutCanBeHadAgainOnlyIfReuseIsOn() throws IOException {
		int port = start(loopback(), (exchange) -> exchange.response().send());
		// The server closes first: the connection times out on its side.
		RawClient.exchange(port, LAST_GET);
		this.server.close();
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> start(HttpServer.builder().address(address).reuseAddress(false),
					(exchange) -> exchange.response().send()))
			.withMessageContaining("Cannot listen on");
		start(HttpServer.builder().address(address), (exchange) -> exchange.response().send());
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void theAddressDecidesTheFamilyAndWhoCanConnect() throws IOException {
		int port = start(loopback(), (exchange) -> exchange.response().send());
		assertThat(this.server.address().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			try (Socket socket = new Socket("127.0.0.2", port)) {
				socket.getOutputStream().write(0);
			}
		});
	}

	@Test
	void allInterfacesAreThoseOfTheChosenFamily() throws IOException {
		HttpHandler handler = (exchange) -> exchange.response().send();
		int both = start(HttpServer.builder().port(0), handler);
		assertThat(accepts("127.0.0.1", both)).isTrue();
		boolean hasIpv6 = accepts("::1", both);
		this.server.close();
		int ipv4 = start(HttpServer.builder().port(0).addressFamily(StandardProtocolFamily.INET), handler);
		assertThat(accepts("127.0.0.1", ipv4)).isTrue();
		assumeThat(hasIpv6).isTrue();
		assertThat(accepts("::1", ipv4)).isFalse();
	}

	@Test
	void anAddressOfAnotherFamilyIsRefusedWithTheReason() {
		HttpServer.Builder builder = HttpServer.builder()
			.address(new InetSocketAddress("::1", 0))
			.addressFamily(StandardProtocolFamily.INET);
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> start(builder, (exchange) -> exchange.response().send()))
			.withMessage("Cannot listen on 0:0:0:0:0:0:0:1 port 0: the address is not of a family that is listened on");
	}

	@Test
	void aFamilyWithoutPortsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HttpServer.builder().addressFamily(StandardProtocolFamily.UNIX))
			.withMessage("A server listens on addresses of INET or INET6, not of UNIX");
	}

	private static boolean accepts(String address, int port) {
		try (Socket socket = new Socket(address, port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void aServerAnswersInNoOtherVersionThanTheTwo() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HttpServer.builder().protocolVersion(HttpVersion.HTTP_0_9))
			.withMessage("A server answers in HTTP/1.0 or HTTP/1.1, not in HTTP/0.9");
	}

	@Test
	void aTaskRunsOnAWorkerWhenTheConnectionHasEnded() throws Exception {
		List<String> ends = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch ended = new CountDownLatch(1);
		int port = start(loopback(), HttpHandler.nonBlocking((exchange) -> {
			exchange.onConnectionEnd(() -> ends.add("first"));
			exchange.onConnectionEnd(() -> {
				ends.add("second on " + Thread.currentThread().getName());
				ended.countDown();
			});
			exchange.response().send();
		}));
		RawClient.exchange(port, LAST_GET);
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(ends).containsExactly("first", "second on jhttp-worker-0");
	}

	@Test
	void itsVersionIsThatOfTheBuild() throws IOException {
		assertThat(Files.readString(Path.of("pom.xml")))
			.contains("<version>" + HttpServer.VERSION + "-SNAPSHOT</version>");
	}

}
