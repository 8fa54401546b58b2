package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.jhttp.server.RawClient;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.handler.HandlerServer.content;
import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What handler classes send: status lines, header fields, errors, interim responses.
 */
class HandlerResponseTests {

	@Test
	void aResponseHasServerAndDateInFrontOfItsOwnFields() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			String response = server.last("EGGS", "/");
			assertThat(response).containsPattern("\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n");
			assertThat(withoutDate(response)).isEqualTo("""
					HTTP/1.1 200 OK\r
					Server: jhttp\r
					X-Spam: 1\r
					X-Spam: 2\r
					Content-Length: 4\r
					Connection: close\r
					\r
					eggs""");
		}
	}

	@Test
	void nothingLeavesBeforeTheEndOfTheHeadersAndThenEverythingAtOnce() throws Exception {
		Slow.begun = new CountDownLatch(1);
		Slow.mayEnd = new CountDownLatch(1);
		try (HandlerServer server = HandlerServer.start(Slow.class, Slow::new); RawClient client = server.client()) {
			client.send(request("GET", "/"));
			Slow.begun.await();
			assertThat(client.input().available()).isZero();
			Slow.mayEnd.countDown();
			String response = client.readResponse();
			assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\neggs");
		}
	}

	@Test
	void aPhraseOfOnesOwnReplacesTheRegisteredOneAndAnUnknownStatusHasNone() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("PHRASE", "/")).startsWith("HTTP/1.1 200 Lovely Spam\r\n");
			assertThat(server.last("UNKNOWN", "/")).startsWith("HTTP/1.1 299 \r\n");
		}
	}

	@Test
	void aStatusLineAloneHasNeitherServerNorDateAndIsNotLogged() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("ONLY", "/"))
				.isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\neggs");
			assertThat(server.messages()).isEmpty();
		}
	}

	@Test
	void anInterimResponseLeavesBeforeTheFinalOne() throws Exception {
		Hints.mayEnd = new CountDownLatch(1);
		try (HandlerServer server = HandlerServer.start(Hints.class, Hints::new); RawClient client = server.client()) {
			client.send(request("GET", "/"));
			assertThat(client.readHead())
				.isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
			Hints.mayEnd.countDown();
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("Link");
			assertThat(server.exchange("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void flushedHeadersLeaveOnceAndWithoutWaitingForContent() throws Exception {
		Flushing.mayEnd = new CountDownLatch(1);
		try (HandlerServer server = HandlerServer.start(Flushing.class, Flushing::new);
				RawClient client = server.client()) {
			client.send(request("GET", "/"));
			assertThat(withoutDate(client.readHead()))
				.isEqualTo("HTTP/1.1 200 OK\r\nServer: jhttp\r\nContent-Length: 4\r\n\r\n");
			Flushing.mayEnd.countDown();
			assertThat(client.read(4)).asString(StandardCharsets.ISO_8859_1).isEqualTo("eggs");
		}
	}

	@Test
	void headersThatHaveNotEndedAreNotFlushed() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(withoutDate(server.last("EARLYFLUSH", "/"))).isEqualTo(
					"HTTP/1.1 200 OK\r\nServer: jhttp\r\nX-Spam: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		}
	}

	@Test
	void whoForgetsToEndTheHeadersIsForgiven() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("FORGOTTEN", "/")).startsWith("HTTP/1.1 202 Accepted\r\n").endsWith("\r\n\r\neggs");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "FIELD", "END", "STATUS", "PART" })
	void fieldsBehindTheEndOfTheHeadersAreRefused(String verb) throws Exception {
		try (HandlerServer server = HandlerServer.start(Parts.class, Parts::new)) {
			assertThat(server.last(verb, "/")).endsWith("\r\n\r\nThe header section of the response has ended. Fields"
					+ " of a part of multipart content are content: write them to output().");
		}
	}

	@Test
	void contentWithoutALengthIsStreamed() throws Exception {
		Streaming.mayEnd = new CountDownLatch(1);
		try (HandlerServer server = HandlerServer.start(Streaming.class, Streaming::new);
				RawClient client = server.client()) {
			client.send(request("GET", "/"));
			assertThat(client.readHead()).contains("\r\nTransfer-Encoding: chunked\r\n");
			assertThat(client.read(7)).asString(StandardCharsets.ISO_8859_1).isEqualTo("2\r\neg\r\n");
			Streaming.mayEnd.countDown();
			assertThat(client.read(12)).asString(StandardCharsets.ISO_8859_1).isEqualTo("2\r\ngs\r\n0\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b", "\u20ac" })
	void aValueCannotWriteTheRestOfTheResponse(String value) {
		Responses handler = new Responses();
		assertThatIllegalArgumentException().isThrownBy(() -> handler.sendHeader("X-Spam", value));
		assertThatIllegalArgumentException().isThrownBy(() -> handler.sendResponseOnly(200, value));
		assertThatIllegalArgumentException().isThrownBy(() -> handler.sendHeader(value, "a"));
	}

	@Test
	void aRefusedValueIsA500() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("INJECTION", "/")).startsWith("HTTP/1.1 500 Internal Server Error\r\n")
				.doesNotContain("Set-Cookie:");
		}
	}

	@Test
	void anErrorIsAPageWithItsLengthAndClosesTheConnection() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			String response = server.exchange(request("MISSING", "/"));
			String page = """
					<!DOCTYPE html>
					<html lang="en">
					<head>
					<meta charset="utf-8">
					<meta name="color-scheme" content="light dark">
					<title>Error response</title>
					</head>
					<body>
					<h1>Error response</h1>
					<p>Error code: 404</p>
					<p>Message: File not found.</p>
					<p>Error code explanation: 404 - Nothing matches the given URI.</p>
					</body>
					</html>
					""";
			assertThat(withoutDate(response)).isEqualTo("HTTP/1.1 404 File not found\r\nServer: jhttp\r\n"
					+ "Content-Type: text/html;charset=utf-8\r\nContent-Length: " + page.length()
					+ "\r\nConnection: close\r\n\r\n" + page);
			assertThat(BaseHttpRequestHandler.DEFAULT_ERROR_CONTENT_TYPE).isEqualTo("text/html;charset=utf-8");
			assertThat(BaseHttpRequestHandler.DEFAULT_ERROR_MESSAGE.replace("%(code)d", "404")
				.replace("%(code)s", "404")
				.replace("%(message)s", "File not found")
				.replace("%(explain)s", "Nothing matches the given URI")).isEqualTo(page);
			assertThat(server.messages()).containsExactly("code 404, message File not found",
					"\"MISSING / HTTP/1.1\" 404 -");
		}
	}

	@Test
	void aProblemIsSaidAsTheServerSaysIt() throws IOException {
		try (HandlerServer server = HandlerServer.start(Problems.class, Problems::new)) {
			assertThat(server.last("BUSY", "/")).startsWith("HTTP/1.1 503 All workers are busy\r\nRetry-After: 1\r\n")
				.contains("<p>Message: All workers are busy.</p>")
				.doesNotContain("X-Spam", "ham");
			assertThat(server.last("FOREIGN", "/")).startsWith("HTTP/1.1 404 No ??? here?\r\n")
				.doesNotContain("Retry-After");
			assertThat(server.messages()).contains("code 503, message All workers are busy");
		}
	}

	static class Problems extends BaseHttpRequestHandler {

		@HttpVerb("BUSY")
		void busy() throws IOException {
			sendResponse(200);
			sendHeader("X-Spam", "1");
			endHeaders();
			response().output().write("ham".getBytes(StandardCharsets.US_ASCII));
			throw HttpProblem.busy();
		}

		@HttpVerb("FOREIGN")
		void foreign() {
			throw new HttpProblem(404, "No \u65e5\u672c\n here?");
		}

	}

	@Test
	void anErrorReplacesWhatIsBuffered() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("REPLACED", "/")).startsWith("HTTP/1.1 403 Forbidden\r\n")
				.doesNotContain("X-Spam", "eggs");
		}
	}

	@Test
	void anErrorHasTheFieldsThatWereBufferedForIt() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(withoutDate(server.last("LOGIN", "/"))).startsWith("HTTP/1.1 401 Unauthorized\r\n"
					+ "WWW-Authenticate: Basic realm=\"spam\"\r\nServer: jhttp\r\nContent-Type: text/html");
			assertThat(server.last("BROKEN", "/")).startsWith("HTTP/1.1 500 ").doesNotContain("X-Spam");
		}
	}

	@Test
	void textsOfErrorsAreEscapedButForQuotes() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("MARKUP", "/")).startsWith("HTTP/1.1 400 <b>\"&'\r\n")
				.contains("<p>Message: &lt;b&gt;\"&amp;'.</p>")
				.contains("400 - &lt;i&gt; %(message)s.</p>");
		}
	}

	@Test
	void anUnknownErrorHasQuestionMarksAndTheTableCanBeExtended() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("UNKNOWNERROR", "/")).startsWith("HTTP/1.1 499 ???\r\n")
				.contains("<p>Message: ???.</p>", "499 - ???.");
		}
		try (HandlerServer server = HandlerServer.start(OwnTexts.class, OwnTexts::new)) {
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 299 Lovely Spam\r\n");
			assertThat(server.last("MISSING", "/")).startsWith("HTTP/1.1 404 Gone fishing\r\n")
				.endsWith("\r\n\r\n404/Gone fishing/Back &lt;soon&gt;/100%/%");
			assertThat(server.last("MISSING", "/")).contains("\r\nContent-Type: application/problem+json\r\n");
		}
	}

	@Test
	void anErrorInAnswerToHeadHasTheFieldsOnly() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("HEAD", "/")).startsWith("HTTP/1.1 404 Not Found\r\n")
				.containsPattern("\r\nContent-Length: [1-9]\\d\\d\r\n")
				.endsWith("\r\n\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 205, 304 })
	void anErrorThatHasNoContentByDefinitionHasNone(int code) throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.last("NOCONTENT", "/?" + code)).startsWith("HTTP/1.1 " + code + " ")
				.doesNotContain("Content-Type")
				.endsWith("\r\n\r\n");
		}
	}

	@Test
	void aConnectionFieldSteersTheConnection() throws IOException {
		try (HandlerServer server = HandlerServer.start(Responses.class, Responses::new)) {
			assertThat(server.exchange(request("CLOSE", "/"))).contains("\r\nConnection: close\r\n");
		}
	}

	@Test
	void aFailureBeforeTheHeadIsAnsweredThroughTheErrorHookAndEndsTheConnection() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnTexts.class, OwnTexts::new)) {
			assertThat(server.exchange(request("FAIL", "/"))).startsWith("HTTP/1.1 500 ")
				.endsWith("500/Internal Server Error/The server failed/100%/%");
			assertThat(server.messages()).containsExactly("code 500, message Internal Server Error",
					"\"FAIL / HTTP/1.1\" 500 -");
		}
	}

	@Test
	void aFailureBehindTheHeadClosesTheConnection() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnTexts.class, OwnTexts::new)) {
			assertThat(content(server.exchange(request("FAILLATE", "/")))).isEqualTo("eggs");
		}
	}

	static class Responses extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		@HttpVerb("EGGS")
		void eggs() throws IOException {
			sendResponse(200);
			sendHeader("X-Spam", "1");
			sendHeader("X-Spam", "2");
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

		@HttpVerb("PHRASE")
		void phrase() throws IOException {
			sendResponse(200, "Lovely Spam");
			endHeaders();
		}

		@HttpVerb("UNKNOWN")
		void unknown() throws IOException {
			sendResponse(299);
			endHeaders();
		}

		@HttpVerb("ONLY")
		void only() throws IOException {
			sendResponseOnly(200);
			sendHeader("Content-Length", "4");
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

		@HttpVerb("EARLYFLUSH")
		void earlyFlush() throws IOException {
			sendResponse(200);
			flushHeaders();
			sendHeader("X-Spam", "1");
			endHeaders();
		}

		@HttpVerb("FORGOTTEN")
		void forgotten() throws IOException {
			sendResponse(202);
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

		@HttpVerb("INJECTION")
		void injection() throws IOException {
			sendResponse(200);
			sendHeader("Location", "/\r\nSet-Cookie: a=b");
			endHeaders();
		}

		@HttpVerb("MISSING")
		void missing() throws IOException {
			sendError(404, "File not found");
		}

		@HttpVerb("LOGIN")
		void login() throws IOException {
			sendHeader("WWW-Authenticate", "Basic realm=\"spam\"");
			sendHeader("Content-Type", "text/plain");
			sendError(401);
		}

		@HttpVerb("BROKEN")
		void broken() {
			sendHeader("X-Spam", "1");
			throw new IllegalStateException("boom");
		}

		@HttpVerb("REPLACED")
		void replaced() throws IOException {
			eggs();
			sendError(403);
		}

		@HttpVerb("MARKUP")
		void markup() throws IOException {
			sendError(400, "<b>\"&'", "<i> %(message)s");
		}

		@HttpVerb("UNKNOWNERROR")
		void unknownError() throws IOException {
			sendError(499);
		}

		@Head
		void head() throws IOException {
			sendError(404);
		}

		@HttpVerb("NOCONTENT")
		void noContent() throws IOException {
			sendError(Integer.parseInt(path().substring(2)));
		}

		@HttpVerb("CLOSE")
		void close() throws IOException {
			sendResponse(200);
			sendHeader("Connection", "close");
			endHeaders();
		}

	}

	static class OwnTexts extends BaseHttpRequestHandler {

		@Override
		protected Map<Integer, HttpStatus.Text> responses() {
			Map<Integer, HttpStatus.Text> responses = new HashMap<>(super.responses());
			responses.put(299, new HttpStatus.Text("Lovely Spam", "Spam"));
			responses.put(404, new HttpStatus.Text("Gone fishing", "Back <soon>"));
			return responses;
		}

		@Override
		protected String errorMessageFormat() {
			return "%(code)s/%(message)s/%(explain)s/100%%/%";
		}

		@Override
		protected String errorContentType() {
			return "application/problem+json";
		}

		@Get
		void get() throws IOException {
			sendResponse(299);
			endHeaders();
		}

		@HttpVerb("MISSING")
		void missing() throws IOException {
			sendError(404);
		}

		@HttpVerb("FAIL")
		void fail() {
			sendResponseOnly(200);
			throw new IllegalStateException("boom");
		}

		@HttpVerb("FAILLATE")
		void failLate() throws IOException {
			sendResponseOnly(200);
			sendHeader("Content-Length", "8");
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
			output().flush();
			throw new IllegalStateException("boom");
		}

	}

	static class Slow extends BaseHttpRequestHandler {

		static CountDownLatch begun = new CountDownLatch(0);

		static CountDownLatch mayEnd = new CountDownLatch(0);

		@Get
		void get() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "4");
			begun.countDown();
			mayEnd.await();
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Hints extends BaseHttpRequestHandler {

		static CountDownLatch mayEnd = new CountDownLatch(0);

		@Get
		void get() throws Exception {
			sendResponseOnly(103);
			sendHeader("Link", "</style.css>; rel=preload");
			endHeaders();
			mayEnd.await();
			sendResponse(200);
			endHeaders();
		}

	}

	static class Flushing extends BaseHttpRequestHandler {

		static CountDownLatch mayEnd = new CountDownLatch(0);

		@Get
		void get() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "4");
			endHeaders();
			flushHeaders();
			flushHeaders();
			mayEnd.await();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Parts extends BaseHttpRequestHandler {

		@HttpVerb({ "FIELD", "END", "STATUS", "PART" })
		void refused() throws IOException {
			sendResponse(200);
			sendHeader("Content-Length", "120");
			endHeaders();
			if (command().equals("PART")) {
				flushHeaders();
			}
			try {
				switch (command()) {
					case "END" -> endHeaders();
					case "STATUS" -> sendResponse(200);
					default -> sendHeader("Content-Type", "image/jpeg");
				}
			}
			catch (IllegalStateException ex) {
				output().write(ex.getMessage().getBytes(StandardCharsets.US_ASCII));
			}
		}

	}

	static class Streaming extends BaseHttpRequestHandler {

		static CountDownLatch mayEnd = new CountDownLatch(0);

		@Get
		void get() throws Exception {
			sendResponse(200);
			endHeaders();
			output().write("eg".getBytes(StandardCharsets.US_ASCII));
			output().flush();
			mayEnd.await();
			output().write("gs".getBytes(StandardCharsets.US_ASCII));
		}

	}

}
