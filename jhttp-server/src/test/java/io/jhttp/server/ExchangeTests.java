package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests and responses over a real socket, byte by byte.
 */
class ExchangeTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: jhttp\r\n" + TestClock.DATE_LINE;

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private HttpServer server;

	@TempDir
	Path directory;

	private int serve(HttpHandler handler) throws IOException {
		this.server = HttpServer.builder().port(0).eventLoops(1).clock(new TestClock()).handler(handler).start();
		return this.server.port();
	}

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void aTextIsSentWithItsLengthAndTheConnectionStaysOpen() throws IOException {
		int port = serve((exchange) -> exchange.response().send("Hello"));
		try (RawClient client = new RawClient(port)) {
			String expected = HEAD + "Content-Type: text/plain;charset=utf-8\r\nContent-Length: 5\r\n\r\nHello";
			assertThat(client.send(GET).readResponse()).isEqualTo(expected);
			assertThat(client.send(GET).readResponse()).isEqualTo(expected);
		}
	}

	@Test
	void aNonBlockingHandlerAnswersOnTheEventLoop() throws IOException {
		int port = serve(
				HttpHandler.nonBlocking((exchange) -> exchange.response().send(Thread.currentThread().getName())));
		assertThat(RawClient.exchange(port, LAST_GET)).endsWith("jhttp-loop-0");
	}

	@Test
	void anOrdinaryHandlerAnswersOnAWorker() throws IOException {
		int port = serve((exchange) -> exchange.response().send(Thread.currentThread().getName()));
		assertThat(RawClient.exchange(port, LAST_GET)).contains("\r\n\r\njhttp-worker-");
	}

	@Test
	void aNonBlockingHandlerMayLeaveTheAnswerToAWorker() throws IOException {
		int port = serve(HttpHandler.nonBlocking(
				(exchange) -> exchange.dispatch((later) -> later.response().send(Thread.currentThread().getName()))));
		assertThat(RawClient.exchange(port, LAST_GET)).contains("\r\n\r\njhttp-worker-");
	}

	@Test
	void connectionCloseIsHonouredAndRepeated() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		assertThat(RawClient.exchange(port, LAST_GET))
			.isEqualTo(HEAD + "Content-Length: 0\r\nConnection: close\r\n\r\n");
	}

	@Test
	void aHandlerThatDoesNothingAnswers200WithoutContent() throws IOException {
		int port = serve((exchange) -> {
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith(HEAD + "Content-Length: 0\r\n");
	}

	@Test
	void http10ClosesUnlessItAsksForKeepAliveWhichIsEchoed() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\n\r\n"))
			.isEqualTo(HEAD + "Content-Length: 0\r\nConnection: close\r\n\r\n");
		try (RawClient client = new RawClient(port)) {
			client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
			assertThat(client.readHead()).isEqualTo(HEAD + "Content-Length: 0\r\nConnection: keep-alive\r\n\r\n");
			client.send("GET / HTTP/1.0\r\n\r\n");
			assertThat(client.readToEnd()).endsWith("Connection: close\r\n\r\n");
		}
	}

	@Test
	void headIsAnsweredLikeGetWithoutContent() throws IOException {
		int port = serve((exchange) -> exchange.response().send("Hello"));
		assertThat(RawClient.exchange(port, LAST_GET.replace("GET", "HEAD"))).isEqualTo(
				HEAD + "Content-Type: text/plain;charset=utf-8\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
	}

	@Test
	void smallStreamedContentGetsItsLength() throws IOException {
		int port = serve((exchange) -> {
			OutputStream output = exchange.response().output();
			output.write('a');
			output.write("bc".getBytes(StandardCharsets.US_ASCII));
		});
		assertThat(RawClient.exchange(port, LAST_GET))
			.isEqualTo(HEAD + "Content-Length: 3\r\nConnection: close\r\n\r\nabc");
	}

	@Test
	void flushedContentLeavesInChunks() throws IOException {
		int port = serve((exchange) -> {
			OutputStream output = exchange.response().output();
			output.write("abc".getBytes(StandardCharsets.US_ASCII));
			output.flush();
			output.write("de".getBytes(StandardCharsets.US_ASCII));
		});
		assertThat(RawClient.exchange(port, GET.replace("Host", "Connection: close\r\nHost"))).isEqualTo(
				HEAD + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
	}

	@Test
	void flushedContentReachesTheClientBeforeTheHandlerEnds() throws IOException {
		CountDownLatch seen = new CountDownLatch(1);
		int port = serve((exchange) -> {
			exchange.response().output().write('x');
			exchange.response().output().flush();
			seen.await();
		});
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			assertThat(new String(client.read(6), StandardCharsets.US_ASCII)).isEqualTo("1\r\nx\r\n");
			seen.countDown();
			assertThat(new String(client.read(5), StandardCharsets.US_ASCII)).isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	void streamedContentEndsWithTheConnectionForHttp10() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().output().write("abc".getBytes(StandardCharsets.US_ASCII));
			exchange.response().output().flush();
		});
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
			.isEqualTo(HEAD + "Connection: close\r\n\r\nabc");
	}

	@Test
	void aDeclaredLengthThatIsNotReachedClosesTheConnection() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().contentLength(10);
			exchange.response().output().write("abc".getBytes(StandardCharsets.US_ASCII));
		});
		assertThat(RawClient.exchange(port, GET)).isEqualTo(HEAD + "Content-Length: 10\r\n\r\nabc");
	}

	@Test
	void moreThanTheDeclaredLengthIsNeverWritten() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().contentLength(2);
			exchange.response().output().write("ab".getBytes(StandardCharsets.US_ASCII));
			exchange.response().output().flush();
			exchange.response().output().write("GET".getBytes(StandardCharsets.US_ASCII));
		});
		assertThat(RawClient.exchange(port, GET)).isEqualTo(HEAD + "Content-Length: 2\r\n\r\nab");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	void statusesWithoutContentHaveNeitherContentNorLength(int status) throws IOException {
		int port = serve((exchange) -> exchange.response().status(status).send("never seen"));
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 " + status + " ")
			.doesNotContain("Content-Length")
			.endsWith("Connection: close\r\n\r\n");
	}

	@Test
	void aResetOfContentHasNoContent() throws IOException {
		int port = serve((exchange) -> exchange.response().status(205).send("never seen"));
		assertThat(RawClient.exchange(port, LAST_GET)).isEqualTo(HEAD.replace("200 OK", "205 Reset Content")
				+ "Content-Type: text/plain;charset=utf-8\r\n" + "Content-Length: 0\r\nConnection: close\r\n\r\n");
	}

	@Test
	void aConnectionThatPipelinesWithoutEndDoesNotKeepOthersWaiting() throws Exception {
		List<String> served = new CopyOnWriteArrayList<>();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().path().equals("/hold")) {
				running.countDown();
				release.await();
			}
			served.add(exchange.request().path());
			exchange.response().send();
		}));
		try (RawClient holder = new RawClient(port);
				RawClient greedy = new RawClient(port);
				RawClient other = new RawClient(port)) {
			// The only loop is held until both clients have sent everything.
			holder.send(GET.replace("/ ", "/hold "));
			running.await();
			greedy.send(GET.replace("/ ", "/greedy ").repeat(1000));
			other.send(GET.replace("/ ", "/other "));
			release.countDown();
			assertThat(other.readHead()).startsWith("HTTP/1.1 200 ");
			for (int i = 0; i < 1000; i++) {
				assertThat(greedy.readHead()).startsWith("HTTP/1.1 200 ");
			}
		}
		assertThat(served.indexOf("/other")).isBetween(1, 100);
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrderByLoopAndWorkersAlike() throws IOException {
		HttpHandler slow = (exchange) -> exchange.response().send(exchange.request().path());
		int port = serve(HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().path().endsWith("5")) {
				exchange.dispatch(slow);
			}
			else {
				exchange.response().send(exchange.request().path());
			}
		}));
		StringBuilder requests = new StringBuilder();
		for (int i = 0; i < 100; i++) {
			requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
		}
		try (RawClient client = new RawClient(port)) {
			client.send(requests.toString());
			for (int i = 0; i < 100; i++) {
				assertThat(client.readResponse()).endsWith("\r\n\r\n/" + i);
			}
		}
	}

	@Test
	void contentIsReadWhateverItsFraming() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.readResponse()).endsWith("\r\n\r\nhello");
			client.trickle("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "3;x=y\r\nhel\r\n00002\r\nlo\r\n0\r\nTrailer: t\r\n\r\n");
			assertThat(client.readResponse()).endsWith("\r\n\r\nhello");
			client.send(GET);
			assertThat(client.readResponse()).endsWith("Content-Length: 0\r\n\r\n");
		}
	}

	@Test
	void largeContentGoesBothWaysUnchanged() throws IOException {
		int port = serve((exchange) -> {
			InputStream content = exchange.request().content();
			exchange.response().contentLength(exchange.request().contentLength());
			content.transferTo(exchange.response().output());
		});
		byte[] content = new byte[8 * 1024 * 1024];
		new Random(1).nextBytes(content);
		try (RawClient client = new RawClient(port)) {
			Thread sender = new Thread(() -> {
				try {
					client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + content.length + "\r\n\r\n");
					client.send(content);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			sender.start();
			client.readHead();
			assertThat(Arrays.equals(client.read(content.length), content)).isTrue();
		}
	}

	@Test
	void contentThatNoHandlerReadDoesNotBecomeTheNextRequest() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().path()));
		String canary = "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n";
		try (RawClient client = new RawClient(port)) {
			client.send("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: " + canary.length() + "\r\n\r\n" + canary);
			assertThat(client.readResponse()).endsWith("\r\n\r\n/post");
			client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readResponse()).endsWith("\r\n\r\n/next");
		}
	}

	@Test
	void tooMuchUnreadContentEndsTheConnectionAfterTheAnswer() throws IOException {
		int port = serve((exchange) -> exchange.response().send("no, thanks"));
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n");
			client.send(new byte[500_000]);
			assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("\r\n\r\nno, thanks");
		}
	}

	@Test
	void a100IsSentWhenTheContentIsFirstRead() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			client.send("hello");
			assertThat(client.readResponse()).startsWith(HEAD).endsWith("\r\n\r\nhello");
		}
	}

	/** What has content goes to a worker: so several heads stand in one buffer. */
	private static HttpHandler echoing() {
		return HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().methodIs("GET")) {
				exchange.response().send();
			}
			else {
				exchange.dispatch((later) -> later.response().send(later.request().content().readAllBytes()));
			}
		});
	}

	@Test
	void pipelinedContentIsReadWhateverItsFraming() throws IOException {
		int port = serve(echoing());
		try (RawClient client = new RawClient(port)) {
			client.send(GET + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
					+ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nbye" + LAST_GET);
			assertThat(client.readResponse()).endsWith("Content-Length: 0\r\n\r\n");
			assertThat(client.readResponse()).endsWith("\r\n\r\nhello");
			assertThat(client.readResponse()).endsWith("\r\n\r\nbye");
			assertThat(client.readToEnd()).isEqualTo(HEAD + "Content-Length: 0\r\nConnection: close\r\n\r\n");
		}
	}

	@Test
	void a100IsSentToAPipelinedRequestToo() throws IOException {
		int port = serve(echoing());
		try (RawClient client = new RawClient(port)) {
			client.send(GET + "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.readResponse()).endsWith("Content-Length: 0\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			assertThat(client.send("hello").readResponse()).startsWith(HEAD).endsWith("\r\n\r\nhello");
		}
	}

	@Test
	void anExpectationOfAnHttp10ClientIsIgnored() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		for (String expectation : List.of("100-continue", "eggs")) {
			assertThat(RawClient.exchange(port,
					"POST / HTTP/1.0\r\nExpect: " + expectation + "\r\nContent-Length: 5\r\n\r\nhello"))
				.startsWith(HEAD)
				.endsWith("\r\n\r\nhello");
		}
	}

	@Test
	void a100IsNeverSentIfNoHandlerReads() throws IOException {
		int port = serve((exchange) -> exchange.response().status(403).send());
		assertThat(RawClient.exchange(port,
				"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"))
			.startsWith("HTTP/1.1 403 Forbidden\r\n")
			.contains("Connection: close\r\n");
	}

	@Test
	void aHandlerThatFailsGives500AndTheServerGoesOn() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().header("X-Kept", "yes").header("ETag", "\"1\"");
			throw new IllegalStateException("boom");
		});
		try (RawClient client = new RawClient(port)) {
			for (int i = 0; i < 2; i++) {
				assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 500 Internal Server Error\r\n")
					.contains("<p>Error code: 500</p>")
					.doesNotContain("boom")
					.contains("X-Kept: yes")
					.doesNotContain("ETag");
			}
		}
	}

	@Test
	void aHandlerThatFailsAfterItsHeadHasLeftClosesTheConnection() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().output().write('x');
			exchange.response().output().flush();
			throw new IllegalStateException("boom");
		});
		assertThat(RawClient.exchange(port, GET)).endsWith("\r\n\r\n1\r\nx\r\n");
	}

	/** Its content ends with the connection: an orderly end would make it look whole. */
	@Test
	void whatAnHttp10ClientDoesNotGetInFullEndsWithAReset() throws IOException {
		CountDownLatch seen = new CountDownLatch(1);
		int port = serve((exchange) -> {
			OutputStream output = exchange.response().output();
			output.write("abc".getBytes(StandardCharsets.US_ASCII));
			output.flush();
			seen.await();
			throw new IllegalStateException("boom");
		});
		try (RawClient client = new RawClient(port)) {
			assertThat(client.send("GET / HTTP/1.0\r\n\r\n").readHead()).isEqualTo(HEAD + "Connection: close\r\n\r\n");
			assertThat(client.read(3)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
			seen.countDown();
			assertThatExceptionOfType(SocketException.class).isThrownBy(client::readToEnd)
				.withMessage("Connection reset");
		}
	}

	@Test
	void aFieldValueWithALineEndNeverReachesTheClient() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().header("X-Name", "a\r\nX-Injected: b");
			exchange.response().send();
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ").doesNotContain("Injected");
	}

	@Test
	void aFileIsSentByteForByte() throws IOException {
		Path file = this.directory.resolve("file");
		byte[] content = new byte[5_000_000];
		new Random(2).nextBytes(content);
		Files.write(file, content);
		int port = serve((exchange) -> exchange.response().sendFile(file));
		try (RawClient client = new RawClient(port)) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.send(GET).readHead()).isEqualTo(HEAD + "Content-Length: 5000000\r\n\r\n");
				assertThat(Arrays.equals(client.read(content.length), content)).isTrue();
			}
		}
	}

	@Test
	void aLargeArrayIsSentWholeFromTheEventLoop() throws IOException {
		byte[] content = new byte[5_000_000];
		new Random(3).nextBytes(content);
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().send(content)));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).send(GET).send(GET);
			for (int i = 0; i < 3; i++) {
				client.readHead();
				assertThat(Arrays.equals(client.read(content.length), content)).isTrue();
			}
		}
	}

	@Test
	void anAttachmentStaysWithItsConnection() throws IOException {
		int port = serve((exchange) -> {
			Integer count = (Integer) exchange.connectionAttachment();
			int next = (count != null) ? count + 1 : 1;
			exchange.attachToConnection(next);
			exchange.response().send(String.valueOf(next));
		});
		try (RawClient client = new RawClient(port); RawClient other = new RawClient(port)) {
			assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\n1");
			assertThat(client.send(GET).readResponse()).endsWith("\r\n\r\n2");
			assertThat(other.send(GET).readResponse()).endsWith("\r\n\r\n1");
		}
	}

	@Test
	void readingContentOnTheEventLoopIsAnErrorOfTheHandler() throws IOException {
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.request().content().read()));
		assertThat(RawClient.exchange(port,
				"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"))
			.startsWith("HTTP/1.1 500 ");
	}

	@Test
	void theRequestTellsItsParts() throws IOException {
		int port = serve((exchange) -> {
			HttpRequest request = exchange.request();
			exchange.response()
				.send(String.join("|", request.method(), request.target(), request.path(),
						String.valueOf(request.query()), request.version().toString(),
						String.valueOf(request.header("x-a")), request.headers("X-A").toString(),
						request.headerNames().toString()));
		});
		assertThat(RawClient.exchange(port,
				"SPAM /a%20b?c=d?e HTTP/1.1\r\nHost: h\r\nX-A:  1 \r\nx-a:2\r\nConnection: close\r\n\r\n"))
			.endsWith("\r\n\r\nSPAM|/a%20b?c=d?e|/a%20b|c=d?e|HTTP/1.1|1|[1, 2]|[Host, X-A, x-a, Connection]");
	}

	@ParameterizedTest
	@CsvSource({ "/x, a", "/http://b/x, a", "http://b:81/x, b:81", "HTTPS://B, B", "http://[::1]?x, [::1]" })
	void theHostOfAnAbsoluteTargetGoesBeforeTheHostField(String target, String host) throws IOException {
		int port = serve(HttpHandler.nonBlocking((exchange) -> exchange.response().send(exchange.request().host())));
		try (RawClient client = new RawClient(port)) {
			client.send(GET.replace("/ ", target + " ") + GET);
			assertThat(client.readResponse()).endsWith("\r\n\r\n" + host);
			assertThat(client.readResponse()).endsWith("\r\n\r\na");
		}
	}

	@Test
	void anHttp10RequestWithoutAHostHasNone() throws IOException {
		int port = serve((exchange) -> exchange.response().send(String.valueOf(exchange.request().host())));
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nnull");
		assertThat(RawClient.exchange(port, "GET http://b/ HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nb");
	}

	@Test
	void urlsOfTheServerBeginAsTheClientHasAskedForIt() throws IOException {
		int port = serve((exchange) -> exchange.response().send(exchange.request().origin()));
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\nHost: a:81\r\n\r\n")).endsWith("\r\n\r\nhttp://a:81");
		assertThat(RawClient.exchange(port, "GET http://b/x HTTP/1.0\r\nHost: a:81\r\n\r\n"))
			.endsWith("\r\n\r\nhttp://b");
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nhttp://127.0.0.1:" + port);
	}

	@Test
	void optionsForTheWholeServerIsAnsweredByTheServer() throws IOException {
		int port = serve((exchange) -> exchange.response().status(500).send());
		assertThat(RawClient.exchange(port, "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 204 No Content\r\n")
			.contains("Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n");
	}

	@Test
	void traceIsRefused() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		assertThat(RawClient.exchange(port, LAST_GET.replace("GET", "TRACE"))).startsWith("HTTP/1.1 405 ")
			.contains("Allow: ");
	}

	@Test
	void anUpgradeToSomethingElseIsIgnored() throws IOException {
		int port = serve((exchange) -> exchange.response().send("http"));
		assertThat(RawClient.exchange(port,
				"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n"))
			.startsWith("HTTP/1.1 200 ")
			.doesNotContain("Upgrade")
			.endsWith("http");
	}

	@Test
	void trailersAreSentToAClientThatTakesThem() throws IOException {
		int port = serve((exchange) -> {
			exchange.response().output().write("abc".getBytes(StandardCharsets.US_ASCII));
			exchange.response().trailer("X-Sum", "3");
		});
		assertThat(
				RawClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close, TE\r\n\r\n"))
			.isEqualTo(
					HEAD + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n");
		assertThat(RawClient.exchange(port, LAST_GET)).endsWith("Content-Length: 3\r\nConnection: close\r\n\r\nabc");
	}

	@Test
	void framingIsNotForHandlersToChoose() throws IOException {
		int port = serve((exchange) -> exchange.response().header("Transfer-Encoding", "chunked").send("x"));
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ").doesNotContain("chunked");
	}

	@Test
	void aHandlerThatFailsAfterClosingItsStreamDoesNotLookComplete() throws IOException {
		int port = serve((exchange) -> {
			try (OutputStream output = exchange.response().output()) {
				output.write('x');
				throw new IllegalStateException("boom");
			}
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ");
	}

}
