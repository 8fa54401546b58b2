package io.jhttp.server;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StopTests {

	private static final Duration GRACE = Duration.ofSeconds(20);

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private HttpServer server;

	private int serve(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder().port(0).handler(handler).start();
		return this.server.port();
	}

	@AfterEach
	void stopServer() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private void waitForRelease(HttpExchange exchange) throws Exception {
		this.started.countDown();
		this.release.await();
		exchange.response().send("done");
	}

	@Test
	void aRunningRequestIsAnsweredNewConnectionsAreRefusedAndThePortIsFree() throws Exception {
		int port = serve(this::waitForRelease);
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			this.started.await();
			CompletableFuture<Void> drained = this.server.drain();
			// The kernel forgets the listener when each loop has seen that it is closed.
			awaitRefusal(port);
			assertThat(drained).isNotDone();
			this.release.countDown();
			assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("\r\n\r\ndone");
			assertThat(this.server.stop(GRACE)).isTrue();
		}
		HttpServer.builder().port(port).handler(this::waitForRelease).start().close();
	}

	private static void awaitRefusal(int port) throws IOException {
		for (int i = 0; i < 1000; i++) {
			try {
				new RawClient(port).close();
			}
			catch (SocketException ex) {
				return;
			}
		}
		throw new AssertionError("New connections are still accepted");
	}

	@Test
	void idleConnectionsDoNotHoldUpAStop() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		try (RawClient client = new RawClient(port); RawClient silent = new RawClient(port)) {
			client.send(GET).readHead();
			assertThat(this.server.stop(GRACE)).isTrue();
			assertThat(client.isClosedByServer()).isTrue();
			assertThat(silent.isClosedByServer()).isTrue();
		}
	}

	@Test
	void aDownloadIsFinishedWithinTheGracePeriod() throws Exception {
		byte[] content = new byte[50_000_000];
		int port = serve((exchange) -> exchange.response().send(content));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> this.server.stop(GRACE));
			client.read(content.length);
			assertThat(stopped.get()).isTrue();
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	void whatTakesTooLongIsCut() throws Exception {
		int port = serve(this::waitForRelease);
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			this.started.await();
			assertThat(this.server.stop(Duration.ofMillis(200))).isFalse();
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@Test
	void aHandlerThatWaitsForContentIsReleasedByAStop() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		int port = serve((exchange) -> {
			try {
				exchange.request().content().readAllBytes();
			}
			catch (IOException ex) {
				failure.complete(ex);
				throw ex;
			}
		});
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			client.readHead();
			this.server.close();
			assertThat(failure.get()).hasMessage("The server closed the connection");
		}
	}

	@Test
	void aPortInUseIsNamed() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> HttpServer.builder().port(port).handler(this::waitForRelease).start())
			.withMessageContaining("port " + port)
			.withMessageContaining("in use");
	}

	@Test
	void stoppingTwiceIsHarmless() throws IOException {
		serve((exchange) -> exchange.response().send());
		this.server.close();
		assertThat(this.server.stop(GRACE)).isTrue();
		this.server.close();
	}

}
