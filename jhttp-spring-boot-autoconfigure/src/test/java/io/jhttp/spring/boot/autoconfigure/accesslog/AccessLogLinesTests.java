package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.time.ZoneId;
import java.time.ZoneOffset;

import io.jhttp.server.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the forms of lines.
 */
class AccessLogLinesTests {

	private static final long TIME = 784111777_123L;

	private static final AccessLogEntry PLAIN = new AccessLogEntry(TIME, "203.0.113.9", null, null, "GET /a?b HTTP/1.1",
			"GET", "/a?b", HttpVersion.HTTP_1_1, 200, 5, 1_234_567, "http://a/", "curl/8", null);

	private static final AccessLogEntry MALFORMED = new AccessLogEntry(TIME, "2001:db8:0:0:0:0:0:1", null, null,
			"GET \"\\\r\n\t\u000b\b\0\u001b\u007f\u0080\u00e4 ${jndi:x} %n", null, null, null, 400, 100, 0,
			"\"\n203.0.113.1 - - [", null, null);

	private static final AccessLogEntry UNANSWERED = new AccessLogEntry(TIME, "203.0.113.9", null, null, "", null, null,
			null, 0, 0, 0, null, null, "java.io.IOException");

	private static AccessLogEntry of(String user) {
		return new AccessLogEntry(TIME, "203.0.113.9", user, null, "GET / HTTP/1.1", "GET", "/", HttpVersion.HTTP_1_1,
				200, 5, 0, null, null, null);
	}

	private static String line(AccessLogFormat format, ZoneId zone, AccessLogEntry entry) {
		StringBuilder line = new StringBuilder();
		format.lines(zone).append(line, entry);
		return line.toString();
	}

	@Test
	void commonIsWhatApacheWrites() {
		assertThat(line(AccessLogFormat.COMMON, ZoneOffset.UTC, PLAIN))
			.isEqualTo("203.0.113.9 - - [06/Nov/1994:08:49:37 +0000] \"GET /a?b HTTP/1.1\" 200 5");
		assertThat(line(AccessLogFormat.COMMON, ZoneId.of("America/St_Johns"), UNANSWERED))
			.isEqualTo("203.0.113.9 - - [06/Nov/1994:05:19:37 -0330] \"-\" 499 -");
	}

	@Test
	void combinedHasReferrerAndUserAgent() {
		assertThat(line(AccessLogFormat.COMBINED, ZoneOffset.UTC, PLAIN)).isEqualTo(
				"203.0.113.9 - - [06/Nov/1994:08:49:37 +0000] \"GET /a?b HTTP/1.1\" 200 5 \"http://a/\" \"curl/8\"");
	}

	@Test
	void pythonIsWhatItsServerWrites() {
		assertThat(line(AccessLogFormat.PYTHON, ZoneOffset.UTC, PLAIN))
			.isEqualTo("203.0.113.9 - - [06/Nov/1994 08:49:37] \"GET /a?b HTTP/1.1\" 200 -");
		assertThat(line(AccessLogFormat.PYTHON, ZoneId.of("America/St_Johns"), MALFORMED))
			.isEqualTo("2001:db8:0:0:0:0:0:1 - - [06/Nov/1994 05:19:37] "
					+ "\"GET \"\\\\\\x0d\\x0a\\x09\\x0b\\x08\\x00\\x1b\\x7f\\x80\\xe4 ${jndi:x} %n\" 400 -");
	}

	@ParameterizedTest
	@CsvSource({ "ann, ann", "!~, !~", "\u007f, \\x7f", "'a b\"\\', 'a\\x20b\\x22\\x5c'", "-, '\"-\"'", "'', '\"\"'",
			"Jürgen, J\\xc3\\xbcrgen" })
	void userIsOneWord(String user, String written) {
		assertThat(line(AccessLogFormat.COMMON, ZoneOffset.UTC, of(user)))
			.isEqualTo("203.0.113.9 - " + written + " [06/Nov/1994:08:49:37 +0000] \"GET / HTTP/1.1\" 200 5");
		assertThat(line(AccessLogFormat.PYTHON, ZoneOffset.UTC, of(user)))
			.isEqualTo("203.0.113.9 - " + written + " [06/Nov/1994 08:49:37] \"GET / HTTP/1.1\" 200 -");
	}

