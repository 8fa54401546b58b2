package io.jhttp.server;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watching a client: the event loop reads in place of the worker, and only one of the two
 * may read.
 */
class ClientWatchTests {

	private final CountDownLatch gone = new CountDownLatch(1);

	private HttpServer server;

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private RawClient connect(HttpHandler handler) throws Exception {
		this.server = HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
		return new RawClient(this.server.port());
	}

	private void echoWatched(HttpExchange exchange) throws Exception {
		ByteArrayOutputStream copy = new ByteArrayOutputStream();
		InputStream content = exchange.request().content();
		byte[] part = new byte[8192];
		int count;
		do {
			exchange.onClientGone(this.gone::countDown);
			count = content.read(part);
			copy.write(part, 0, Math.max(0, count));
		}
		while (count >= 0);
		exchange.response().send(copy.size() + " " + Arrays.hashCode(copy.toByteArray()));
	}

	@Test
	void contentThatIsReadAfterAWatchHasBegunArrivesInOrder() throws Exception {
		byte[] content = new byte[3_000_000];
		ThreadLocalRandom.current().nextBytes(content);
		try (RawClient client = connect(this::echoWatched)) {
			for (int i = 0; i < 3; i++) {
				client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
				for (int at = 0; at < content.length; at += 20_000) {
					client.send(Arrays.copyOfRange(content, at, at + 20_000));
				}
				assertThat(client.readResponse()).endsWith("\r\n\r\n3000000 " + Arrays.hashCode(content));
			}
		}
	}

	@Test
	void aClientThatLeavesAfterItsContentWasReadIsSeenToBeGone() throws Exception {
		CountDownLatch watched = new CountDownLatch(1);
		try (RawClient client = connect((exchange) -> {
			exchange.onClientGone(() -> {
			});
			exchange.request().content().readAllBytes();
			exchange.onClientGone(this.gone::countDown);
			watched.countDown();
			this.gone.await(20, TimeUnit.SECONDS);
			exchange.response().send("late");
		})) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n").send("spam");
			watched.await();
			client.finishSending();
			assertThat(client.readToEnd()).endsWith("late");
			assertThat(this.gone.getCount()).isZero();
		}
	}

}
