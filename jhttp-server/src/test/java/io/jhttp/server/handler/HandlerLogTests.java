package io.jhttp.server.handler;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.jhttp.server.http.QuotedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of handler classes, its dates, and what they say of themselves.
 */
class HandlerLogTests {

	@Test
	void aRequestIsALineInPythonsForm() throws IOException {
		try (HandlerServer server = HandlerServer.start(Logging.class, Logging::new)) {
			server.last("GET", "/a?b");
			assertThat(server.lines()).singleElement()
				.asString()
				.matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d] "
						+ "\"GET /a\\?b HTTP/1\\.1\" 200 -");
		}
	}

	@Test
	void eachFormOfTheLogHasItsPlaceholders() throws IOException {
		try (HandlerServer server = HandlerServer.start(Logging.class, Logging::new)) {
			server.last("FORMS", "/");
			assertThat(server.messages()).containsExactly("\"FORMS / HTTP/1.1\" - -", "\"FORMS / HTTP/1.1\" 201 -",
					"\"FORMS / HTTP/1.1\" 201 1234567", "\"FORMS / HTTP/1.1\" a b", "100%", "1 of 2 is 50%");
		}
	}

	@Test
	void aFormatThatDoesNotFitIsALineAndNoFailure() throws IOException {
		try (HandlerServer server = HandlerServer.start(PythonLog.class, PythonLog::new)) {
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 200 ");
			assertThat(server.messages()).containsExactly("timed out: %r [x]", "%d of it [some]", "%s and %s [one]",
					"GET 200 -1", "\"GET / HTTP/1.1\" 200 -");
		}
	}

	@Test
	void controlCharactersCannotForgeALine() throws IOException {
		try (HandlerServer server = HandlerServer.start(Logging.class, Logging::new)) {
			server.last("FORGE", "/");
			assertThat(server.messages())
				.containsExactly("a\\x0d\\x0a127.0.0.1 \\x1b[31m \\x7f\\x9f\\x00 \\\\x0a \u00e9 \u20ac");
		}
	}

	@Test
	void anOverrideOfTheMessageGetsAllThreeKinds() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnLog.class, OwnLog::new)) {
			OwnLog.messages.clear();
			server.last("GET", "/");
			server.last("MISSING", "/");
			assertThat(OwnLog.messages).containsExactly("hello", "\"GET / HTTP/1.1\" 200 -",
					"error: code 404, message Not Found", "\"MISSING / HTTP/1.1\" 404 -");
			assertThat(server.lines()).isEmpty();
		}
	}

	@Test
	void theClientOfAProxyCanStandInTheLog() throws IOException {
		try (HandlerServer server = HandlerServer.start(Proxied.class, Proxied::new)) {
			server.last("GET", "/", "X-Forwarded-For: 192.0.2.1");
			assertThat(server.lines()).singleElement().asString().startsWith("192.0.2.1 - - [today] \"GET ");
		}
	}

	@Test
	void theServerFieldIsTheVersionStringWithoutATrailingBlank() throws IOException {
		try (HandlerServer server = HandlerServer.start(Versions.class, Versions::new)) {
			assertThat(server.last("GET", "/")).contains("\r\nServer: Spam/1.0 Java/17\r\n");
			Versions.system = "";
			assertThat(server.last("GET", "/")).contains("\r\nServer: Spam/1.0\r\n");
			Versions.product = "";
			assertThat(server.last("GET", "/")).doesNotContain("Server:");
			Versions.system = "Java/17";
			Versions.product = "Spam/1.0";
		}
	}

	@Test
	void datesOfFieldsAreThoseOfHttp() {
		Logging handler = new Logging();
		assertThat(handler.dateTimeString(Instant.ofEpochSecond(784_111_777)))
			.isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
		assertThat(handler.dateTimeString()).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
	}

	@Test
	void datesOfTheLogAreInTheZoneOfTheServer() {
		assertThat(LogLine.date(Instant.ofEpochSecond(784_111_777), ZoneId.of("Europe/Berlin")))
			.isEqualTo("06/Nov/1994 09:49:37");
		assertThat(new Logging().logDateTimeString()).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "de-DE", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai" })
	void nothingFollowsTheLocale(String language) throws IOException {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag(language));
		try (HandlerServer server = HandlerServer.start(Logging.class, Logging::new)) {
			assertThat(withoutDate(server.exchange(request("MISSING", "/"))))
				.startsWith("HTTP/1.1 404 Not Found\r\nServer: jhttp\r\nContent-Type: ")
				.contains("<p>Error code: 404</p>");
			assertThat(server.last("GET", "/")).containsPattern("\r\nDate: [A-Z][a-z]{2}, [0-9]{2} ");
			assertThat(server.messages()).containsExactly("code 404, message Not Found", "\"MISSING / HTTP/1.1\" 404 -",
					"\"GET / HTTP/1.1\" 200 -");
			assertThat(server.lines()).allMatch(
					(line) -> line.matches("127\\.0\\.0\\.1 - - \\[[0-9]{2}/[A-Z][a-z]{2}/20[0-9]{2} [0-9:]{8}] .*"));
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '>', textBlock = """
			SPAM     > 'SPAM'
			it's     > "it's"
			"a"      > '"a"'
			it's "a" > 'it\\'s "a"'
			a\\b     > 'a\\\\b'
			""")
	void textsAreQuotedAsPythonDoes(String text, String quoted) {
		assertThat(QuotedText.of(text)).isEqualTo(quoted);
	}

	@Test
	void controlCharactersAreQuotedAsEscapes() {
		assertThat(QuotedText.of("\t\r\n\0\u007f\u00a0\u00e9")).isEqualTo("'\\t\\r\\n\\x00\\x7f\\xa0\u00e9'");
	}

	static class Logging extends BaseHttpRequestHandler {

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
		}

		@HttpVerb("FORMS")
		void forms() {
			logRequest();
			logRequest(201);
			logRequest(201, 1_234_567);
			logRequest("a", "b");
			logMessage("100%");
			logMessage("%d of %d is %s%%", 1, 2, 50);
		}

		@HttpVerb("FORGE")
		void forge() {
			logMessage("%s \\x0a \u00e9 \u20ac", "a\r\n127.0.0.1 \u001b[31m \u007f\u009f\0");
		}

		@HttpVerb("MISSING")
		void missing() throws IOException {
			sendError(404);
		}

	}

	static class PythonLog extends BaseHttpRequestHandler {

		@Get
		void get() throws IOException {
			logMessage("timed out: %r", "x");
			logMessage("%d of it", "some");
			logMessage("%s and %s", "one");
			sendResponse(200);
			endHeaders();
		}

		@Override
		protected void logRequest(int code, long size) {
			logMessage("%s %d %d", command(), code, size);
			super.logRequest(code, size);
		}

	}

	static class OwnLog extends Logging {

		static final List<String> messages = Collections.synchronizedList(new ArrayList<>());

		@Override
		void get() throws IOException {
			logMessage("hello");
			super.get();
		}

		@Override
		protected void logError(String format, Object... args) {
			super.logError("error: " + format, args);
		}

		@Override
		protected void logMessage(String format, Object... args) {
			messages.add(String.format(Locale.ROOT, format, args));
		}

	}

	static class Proxied extends Logging {

		@Override
		protected String addressString() {
			return headers().get("X-Forwarded-For", super.addressString());
		}

		@Override
		protected String logDateTimeString() {
			return "today";
		}

	}

	static class Versions extends Logging {

		static volatile String product = "Spam/1.0";

		static volatile String system = "Java/17";

		@Override
		protected String serverVersion() {
			return product;
		}

		@Override
		protected String sysVersion() {
			return system;
		}

	}

}