	@Test
	void listenerIsAFieldOfJson() {
		AccessLogEntry entry = new AccessLogEntry(TIME, "a", null, "operators", "", null, null, null, 200, 0, 0, null,
				null, null);
		assertThat(line(AccessLogFormat.JSON, ZoneOffset.UTC, entry))
			.contains(",\"client\":\"a\",\"listener\":\"operators\",\"request\":");
	}

	@Test
	void userIsAFieldOfJson() {
		assertThat(line(AccessLogFormat.JSON, ZoneOffset.UTC, of("a\"b")))
			.contains(",\"client\":\"203.0.113.9\",\"user\":\"a\\\"b\",\"request\":");
		assertThat(line(AccessLogFormat.JSON, ZoneOffset.UTC, PLAIN)).doesNotContain("user\"");
	}

	@Test
	void nothingBreaksOutOfItsQuotes() {
		assertThat(line(AccessLogFormat.COMBINED, ZoneOffset.UTC, MALFORMED))
			.isEqualTo("2001:db8:0:0:0:0:0:1 - - [06/Nov/1994:08:49:37 +0000] "
					+ "\"GET \\\"\\\\\\r\\n\\t\\v\\b\\x00\\x1b\\x7f\\x80\\xe4 ${jndi:x} %n\" 400 100 "
					+ "\"\\\"\\n203.0.113.1 - - [\" \"-\"");
	}

	@Test
	void jsonSaysMore() {
		assertThat(line(AccessLogFormat.JSON, ZoneId.of("America/St_Johns"), PLAIN))
			.isEqualTo("{\"time\":\"1994-11-06T08:49:37.123Z\",\"client\":\"203.0.113.9\","
					+ "\"request\":\"GET /a?b HTTP/1.1\",\"method\":\"GET\",\"target\":\"/a?b\","
					+ "\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":5,\"micros\":1234,"
					+ "\"referer\":\"http://a/\",\"userAgent\":\"curl/8\"}");
		assertThat(line(AccessLogFormat.JSON, ZoneOffset.UTC, MALFORMED)).contains(
				"\"request\":\"GET \\\"\\\\\\u000d\\u000a\\u0009\\u000b\\u0008\\u0000\\u001b\\u007f\\u0080\\u00e4 "
						+ "${jndi:x} %n\",\"status\":400,\"bytes\":100,\"micros\":0,"
						+ "\"referer\":\"\\\"\\u000a203.0.113.1 - - [\"}");
		assertThat(line(AccessLogFormat.JSON, ZoneOffset.UTC, UNANSWERED))
			.endsWith("\"request\":\"\",\"status\":499,\"bytes\":0,\"micros\":0,\"failure\":\"java.io.IOException\"}");
	}

	@ParameterizedTest
	@EnumSource
	void whateverIsSentALineIsVisibleAscii(AccessLogFormat format) {
		StringBuilder all = new StringBuilder();
		for (char c = 0; c < 256; c++) {
			all.append(c);
		}
		AccessLogEntry entry = new AccessLogEntry(TIME, "::1", all.toString(), null, all.toString(), null, null, null,
				400, 0, 0, all.toString(), all.toString(), null);
		assertThat(line(format, ZoneOffset.UTC, entry)).matches("[ -~]+");
	}

	@ParameterizedTest
	@EnumSource
	void whatIsVisibleAsciiStandsAsItIs(AccessLogFormat format) {
		AccessLogEntry entry = new AccessLogEntry(TIME, "::1", null, null, "GET /~a! HTTP/1.1", null, null, null, 400,
				0, 0, null, null, null);
		assertThat(line(format, ZoneOffset.UTC, entry)).contains("\"GET /~a! HTTP/1.1\"");
	}

	@Test
	void timeFollowsEntriesInAnyOrder() {
		AccessLogLines lines = AccessLogFormat.COMMON.lines(ZoneOffset.UTC);
		StringBuilder text = new StringBuilder();
		for (int second : new int[] { 0, 1, 0 }) {
			lines.append(text, new AccessLogEntry(TIME + 1000 * second, "", null, null, "", null, null, null, 0, 0, 0,
					null, null, null));
		}
		assertThat(text.toString()).containsSubsequence("08:49:37", "08:49:38", "08:49:37");
	}

}
