package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http2.Http2Client;
import io.jhttp.server.http2.Http2Limits;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.StreamReset;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.http2.Http2Client.frame;
import static io.jhttp.server.http2.Http2Client.number;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 on the wire: what clients may and may not send, and what they get for it.
 */
class Http2WireTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	private static final String GET = ":method GET\n:scheme http\n:authority localhost\n:path /";

	private static final String LONG = "0123456789abcdef".repeat(4096);

	private final TestClock clock = new TestClock();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<String> told = new CopyOnWriteArrayList<>();

	private @Nullable HttpServer server;

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer start(HttpServer.Builder builder, HttpHandler handler) throws IOException {
		HttpServer started = builder.port(0)
			.eventLoops(1)
			.clock(this.clock)
			.serverHeader("")
			.handleError((request, failure) -> this.told.add("failed: " + failure.getMessage()))
			.handler(handler)
			.start();
		this.server = started;
		return started;
	}

	private Http2Client client(HttpHandler handler) throws IOException {
		return new Http2Client(start(HttpServer.builder(), handler).port());
	}

	private static HttpHandler onLoop(HttpHandler handler) {
		return (NonBlockingHttpHandler) handler::handle;
	}

	private static HttpHandler sending(String content) {
		return onLoop((exchange) -> exchange.response().send(content));
	}

	/** Moves the time, and makes sure that the loop has looked at it. */
	private void pass(int seconds, Http2Client client) throws IOException {
		for (int i = 0; i < seconds; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.server.checkDeadlines();
			int pongs = client.pongs();
			client.send(frame(6, 0, 0, new byte[8])).readUntil(() -> client.pongs() > pongs);
		}
	}

	// Bytes

	@Test
	void theBytesOfAConnectionAreThese() throws Exception {
		start(HttpServer.builder(), sending("hi"));
		String sent = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a 000000040000000000"
				+ "00000e0105000000018286844186a0e41d139d09 7a0161";
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(HexFormat.of().parseHex(sent.replace(" ", "")));
			assertThat(HexFormat.of().formatHex(client.read(9 + 24 + 13 + 9))).isEqualTo(
					// SETTINGS: 100 streams, 16,384 bytes of headers, no priorities of
					// RFC 7540
					"000018040000000000" + "000300000064" + "000600004000" + "000900000001" + "000800000000"
					// WINDOW_UPDATE by 1 MiB
							+ "00000408000000000000100000"
							// the client's SETTINGS are acknowledged
							+ "000000040100000000");
			// HEADERS: 200, date, content-type, content-length
			byte[] head = client.read(9);
			assertThat(HexFormat.of().formatHex(head, 3, 9)).isEqualTo("010400000001");
			byte[] block = client.read(head[2]);
			assertThat(block).startsWith(0x88, 0x61).endsWith(0x0f, 0x0d, 0x01, '2');
			assertThat(HexFormat.of().formatHex(client.read(9 + 2))).isEqualTo("0000020001000000016869");
		}
	}

	@Test
	void bytesThatComeOneByOneMeanTheSame() throws Exception {
		start(HttpServer.builder(), sending("hi"));
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port());
		try (Http2Client client = new Http2Client(socket)) {
			byte[] request = frame(1, 4, 1, Http2Client.block(GET.replace("GET", "POST")));
			byte[] content = frame(0, 1, 1, (byte) 'a', (byte) 'b');
			for (byte b : concat(request, content)) {
				client.send(new byte[] { b });
			}
			assertThat(client.await(1).content()).isEqualTo("hi");
		}
	}

	// Requests

	@Test
	void aRequestIsWhatItIsInHttp1() throws Exception {
		HttpHandler handler = onLoop((exchange) -> {
			HttpRequest request = exchange.request();
			exchange.response()
				.send(request.method() + " " + request.target() + " " + request.path() + " " + request.query() + " "
						+ request.version() + " " + request.requestLine() + " " + request.header("Host") + " "
						+ request.header("cookie") + " " + request.headers().size());
		});
		try (Http2Client client = client(handler)) {
			client.headers(1, GET + "a?b=c\ncookie a=1\nx-a 1\ncookie b=2\ncookie c=3", true);
			assertThat(client.await(1).content())
				.isEqualTo("GET /a?b=c /a b=c HTTP/2.0 GET /a?b=c HTTP/2.0 localhost a=1; b=2; c=3 3");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "| a header that is no more", ":status 200 | a pseudo-header of responses",
					":path / | one that comes twice", "Accept a | an upper case name",
					"connection close | a connection's field", "keep-alive 1 | another", "proxy-connection 1 | another",
					"transfer-encoding chunked | another", "upgrade h2c | another", "te gzip | another transfer coding",
					"host other | another host", ":protocol websocket | what was not offered",
					"content-length 1 | a length of content that does not come", "x-a ^A | a control character",
					"x-a  a | white space before a value", "x-a a^I | behind it", "x(y a | no token" })
	void whatIsMalformedResetsTheStreamAndNoOther(@Nullable String field, String reason) throws Exception {
		try (Http2Client client = client(sending("fine"))) {
			client.head(1, "GET /slow");
			String fields = (field == null) ? GET.substring(0, GET.lastIndexOf('\n'))
					: GET + "\n" + field.replace("^A", "\u0001").replace("^I", "\t");
			client.headers(3, fields, true);
			assertThat(client.await(3).end()).as(reason).isEqualTo("PROTOCOL_ERROR");
			assertThat(client.response(3).heads()).isEmpty();
			assertThat(client.head(5, "GET /").await(5).content()).isEqualTo("fine");
			assertThat(client.await(1).content()).isEqualTo("fine");
			assertThat(client.goAways()).isEmpty();
		}
	}

	@Test
	void pseudoHeadersComeFirst() throws Exception {
		try (Http2Client client = client(sending("fine"))) {
			client.headers(1, "x-a 1\n" + GET, true);
			assertThat(client.await(1).end()).isEqualTo("PROTOCOL_ERROR");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { ":method CONNECT;:authority a:1 | 501", ":method GET;:path x | 400", ":method GET;:path /# | 400",
					":method GET;:path /\\ | 400", ":method OPTIONS;:path * | 204", ":method GET;:path * | 400",
					":method GET;:path /;:authority a@b | 400", ":method GET;:path /;expect 200-ok | 417",
					":method GET;:path /;content-length x | 400",
					":method GET;:path /;content-length 99999999999 | 413" })
	void whatHttp1WouldRefuseIsRefusedInTheSameWay(String fields, int status) throws Exception {
		String head = fields.replace(";", "\n").replace("\n:path", "\n:scheme http\n:path");
		try (Http2Client client = client(sending("fine"))) {
			if (!head.contains(":authority")) {
				head = ":authority a\n" + head;
			}
			client.headers(1, head, false);
			client.readUntil(() -> !client.response(1).heads().isEmpty());
			assertThat(client.response(1).heads()).startsWith(status + "\n");
			assertThat(client.head(3, "GET /").await(3).content()).isEqualTo("fine");
		}
	}

	@Test
	void heavyHeadsAreRefusedAndTheConnectionGoesOn() throws Exception {
		start(HttpServer.builder().headLimits(new HeadLimits(100, 200, 5)), sending("fine"));
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /" + "a".repeat(100)).head(3, "GET /\nX: " + "b".repeat(200));
			client.head(5, "GET /\na: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1").head(7, "GET /");
			assertThat(client.await(1).heads()).startsWith("414\n");
			assertThat(client.await(3).heads()).startsWith("431\n");
			assertThat(client.await(5).heads()).startsWith("431\n");
			assertThat(client.await(7).content()).isEqualTo("fine");
			client.send(frame(1, 1, 9, new byte[16_000]), frame(9, 0, 9, new byte[16_000]),
					frame(9, 0, 9, new byte[16_000]));
			assertThat(client.readToEnd()).isEqualTo("7 ENHANCE_YOUR_CALM\n");
		}
	}

	@Test
	void listenersAreToldOfRefusedRequestsToo() throws Exception {
		start(HttpServer.builder().listener(new ExchangeListener() {

			@Override
			public void exchangeEnded(CompletedExchange exchange) {
				Http2WireTests.this.told.add(exchange.status() + " " + exchange.requestLine() + " " + exchange.version()
						+ " " + exchange.contentBytes());
			}

		}), sending("fine"));
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /a").head(3, "GET /" + "a".repeat(9000)).await(1);
			client.await(3);
		}
		assertThat(Eventually.holds(() -> this.told.size() == 2)).isTrue();
		assertThat(this.told.get(0)).isEqualTo("200 GET /a HTTP/2.0 HTTP/2.0 4");
		assertThat(this.told.get(1)).startsWith("414 GET /aaa");
		assertThat(this.server.counters().refusedRequests()).isOne();
		assertThat(this.server.counters().requests()).isEqualTo(2);
	}

	@Test
	void tooManyStreamsAreRefusedAndMayComeAgain() throws Exception {
		start(HttpServer.builder().http2Limits(new Http2Limits(2, 2, 10_000)), (exchange) -> {
			this.release.await();
			exchange.response().send("fine");
		});
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /").head(3, "GET /").head(5, "GET /");
			assertThat(client.await(5).end()).isEqualTo("REFUSED_STREAM");
			this.release.countDown();
			assertThat(client.await(1).content() + client.await(3).content()).isEqualTo("finefine");
			assertThat(client.head(7, "GET /").await(7).content()).isEqualTo("fine");
		}
	}

	@Test
	void streamsAreCountedAndWhyTheyWereReset() throws Exception {
		start(HttpServer.builder().http2Limits(new Http2Limits(2, 2, 10_000)), (exchange) -> {
			switch (exchange.request().path()) {
				case "/held" -> this.release.await();
				case "/failing" -> {
					exchange.response().output().flush();
					throw new IllegalStateException("Spam");
				}
				default -> exchange.response().send("fine");
			}
		});
		Counters counters = this.server.counters();
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /held").head(3, "GET /held").head(5, "GET /").await(5);
			assertThat(counters.openStreams()).isEqualTo(2);
			client.reset(1);
			assertThat(Eventually.holds(() -> counters.resetStreams(StreamReset.CANCELLED) == 1)).isTrue();
			this.release.countDown();
			client.await(3);
			assertThat(Eventually.holds(() -> counters.openStreams() == 0)).isTrue();
			client.headers(7, "A b", true).await(7);
			client.head(9, "POST /\nContent: yes\nContent-Length: 1000000")
				.data(9, LONG.substring(0, 20_000))
				.readUntil(() -> client.response(9).end().equals("NO_ERROR"));
			client.head(11, "GET /failing").await(11);
			assertThat(counters.streams()).isEqualTo(4);
			assertThat(StreamReset.values()).extracting(counters::resetStreams).containsExactly(1L, 1L, 1L, 0L, 1L, 1L);
		}
		assertThat(Eventually.holds(() -> counters.openStreams() == 0)).isTrue();
	}

	@Test
	void oneConnectionDoesNotTakeAllWorkers() throws Exception {
		AtomicInteger running = new AtomicInteger();
		Semaphore turns = new Semaphore(0);
		start(HttpServer.builder().http2Limits(new Http2Limits(10, 2, 10_000)), (exchange) -> {
			running.incrementAndGet();
			turns.acquire();
			exchange.response().send("fine");
		});
		try (Http2Client first = new Http2Client(this.server.port());
				Http2Client second = new Http2Client(this.server.port())) {
			for (int i = 1; i < 12; i += 2) {
				first.head(i, "GET /");
			}
			first.reset(9);
			assertThat(Eventually.holds(() -> running.get() == 2)).isTrue();
			second.head(1, "GET /");
			assertThat(Eventually.holds(() -> running.get() == 3)).isTrue();
			assertThat(this.server.counters().queuedRequests()).isZero();
			turns.release(10);
			for (int stream : new int[] { 1, 3, 5, 7, 11 }) {
				assertThat(first.await(stream).content()).isEqualTo("fine");
			}
			assertThat(second.await(1).content()).isEqualTo("fine");
			assertThat(running).hasValue(6);
		}
	}

	// Handlers

	/** Remembers what it was asked for. */
	public static class Remembering extends BaseHttpRequestHandler {

		private final List<String> told;

		private String asked = "";

		Remembering(List<String> told) {
			this.told = told;
		}

		@Get
		void get() throws IOException {
			this.asked += path();
			sendResponse(200);
			endHeaders();
			output().write((this.asked + " " + requestVersion() + " " + isCloseConnection()).getBytes());
		}

		@Override
		protected void finish() {
			this.told.add("finish " + this.asked);
		}

	}

	@Test
	void handlerClassesHaveAnInstanceForEachStream() throws Exception {
		start(HttpServer.builder(), RequestHandlers.perConnection(Remembering.class, () -> new Remembering(this.told)));
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /a").head(3, "GET /b");
			assertThat(client.await(1).content()).isEqualTo("/a HTTP/2.0 false");
			assertThat(client.await(3).content()).isEqualTo("/b HTTP/2.0 false");
			assertThat(Eventually.holds(() -> this.told.size() == 2)).isTrue();
			assertThat(this.told).containsExactlyInAnyOrder("finish /a", "finish /b");
		}
	}

	// Content of requests

	@ParameterizedTest
	@CsvSource({ "3, abcd", "5, abcd", "0, a" })
	void contentIsAsLongAsDeclared(int declared, String content) throws Exception {
		try (Http2Client client = client((exchange) -> exchange.request().content().readAllBytes())) {
			client.headers(1, GET.replace("GET", "POST") + "\ncontent-length " + declared, false);
			client.data(1, content).end(1);
			assertThat(client.await(1).end()).isEqualTo("PROTOCOL_ERROR");
			assertThat(client.head(3, "GET /").await(3).end()).isEqualTo("END");
		}
	}

	@Test
	void trailersEndARequest() throws Exception {
		HttpHandler echo = (exchange) -> exchange.response().send(exchange.request().content().readAllBytes());
		try (Http2Client client = client(echo)) {
			client.head(1, "POST /\nContent: yes").data(1, "a").headers(1, "x-sum 1", true);
			assertThat(client.await(1).content()).isEqualTo("a");
			client.head(3, "POST /\nContent: yes").headers(3, ":path /", true);
			assertThat(client.await(3).end()).isEqualTo("PROTOCOL_ERROR");
			client.head(5, "POST /\nContent: yes").headers(5, "x-sum 1", false);
			assertThat(client.await(5).end()).isEqualTo("PROTOCOL_ERROR");
		}
	}

	@Test
	void tooMuchContentIsRefused() throws Exception {
		start(HttpServer.builder().maxRequestContent(3),
				(exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "POST /\nContent: yes").data(1, "abcd").end(1);
			assertThat(client.await(1).heads()).startsWith("413\n");
			assertThat(client.head(3, "POST /\nContent: yes").data(3, "abc").end(3).await(3).content())
				.isEqualTo("abc");
		}
	}

	@Test
	void aClientThatAsksIsToldToContinueWhenContentIsRead() throws Exception {
		HttpHandler handler = (exchange) -> {
			if (exchange.request().path().equals("/read")) {
				exchange.request().content().readAllBytes();
			}
			exchange.response().send();
		};
		try (Http2Client client = client(handler)) {
			client.head(1, "POST /read\nExpect: 100-continue\ncontent-length: 1\nContent: yes");
			client.readUntil(() -> client.response(1).heads().equals("100\n\n"));
			client.data(1, "a").end(1);
			assertThat(client.await(1).heads()).startsWith("100\n\n200\n");
			client.head(3, "POST /\nExpect: 100-continue\ncontent-length: 1\nContent: yes");
			assertThat(client.await(3).heads()).startsWith("200\n");
		}
	}

	@Test
	void windowsGrowWithAReaderThatWaits() throws Exception {
		HttpHandler length = (exchange) -> {
			long count = 0;
			byte[] piece = new byte[100_000];
			InputStream content = exchange.request().content();
			for (int read = content.read(piece); read > 0; read = content.read(piece)) {
				count += read;
			}
			exchange.response().send(String.valueOf(count));
		};
		try (Http2Client client = client(length)) {
			client.head(1, "POST /\nContent: yes");
			int sent = 0;
			while (client.response(1).credit() + 65_535 - sent < 500_000) {
				int most = Math.min(16_384, client.response(1).credit() + 65_535 - sent);
				client.data(1, LONG.substring(0, most));
				sent += most;
				int all = sent;
				client.readUntil(() -> client.response(1).credit() + 65_535 - all > 0);
				int pongs = client.pongs();
				client.send(frame(6, 0, 0, new byte[8])).readUntil(() -> client.pongs() > pongs);
			}
			assertThat(client.end(1).await(1).content()).isEqualTo("" + sent);
		}
	}

	@Test
	void contentBeyondTheWindowIsAnError() throws Exception {
		try (Http2Client client = client((exchange) -> {
			this.release.await();
			exchange.response().send();
		})) {
			client.head(1, "POST /\nContent: yes").head(3, "POST /\nContent: yes").data(1, LONG);
			assertThat(client.await(1).end()).isEqualTo("FLOW_CONTROL_ERROR");
			this.release.countDown();
			assertThat(client.end(3).await(3).end()).isEqualTo("END");
		}
	}

	// Responses

	@Test
	void trailersFollowTheContent() throws Exception {
		HttpHandler handler = (exchange) -> {
			exchange.response().trailer("X-Sum", "1");
			exchange.response().output().write("abc".getBytes(StandardCharsets.UTF_8));
		};
		try (Http2Client client = client(handler)) {
			assertThat(client.head(1, "GET /\nTE: trailers").await(1).heads()).startsWith("200\n")
				.endsWith("\n\nx-sum: 1\n\n");
			assertThat(client.response(1).content()).isEqualTo("abc");
			assertThat(client.head(3, "GET /").await(3).heads()).doesNotContain("x-sum");
		}
	}

	@Test
	void interimResponsesComeFirst() throws Exception {
		HttpHandler handler = (exchange) -> {
			exchange.response().sendInterim(103, null, List.of(java.util.Map.entry("Link", "</a.css>")));
			exchange.response().send("a");
		};
		try (Http2Client client = client(handler)) {
			assertThat(client.head(1, "GET /").await(1).heads()).startsWith("103\nlink: </a.css>\n\n200\n");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, 204, ''", "GET, 304, 'content-length: 3'", "HEAD, 200, 'content-length: 3'",
			"GET, 205, 'content-length: 0'" })
	void responsesWithoutContentEndWithTheirHead(String method, int status, String field) throws Exception {
		HttpHandler handler = onLoop((exchange) -> {
			exchange.response().status(status).contentLength(3);
			exchange.response().send((status == 200) ? new byte[3] : new byte[0]);
		});
		try (Http2Client client = client(handler)) {
			client.head(1, method + " /");
			assertThat(client.await(1).heads()).startsWith(status + "\n").contains(field);
			assertThat(client.response(1).length()).isZero();
			assertThat(client.order()).isEmpty();
		}
	}

	@Test
	void fieldsOfHttp1ConnectionsAreNotSent() throws Exception {
		HttpHandler handler = onLoop((exchange) -> exchange.response()
			.persistent(false)
			.header("Keep-Alive", "1")
			.header("Connection", "close")
			.version(HttpVersion.HTTP_1_0)
			.send("a"));
		try (Http2Client client = client(handler)) {
			assertThat(client.head(1, "GET /").await(1).heads())
				.isEqualTo("200\ncontent-type: text/plain;charset=utf-8\ncontent-length: 1\n\n");
			assertThat(client.head(3, "GET /").await(3).end()).isEqualTo("END");
		}
	}

	@Test
	void longHeadsAreContinued() throws Exception {
		String value = "v".repeat(10_000);
		try (Http2Client client = client(onLoop((exchange) -> exchange.response()
			.header("x-a", value)
			.header("x-b", value)
			.header("x-c", value)
			.send("a")))) {
			assertThat(client.head(1, "GET /").await(1).heads()).contains("x-a: " + value, "x-c: " + value);
			assertThat(client.head(3, "GET /").await(3).content()).isEqualTo("a");
		}
	}

	@Test
	void filesAreByteIdentical(@TempDir Path directory) throws Exception {
		byte[] bytes = new byte[300_001];
		new java.util.Random(1).nextBytes(bytes);
		Path file = Files.write(directory.resolve("a.bin"), bytes);
		try (Http2Client client = client((exchange) -> exchange.response().sendFile(file))) {
			client.head(1, "GET /").head(3, "GET /").credit(1, 1 << 20).credit(3, 1 << 20);
			assertThat(client.await(1).bytes()).isEqualTo(bytes);
			assertThat(client.await(3).bytes()).isEqualTo(bytes);
		}
	}

	@Test
	void aFileThatShrinksResetsItsStreamOnly(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("a.bin"), new byte[100_000]);
		HttpHandler handler = (exchange) -> {
			if (exchange.request().path().equals("/a")) {
				exchange.response().sendFile(file);
			}
			else {
				exchange.response().send("fine");
			}
		};
		try (Http2Client client = client(handler)) {
			client.head(1, "GET /a").readUntil(() -> client.response(1).length() == Http2Client.WINDOW);
			Files.write(file, new byte[20_000]);
			client.credit(1, 1 << 20);
			assertThat(client.await(1).end()).isEqualTo("INTERNAL_ERROR");
			assertThat(client.head(3, "GET /").await(3).content()).isEqualTo("fine");
		}
	}

	// Priorities

	@Test
	void urgentResponsesAreSentFirst() throws Exception {
		try (Http2Client client = client(sending(LONG))) {
			// The window of the connection is used up, so that all wait.
			client.send(frame(4, 0, 0, Http2Client.settings(4, 0)));
			client.head(1, "GET /\npriority: u=5")
				// One comes before its stream, which says something else.
				.send(frame(16, 0, 0, concat(number(3), "u=2".getBytes(StandardCharsets.US_ASCII))))
				.head(3, "GET /\npriority: u=0")
				.head(5, "GET /\npriority: u=0, i")
				.head(7, "GET /\npriority: u=0,i=?1");
			client.send(frame(16, 0, 0, concat(number(1), "u=1".getBytes(StandardCharsets.US_ASCII))));
			client.readUntil(() -> !client.response(7).heads().isEmpty() && !client.response(1).heads().isEmpty());
			client.send(frame(4, 0, 0, Http2Client.settings(4, LONG.length())));
			client.await(3);
			assertThat(client.order().strip()).isEqualTo("5 7 5 7 5 7 5 7 1 1 1 1 3 3 3 3");
		}
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	// Windows of the client

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void whatCanBeNoRequestHasNoPriority(int number) throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.send(frame(16, 0, 0, concat(number(number), new byte[] { 'i' })));
			assertThat(client.readToEnd()).isEqualTo("0 PROTOCOL_ERROR\n");
		}
	}

	@Test
	void aChangeOfTheInitialWindowCountsForOpenStreams() throws Exception {
		try (Http2Client client = client(sending(LONG))) {
			client.head(1, "GET /").readUntil(() -> client.response(1).length() == Http2Client.WINDOW);
			client.send(frame(4, 0, 0, Http2Client.settings(4, 100)));
			client.credit(1, Http2Client.WINDOW - 100);
			int pongs = client.pongs();
			client.send(frame(6, 0, 0, new byte[8])).readUntil(() -> client.pongs() > pongs);
			assertThat(client.response(1).length()).isEqualTo(Http2Client.WINDOW);
			client.credit(1, 1).readUntil(() -> client.response(1).length() == Http2Client.WINDOW + 1);
			client.send(frame(4, 0, 0, Http2Client.settings(4, LONG.length())));
			assertThat(client.await(1).content()).isEqualTo(LONG);
		}
	}

	@Test
	void aWindowThatIsTooLargeIsAnError() throws Exception {
		try (Http2Client client = client((exchange) -> this.release.await())) {
			client.head(1, "GET /").credit(1, Integer.MAX_VALUE);
			assertThat(client.await(1).end()).isEqualTo("FLOW_CONTROL_ERROR");
			client.credit(0, Integer.MAX_VALUE);
			assertThat(client.readToEnd()).isEqualTo("1 FLOW_CONTROL_ERROR\n");
		}
	}

	// Time

	@Test
	void aClientThatNeverOpensItsWindowLosesItsStream() throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (Http2Client client = client((exchange) -> {
			try (OutputStream output = exchange.response().output()) {
				for (int i = 0; i < 100; i++) {
					output.write(LONG.getBytes(StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				failure.complete(ex);
				throw ex;
			}
		})) {
			client.head(1, "GET /").readUntil(() -> client.response(1).length() == Http2Client.WINDOW);
			pass(32, client);
			assertThat(client.await(1).end()).isEqualTo("CANCEL");
			assertThat(failure.get()).hasMessageContaining("in time");
			assertThat(this.server.counters().shed(ShedReason.SLOW_CLIENT)).isOne();
			assertThat(this.server.counters().resetStreams(StreamReset.SLOW_CLIENT)).isOne();
		}
	}

	@Test
	void contentThatDoesNotComeIsLate() throws Exception {
		HttpHandler length = (exchange) -> exchange.response()
			.send("" + exchange.request().content().readAllBytes().length);
		try (Http2Client client = client(length)) {
			client.head(1, "POST /\nContent: yes").head(3, "POST /\nContent: yes\ncontent-length: 9").data(1, "a");
			// A worker begins to wait when it likes.
			while (client.response(1).heads().isEmpty() || client.response(3).heads().isEmpty()) {
				pass(1, client);
			}
			assertThat(client.await(1).heads()).startsWith("408\n");
			assertThat(client.await(3).heads()).startsWith("408\n");
			// The rest is still discarded, and may end.
			client.end(1);
			assertThat(client.head(5, "POST /").await(5).content()).isEqualTo("0");
		}
	}

	@Test
	void aRequestThatWasAnsweredIsNotWaitedForForEver() throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.head(1, "POST /\nContent: yes").await(1);
			pass(32, client);
			client.readUntil(() -> client.response(1).end().equals("NO_ERROR"));
			assertThat(client.head(3, "GET /").await(3).content()).isEqualTo("a");
		}
	}

	@Test
	void aHeaderBlockThatNeverEndsEndsTheConnection() throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.head(1, "GET /").await(1);
			client.send(frame(1, 1, 3, Http2Client.block("x a")));
			assertThat(settleAndWait(client, 12)).isEqualTo("1 ENHANCE_YOUR_CALM\n");
		}
	}

	@Test
	void settingsThatAreNotAcknowledgedEndTheConnection() throws Exception {
		start(HttpServer.builder(), sending("a"));
		try (RawClient client = new RawClient(this.server.port())) {
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
			client.send(frame(4, 0, 0));
			client.read(9 + 24 + 13 + 9);
			for (int i = 0; i < 12; i++) {
				this.clock.advance(Duration.ofSeconds(1));
				this.server.checkDeadlines();
				RawClient.exchange(this.server.port(), "nonsense\r\n");
			}
			assertThat(HexFormat.of().formatHex(client.read(17), 3, 17)).isEqualTo("0700000000000000000000000004");
		}
	}

	/** Lets time pass without another frame. */
	private String settleAndWait(Http2Client client, int seconds) throws IOException {
		for (int i = 0; i < seconds; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
			this.clock.advance(Duration.ofSeconds(1));
			this.server.checkDeadlines();
		}
		return client.readToEnd();
	}

	@Test
	void anIdleConnectionEndsWithAWord() throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.head(1, "GET /").await(1);
			assertThat(settleAndWait(client, 62)).isEqualTo("1 NO_ERROR\n");
		}
	}

	@Test
	void aPeerThatIsSilentIsAskedWhetherItIsThere() throws Exception {
		try (Http2Client client = client((exchange) -> {
			exchange.response().output().flush();
			this.release.await();
		})) {
			client.head(1, "GET /").readUntil(() -> !client.response(1).heads().isEmpty());
			settle(62);
			client.readUntil(() -> client.pings() == 1);
			settle(32);
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	private void settle(int seconds) throws IOException {
		for (int i = 0; i < seconds; i++) {
			RawClient.exchange(this.server.port(), "nonsense\r\n");
			this.clock.advance(Duration.ofSeconds(1));
			this.server.checkDeadlines();
		}
	}

	// Ends

	@Test
	void aConnectionEndsBehindItsLastRequest() throws Exception {
		start(HttpServer.builder().connectionLimits(new ConnectionLimits(10, 0, 2, 16)), sending("a"));
		try (Http2Client client = new Http2Client(this.server.port())) {
			client.head(1, "GET /").await(1);
			client.head(3, "GET /").await(3);
			client.readUntil(() -> client.pings() == 1);
			// What was on its way is answered; then the client has seen it.
			client.head(5, "GET /").await(5);
			client.send(frame(6, 1, 0, new byte[8]));
			assertThat(client.readToEnd()).isEqualTo("2147483647 NO_ERROR\n5 NO_ERROR\n");
		}
	}

	@Test
	void aStreamThatHasEndedIsClosed() throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.head(5, "GET /").await(5);
			client.data(5, "late");
			assertThat(client.readToEnd()).isEqualTo("5 STREAM_CLOSED\n");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 2 })
	void numbersOnlyGrowAndAreOdd(int number) throws Exception {
		try (Http2Client client = client(sending("a"))) {
			client.head(5, "GET /").await(5);
			client.head(number, "GET /");
			assertThat(client.readToEnd()).isEqualTo("5 PROTOCOL_ERROR\n");
		}
	}

	// TLS

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, TLS_AES_128_GCM_SHA256, h2", "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, h2",
			"TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, http/1.1" })
	void onlyStrongSuitesCarryHttp2(String version, String suite, String chosen) throws Exception {
		start(HttpServer.builder()
			.tls(TlsOptions.of(TlsContext.of(LOCALHOST.context()).protocols(List.of("TLSv1.3", "TLSv1.2")))),
				sending("a"));
		SSLSocket socket = (SSLSocket) LOCALHOST.trustingContext()
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), this.server.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2", "http/1.1" });
		parameters.setProtocols(new String[] { version });
		parameters.setCipherSuites(new String[] { suite });
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		try (socket) {
			assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
			if (chosen.equals("h2")) {
				try (Http2Client client = new Http2Client(socket)) {
					assertThat(client.head(1, "GET /").await(1).content()).isEqualTo("a");
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "a.example, 200", "A.example:8443, 200", "other.example, 200", "b.example, 421",
			"b.example:8443, 421" })
	void aHostWithAnotherCertificateNeedsAConnectionOfItsOwn(String host, int status) throws Exception {
		TlsContext first = TlsContext.of(LOCALHOST.context());
		TlsContext second = TlsContext.of(LOCALHOST.context());
		start(HttpServer.builder().tls(TlsOptions.of((name) -> "b.example".equals(name) ? second : first)),
				sending("a"));
		SSLSocket socket = (SSLSocket) TestCertificate.trustingEverybody()
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), this.server.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2" });
		parameters.setServerNames(List.of(new SNIHostName("a.example")));
		socket.setSSLParameters(parameters);
		try (Http2Client client = new Http2Client((Socket) socket)) {
			client.headers(1, GET.replace("localhost", host), true);
			assertThat(client.await(1).heads()).startsWith(status + "\n");
		}
	}

	@Test
	void aWeakSuiteIsRefusedWhereTheClientDidNotAsk() throws Exception {
		start(HttpServer.builder().tls(TlsOptions.of(TlsContext.of(LOCALHOST.context()))), sending("a"));
		SSLSocket socket = (SSLSocket) LOCALHOST.trustingContext()
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), this.server.port());
		socket.setEnabledProtocols(new String[] { "TLSv1.2" });
		socket.setEnabledCipherSuites(new String[] { "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" });
		try (Http2Client client = new Http2Client((Socket) socket)) {
			assertThat(client.readToEnd()).isEqualTo("0 INADEQUATE_SECURITY\n");
		}
	}

}
