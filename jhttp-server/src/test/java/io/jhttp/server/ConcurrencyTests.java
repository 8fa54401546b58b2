package io.jhttp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyTests {

	private HttpServer server;

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void manyConnectionsWithPipelinedRequestsGetRightAnswersInOrder(int eventLoops) throws Exception {
		HttpHandler echo = (exchange) -> exchange.response()
			.send(exchange.request().path()
					+ new String(exchange.request().content().readAllBytes(), StandardCharsets.US_ASCII));
		this.server = HttpServer.builder()
			.port(0)
			.eventLoops(eventLoops)
			.handler(HttpHandler.nonBlocking((exchange) -> {
				if (exchange.request().path().startsWith("/loop")) {
					exchange.response().send(exchange.request().path());
				}
				else {
					exchange.dispatch(echo);
				}
			}))
			.start();
		ExecutorService clients = Executors.newFixedThreadPool(64);
		try {
			List<CompletableFuture<Void>> results = new ArrayList<>();
			for (int i = 0; i < 64; i++) {
				int number = i;
				results.add(CompletableFuture.runAsync(() -> converse(number), clients));
			}
			CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new)).get();
		}
		finally {
			clients.shutdown();
		}
	}

	private void converse(int number) {
		try (RawClient client = new RawClient(this.server.port())) {
			for (int round = 0; round < 20; round++) {
				StringBuilder requests = new StringBuilder();
				List<String> answers = new ArrayList<>();
				for (int i = 0; i < 16; i++) {
					String path = ((i + number + round) % 3 == 0 ? "/worker-" : "/loop-") + number + "-" + round + "-"
							+ i;
					boolean post = path.startsWith("/worker") && i % 2 == 0;
					requests.append(post ? "POST " : "GET ").append(path).append(" HTTP/1.1\r\nHost: a\r\n");
					requests.append(post ? "Content-Length: 3\r\n\r\nabc" : "\r\n");
					answers.add(post ? path + "abc" : path);
				}
				client.send(requests.toString());
				for (String answer : answers) {
					assertThat(client.readResponse()).endsWith("\r\n\r\n" + answer);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void saturatedWorkersAreAnsweredWith503AndTheLoopGoesOn() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		HttpHandler slow = (exchange) -> {
			running.countDown();
			release.await();
			exchange.response().send("slow");
		};
		this.server = HttpServer.builder()
			.port(0)
			.workerThreads(2)
			.workerQueue(1)
			.handler(HttpHandler.nonBlocking((exchange) -> {
				if (exchange.request().path().equals("/slow")) {
					exchange.dispatch(slow);
				}
				else {
					exchange.response().send("fast");
				}
			}))
			.start();
		String request = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
		List<RawClient> accepted = new ArrayList<>();
		try {
			for (int i = 0; i < 2; i++) {
				accepted.add(new RawClient(this.server.port()).send(request));
			}
			running.await();
			accepted.add(new RawClient(this.server.port()).send(request));
			RawClient.exchange(this.server.port(), "nonsense\r\n");
			assertThat(RawClient.exchange(this.server.port(), request))
				.startsWith("HTTP/1.1 503 Service Unavailable\r\n")
				.contains("Retry-After: 1\r\n")
				.contains("Connection: close\r\n");
			try (RawClient client = new RawClient(this.server.port())) {
				client.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(client.readResponse()).endsWith("\r\n\r\nfast");
			}
			release.countDown();
			for (RawClient client : accepted) {
				assertThat(client.readResponse()).endsWith("\r\n\r\nslow");
			}
		}
		finally {
			release.countDown();
			for (RawClient client : accepted) {
				client.close();
			}
		}
	}

}
