package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for content that is streamed, over the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamingBodyTests {

	@Test
	void smallContentHasALength() {
		HandlerServer.run(Streams.class,
				(client, context) -> assertThat(client.send("GET", "/small")).startsWith("HTTP/1.1 201 ")
					.contains("\r\nContent-Type: text/plain\r\n", "\r\nContent-Length: 4\r\n")
					.endsWith("\r\n\r\nspam"));
	}

	@Test
	void flushReachesTheClientAtOnce() {
		HandlerServer.run(Streams.class, (client, context) -> {
			try (Socket socket = client.connect()) {
				request(socket, "GET /flushed HTTP/1.1");
				InputStream input = socket.getInputStream();
				String seen = "";
				while (!seen.endsWith("4\r\nspam\r\n")) {
					seen += (char) input.read();
				}
				assertThat(seen).startsWith("HTTP/1.1 200 ").contains("\r\nTransfer-Encoding: chunked\r\n");
				context.getBean(Streams.class).release.countDown();
				assertThat(input.readNBytes(14)).asString().isEqualTo("4\r\neggs\r\n0\r\n\r\n");
			}
		});
	}

	@Test
	void clientOfHttp10GetsPlainContentUpToTheEndOfTheConnection() {
		HandlerServer.run(Streams.class, (client, context) -> {
			context.getBean(Streams.class).release.countDown();
			try (Socket socket = client.connect()) {
				request(socket, "GET /flushed HTTP/1.0");
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.contains("\r\nConnection: close\r\n\r\nspameggs")
					.doesNotContain("chunked");
			}
		});
	}

	@Test
	void headDoesNotWrite() {
		HandlerServer.run(Streams.class,
				(client, context) -> assertThat(client.send("HEAD", "/flushed")).startsWith("HTTP/1.1 200 ")
					.doesNotContain("Content-Length")
					.endsWith("\r\n\r\n"));
	}

	@Test
	void failureAfterTheHeadClosesTheConnectionAndIsLoggedOnce(CapturedOutput output) {
		HandlerServer.run(Streams.class, (client, context) -> {
			assertThat(client.send("GET", "/failing")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n4\r\nspam\r\n");
			assertThat(output).containsOnlyOnce("GET /failing HTTP/1.1 failed").containsOnlyOnce("out of eggs");
		});
	}

	@Test
	void failureBeforeTheHeadIsAnswered() {
		HandlerServer.run(Streams.class,
				(client, context) -> assertThat(client.send("GET", "/failing-early")).startsWith("HTTP/1.1 500 ")
					.doesNotContain("spam"));
	}

	@Test
	void clientThatLeavesIsNoErrorForTheLog(CapturedOutput output) {
		HandlerServer.run(Streams.class, (client, context) -> {
			try (Socket socket = client.connect()) {
				request(socket, "GET /endless HTTP/1.1");
				socket.getInputStream().readNBytes(100_000);
				socket.setSoLinger(true, 0);
			}
			assertThat(context.getBean(Streams.class).ended.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
			assertThat(client.send("GET", "/small")).startsWith("HTTP/1.1 201 ");
			assertThat(output).doesNotContain("ERROR");
		});
	}

	private static void request(Socket socket, String line) throws IOException {
		socket.getOutputStream().write((line + "\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	@RequestHandler
	static class Streams {

		final CountDownLatch release = new CountDownLatch(1);

		final CompletableFuture<Throwable> ended = new CompletableFuture<>();

		@Get("/small")
		ResponseEntity<StreamingBody> small() {
			return ResponseEntity.status(201)
				.contentType(MediaType.TEXT_PLAIN)
				.body((output) -> output.write("spam".getBytes(StandardCharsets.US_ASCII)));
		}

		@Get("/flushed")
		StreamingBody flushed() {
			return (output) -> {
				output.write("spam".getBytes(StandardCharsets.US_ASCII));
				output.flush();
				await();
				output.write("eggs".getBytes(StandardCharsets.US_ASCII));
			};
		}

		private void await() {
			try {
				this.release.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Get("/failing")
		StreamingBody failing() {
			return (output) -> {
				output.write("spam".getBytes(StandardCharsets.US_ASCII));
				output.flush();
				throw new IllegalStateException("out of eggs");
			};
		}

		@Get("/failing-early")
		StreamingBody failingEarly() {
			return (output) -> {
				output.write("spam".getBytes(StandardCharsets.US_ASCII));
				throw new IllegalStateException("out of eggs");
			};
		}

		@Get("/endless")
		StreamingBody endless() {
			return (output) -> {
				try {
					while (true) {
						output.write(new byte[10_000]);
					}
				}
				catch (IOException ex) {
					this.ended.complete(ex);
					throw ex;
				}
			};
		}

	}

}
