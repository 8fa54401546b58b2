package io.jhttp.server.handler;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RunningServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.jhttp.server.handler.HandlerServer.content;
import static io.jhttp.server.handler.HandlerServer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What handler classes know of a request, and what becomes of its connection.
 */
class HandlerRequestTests {

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			GET /a%20b?x=1 HTTP/1.1         > GET|/a%20b?x=1|HTTP/1.1|GET /a%20b?x=1 HTTP/1.1
			SPAM /?? HTTP/1.0               > SPAM|/??|HTTP/1.0|SPAM /?? HTTP/1.0
			GET ///host/..%2f? HTTP/1.1     > GET|/host/..%2f?|HTTP/1.1|GET ///host/..%2f? HTTP/1.1
			GET http://a/b?c=d HTTP/1.1     > GET|/b?c=d|HTTP/1.1|GET http://a/b?c=d HTTP/1.1
			""")
	void aHandlerHasThePartsOfTheRequestLine(String line, String parts) throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new)) {
			assertThat(content(server.exchange(line + "\r\nHost: a\r\nConnection: close\r\n\r\n"))).isEqualTo(parts);
		}
	}

	@Test
	void aLineOfTwoWordsIsARequestOfHttp09WhereThatIsAnswered() throws IOException {
		try (HandlerServer server = HandlerServer.start(HttpServer.builder().http09(true), Attributes.class,
				Attributes::new)) {
			assertThat(server.exchange("GET /a\r\n")).isEqualTo("GET|/a|HTTP/0.9|GET /a");
		}
	}

	@Test
	void withoutARequestTheRequestLineIsEmpty() {
		Attributes handler = new Attributes();
		assertThat(handler.requestLine()).isEmpty();
		assertThat(handler.rawRequestLine()).isEmpty();
		assertThatIllegalStateException().isThrownBy(handler::path).withMessage("There is no request at the moment");
		assertThatIllegalStateException().isThrownBy(handler::server).withMessage("There is no connection yet");
		assertThatIllegalStateException().isThrownBy(handler::clientAddress);
	}

	@Test
	void theRawRequestLineHasItsLineEnd() throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new)) {
			assertThat(content(server.last("RAW", "/a"))).isEqualTo("RAW /a HTTP/1.1\r\n");
		}
	}

	@Test
	void headersAreOrderedFoundInAnyCaseAndKeepTheirValues() throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new)) {
			assertThat(content(server.last("FIELDS", "/", "Accept: a", "X-Spam: \u00e9", "accept: b")))
				.isEqualTo("a|[a, b]|true|false|none|[Host=a, Connection=close, Accept=a, X-Spam=\u00e9, accept=b]");
		}
	}

	@Test
	void headersCanBeParsedInAnotherWay() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnHeaders.class, OwnHeaders::new)) {
			assertThat(content(server.last("GET", "/", "X-Spam: 1", "X-Internal: 2"))).isEqualTo("""
					Host: a
					Connection: close
					X-Spam: 1
					X-Added: eggs
					parsed once""");
		}
	}

	@Test
	void inputIsTheContentAndNoMore() throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new);
				RawClient client = server.client()) {
			client.send(request("POST", "/", "Content-Length: 4") + "eggs" + request("POST", "/"));
			assertThat(client.readResponse()).endsWith("\r\n\r\neggs");
			assertThat(client.readResponse()).endsWith("\r\n\r\n");
		}
	}

	@Test
	void clientAndServerAreKnown() throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new);
				RawClient client = server.client()) {
			Attributes.lastServer = null;
			client.send(request("WHO", "/"));
			assertThat(client.readResponse()).endsWith("\r\n\r\n127.0.0.1:" + client.socket().getLocalPort());
			assertThat(Attributes.lastServer).isSameAs(server.server());
		}
	}

	@Test
	void theConnectionIsClosedIfTheHandlerSaysSo() throws IOException {
		try (HandlerServer server = HandlerServer.start(Closing.class, Closing::new)) {
			assertThat(server.exchange(request("CLOSE", "/"))).contains("\r\nConnection: close\r\n");
			assertThat(content(server.exchange(request("CLOSELATE", "/")))).isEqualTo("eggs");
		}
	}

	@Test
	void theConnectionIsKeptOnlyWhereTheClientPermitsIt() throws IOException {
		try (HandlerServer server = HandlerServer.start(Closing.class, Closing::new);
				RawClient client = server.client()) {
			client.send("KEEP / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
			assertThat(client.readResponse()).contains("\r\nConnection: keep-alive\r\n").endsWith("\r\n\r\nfalse");
			client.send("KEEP / HTTP/1.0\r\n\r\n");
			assertThat(client.readToEnd()).contains("\r\nConnection: close\r\n").endsWith("\r\n\r\ntrue");
		}
	}

	@Test
	void aHandlerOfHttp10SaysSoAndClosesUnlessItKeepsTheConnection() throws IOException {
		try (HandlerServer server = HandlerServer.start(Closing10.class, Closing10::new);
				RawClient client = server.client()) {
			assertThat(client.send(request("KEEP", "/")).readResponse()).startsWith("HTTP/1.0 200 OK\r\n")
				.contains("\r\nConnection: keep-alive\r\n")
				.endsWith("true");
			assertThat(client.send(request("GET", "/")).readToEnd()).startsWith("HTTP/1.0 200 OK\r\n")
				.contains("\r\nConnection: close\r\n");
			assertThat(server.exchange(request("STREAM", "/"))).doesNotContain("chunked", "Content-Length")
				.endsWith("\r\n\r\neggs");
			assertThat(server.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
				.startsWith("HTTP/1.0 200 OK\r\n");
		}
	}

	@Test
	void aServerOfHttp10AnswersEverythingInIt() throws IOException {
		try (HandlerServer server = HandlerServer.start(HttpServer.builder().protocolVersion(HttpVersion.HTTP_1_0),
				Closing.class, Closing::new)) {
			assertThat(server.exchange(request("GET", "/"))).startsWith("HTTP/1.0 200 OK\r\n")
				.contains("\r\nConnection: close\r\n");
			assertThat(server.exchange(request("MISSING", "/"))).startsWith("HTTP/1.0 501 ");
			assertThat(server.exchange("FUBAR\r\n\r\n")).startsWith("HTTP/1.0 400 ");
		}
	}

	@Test
	void aHandlerOfHttp11KeepsTheConnectionsOfAServerOfHttp10() throws IOException {
		try (HandlerServer server = HandlerServer.start(HttpServer.builder().protocolVersion(HttpVersion.HTTP_1_0),
				Closing11.class, Closing11::new); RawClient client = server.client()) {
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(client.send(request("GET", "/")).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aClientThatWaitsGetsItsContinueBeforeTheVerbMethod() throws IOException {
		try (HandlerServer server = HandlerServer.start(Attributes.class, Attributes::new);
				RawClient client = server.client()) {
			client.send(request("POST", "/", "Content-Length: 4", "Expect: 100-continue"));
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			assertThat(client.send("eggs").readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\neggs");
		}
	}

	@Test
	void anExpectationCanBeRefusedBeforeTheContentIsSent() throws IOException {
		try (HandlerServer server = HandlerServer.start(Refusing.class, Refusing::new)) {
			assertThat(server.exchange(request("POST", "/", "Content-Length: 4", "Expect: 100-continue")))
				.startsWith("HTTP/1.1 417 Expectation Failed\r\n")
				.contains("\r\nConnection: close\r\n");
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 200 ");
			assertThat(server.messages()).containsExactly("code 417, message Expectation Failed",
					"\"POST / HTTP/1.1\" 417 -", "\"GET / HTTP/1.1\" 200 -");
		}
	}

	@Test
	void aRequestCanBeRefusedBeforeItsVerbMethod() throws IOException {
		try (HandlerServer server = HandlerServer.start(Choosy.class, Choosy::new)) {
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 401 No ticket\r\n").doesNotContain("eggs");
			assertThat(server.last("GET", "/", "X-Ticket: 1")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("eggs");
		}
	}

	@Test
	void methodsNamedAfterAVerbAnswerItCaseSensitively() throws IOException {
		try (HandlerServer server = HandlerServer.start(Named.class, Named::new)) {
			assertThat(content(server.last("GET", "/"))).isEqualTo("named");
			assertThat(content(server.last("SPAM", "/"))).isEqualTo("spam");
			assertThat(server.last("spam", "/")).startsWith("HTTP/1.1 501 Unsupported method ('spam')\r\n");
			assertThat(server.last("Helper", "/")).startsWith("HTTP/1.1 501 ");
			assertThat(content(server.last("PRIVATE", "/"))).isEqualTo("private");
			assertThat(server.last("EGGS", "/")).startsWith("HTTP/1.1 501 ");
			assertThat(content(server.last("HAM", "/"))).isEqualTo("ham");
		}
	}

	static class Attributes extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		static RunningServer lastServer;

		private void answer(String text) throws IOException {
			sendResponse(200);
			endHeaders();
			output().write(text.getBytes(StandardCharsets.ISO_8859_1));
		}

		@HttpVerb({ "GET", "SPAM" })
		void parts() throws IOException {
			answer(command() + "|" + path() + "|" + requestVersion() + "|" + requestLine());
		}

		@HttpVerb("RAW")
		void raw() throws IOException {
			answer(new String(rawRequestLine(), StandardCharsets.ISO_8859_1));
		}

		@HttpVerb("FIELDS")
		void fields() throws IOException {
			answer(headers().get("ACCEPT") + "|" + headers().getAll("accept") + "|" + headers().contains("x-spam") + "|"
					+ headers().contains("X-Eggs") + "|" + headers().get("X-Eggs", "none") + "|" + headers().lines());
		}

		@Post
		void post() throws IOException {
			answer(new String(input().readAllBytes(), StandardCharsets.ISO_8859_1));
		}

		@HttpVerb("WHO")
		void who() throws IOException {
			lastServer = server();
			InetSocketAddress client = clientAddress();
			answer(client.getAddress().getHostAddress() + ":" + client.getPort());
		}

	}

	static class OwnHeaders extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		private int parsed;

		@Override
		protected RequestHeaders parseHeaders(HttpRequest request) {
			this.parsed++;
			List<Map.Entry<String, String>> lines = new ArrayList<>(super.parseHeaders(request).lines());
			lines.removeIf((line) -> line.getKey().equals("X-Internal"));
			lines.add(Map.entry("X-Added", "eggs"));
			return RequestHeaders.of(lines);
		}

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write((headers().toString() + "parsed " + ((this.parsed == 1) ? "once" : "again"))
				.getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Closing extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		private void answer(String text) throws IOException {
			sendResponse(200);
			endHeaders();
			output().write(text.getBytes(StandardCharsets.US_ASCII));
		}

		@Get
		void get() throws IOException {
			answer("");
		}

		@HttpVerb("CLOSE")
		void close() throws IOException {
			setCloseConnection(true);
			answer("");
		}

		@HttpVerb("CLOSELATE")
		void closeLate() throws IOException {
			sendResponse(200);
			sendHeader("Content-Length", "4");
			endHeaders();
			output().write("eg".getBytes(StandardCharsets.US_ASCII));
			output().flush();
			setCloseConnection(true);
			output().write("gs".getBytes(StandardCharsets.US_ASCII));
		}

		@HttpVerb("KEEP")
		void keep() throws IOException {
			boolean preset = isCloseConnection();
			setCloseConnection(false);
			answer(String.valueOf(preset));
		}

		@HttpVerb("STREAM")
		void stream() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write("eg".getBytes(StandardCharsets.US_ASCII));
			output().flush();
			output().write("gs".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Closing10 extends Closing {

		@Override
		protected HttpVersion protocolVersion() {
			return HttpVersion.HTTP_1_0;
		}

	}

	static class Closing11 extends Closing {

		@Override
		protected HttpVersion protocolVersion() {
			return HttpVersion.HTTP_1_1;
		}

	}

	static class Refusing extends BaseHttpRequestHandler {

		@HttpVerb({ "GET", "POST" })
		void answer() throws IOException {
			sendResponse(200);
			endHeaders();
		}

		@Override
		protected boolean handleExpect100() throws IOException {
			sendError(417);
			return false;
		}

	}

	static class Choosy extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		@Override
		protected boolean parseRequest() throws Exception {
			if (!super.parseRequest()) {
				return false;
			}
			if (!headers().contains("X-Ticket")) {
				sendError(401, "No ticket");
				return false;
			}
			return true;
		}

		@Get
		void get() throws IOException {
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Named extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		private void answer(String text) throws IOException {
			output().write(text.getBytes(StandardCharsets.US_ASCII));
		}

		void doGET() throws IOException {
			answer("named");
		}

		protected void doSPAM() throws IOException {
			answer("spam");
		}

		@HttpVerb("HAM")
		void doEGGS() throws IOException {
			answer("ham");
		}

		void doHelper() throws IOException {
			answer("helper");
		}

		@SuppressWarnings("unused")
		private void doPRIVATE() throws IOException {
			answer("private");
		}

	}

}
