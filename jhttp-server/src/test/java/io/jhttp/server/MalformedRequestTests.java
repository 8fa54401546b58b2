package io.jhttp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HeadLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is no request is refused with a status line and a closed connection, and nothing
 * behind it is ever answered.
 */
class MalformedRequestTests {

	private static final String CANARY = "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n";

	private static HttpServer server;

	private static HttpServer strictServer;

	@BeforeAll
	static void startServer() throws IOException {
		server = HttpServer.builder()
			.port(0)
			.clock(new TestClock())
			.handler((exchange) -> exchange.response()
				.send(exchange.request().path() + exchange.request().content().readAllBytes().length))
			.start();
		strictServer = HttpServer.builder()
			.port(0)
			.headLimits(new HeadLimits(64, 128, 4))
			.http2(false)
			.handler((exchange) -> exchange.response().send(exchange.request().path()))
			.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
		strictServer.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "FUBAR|400 Bad Request", "GET / FUBAR|400 Bad Request",
					"GET / HTTP/9.9|505 HTTP Version Not Supported", "GET / HTTP/1.1|400 Bad Request",
					"GET / HTTP/1.1;Host: a;Host: a|400 Bad Request",
					"POST / HTTP/1.1;Host: a;Content-Length: 1;Transfer-Encoding: chunked|400 Bad Request",
					"POST / HTTP/1.1;Host: a;Content-Length: 1;Content-Length: 2|400 Bad Request",
					"POST / HTTP/1.1;Host: a;Transfer-Encoding: gzip, chunked|501 Not Implemented",
					"GET / HTTP/1.1;Host: a;Expect: eggs|417 Expectation Failed" })
	void aMalformedHeadIsAnsweredAndTheConnectionClosed(String head, String status) throws IOException {
		String answer = RawClient.exchange(server.port(), head.replace(";", "\r\n") + "\r\n\r\n" + CANARY);
		assertThat(answer)
			.startsWith("HTTP/1.1 " + status + "\r\n" + "Server: jhttp\r\n" + TestClock.DATE_LINE
					+ "Content-Type: text/html;charset=utf-8\r\nContent-Length: ")
			.contains("\r\nConnection: close\r\n\r\n<!DOCTYPE html>")
			.doesNotContain("/canary");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.jhttp.server.http1.RequestHeadParserTests#refused")
	void nothingBehindAMalformedHeadIsAnswered(String what, String head, String answer) throws IOException {
		int status = Integer.parseInt(answer.substring(0, 3));
		byte[] page = ErrorPage.render(status, answer.substring(4));
		assertThat(RawClient.exchange(strictServer.port(), head + CANARY)).startsWith("HTTP/1.1 " + status + " ")
			.containsOnlyOnce("\r\nDate: ")
			.contains("Connection: close\r\n")
			.endsWith("\r\n\r\n" + new String(page, StandardCharsets.UTF_8))
			.doesNotContain("/canary");
	}

	@Test
	void theAnswerReachesAClientThatIsStillSending() throws IOException {
		for (int i = 0; i < 20; i++) {
			try (RawClient client = new RawClient(server.port())) {
				client.send("FUBAR\r\n\r\n");
				client.send(new byte[1_000_000]);
				assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 Bad Request\r\n").endsWith("</html>\n");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n", "1\r\nab\r\n", "1\na\n0\n\n", "0\r\nbad trailer\r\n\r\n" })
	void malformedContentIsA400ForAHandlerThatReadsIt(String content) throws IOException {
		String answer = RawClient.exchange(server.port(),
				"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + content + CANARY);
		assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n")
			.contains("Connection: close\r\n")
			.doesNotContain("/canary");
	}

	@Test
	void theRequestBehindChunkedContentIsAnswered() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client
				.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n" + CANARY);
			assertThat(client.readResponse()).endsWith("\r\n\r\n/a1");
			assertThat(client.readResponse()).endsWith("\r\n\r\n/canary0");
		}
	}

	@Test
	void requestsBeforeAMalformedOneAreAnsweredFirst() throws IOException {
		assertThat(RawClient.exchange(server.port(), CANARY + CANARY + "FUBAR\r\n\r\n"))
			.matches("(?s).*/canary0.*/canary0HTTP/1.1 400 .*");
	}

	@Test
	void errorsOfHeadRequestsHaveNoContent() throws IOException {
		assertThat(RawClient.exchange(server.port(), "HEAD / HTTP/1.1\r\nHost: a\r\nExpect: eggs\r\n\r\n"))
			.startsWith("HTTP/1.1 417 ")
			.endsWith("\r\n\r\n");
	}

	@Test
	void aHeadMayArriveByteByByte() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.trickle(CANARY + CANARY);
			assertThat(client.readResponse()).endsWith("\r\n\r\n/canary0");
			assertThat(client.readResponse()).endsWith("\r\n\r\n/canary0");
		}
	}

}
