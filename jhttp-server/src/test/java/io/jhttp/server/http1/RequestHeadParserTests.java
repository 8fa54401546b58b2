package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every head is parsed whole, and again split in two at every octet: the outcome must not
 * depend on how it arrived.
 */
public class RequestHeadParserTests {

	private static final HeadLimits LIMITS = new HeadLimits(64, 128, 4);

	public static Stream<Arguments> refused() {
		return Stream.of(arguments("a method that is not a token", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("no method", " / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a TLS greeting", "\u0016\u0003\u0001\u0002\u0000", 400),
				arguments("two spaces behind the method", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a tab behind the method", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("two spaces behind the target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
				arguments("no version", "GET /\r\nHost: a\r\n\r\n", 400),
				arguments("a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a version with two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400),
				arguments("a version without minor", "GET / HTTP/1\r\nHost: a\r\n\r\n", 400),
				arguments("a version with a sign", "GET / HTTP/+1.1\r\nHost: a\r\n\r\n", 400),
				arguments("HTTP/2", "PRI * HTTP/2.0\r\n\r\n", 505),
				arguments("HTTP/0.9 in words", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505),
				arguments("a bare line feed behind the request line", "GET / HTTP/1.1\nHost: a\n\n", 400),
				arguments("a bare carriage return in the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n", 400),
				arguments("a fragment in the target", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a control in the target", "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a NUL in the target", "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("raw UTF-8 in the target", "GET /\u00c3\u00a4 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a backslash in the path", "GET /\\a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("an asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("user information in the target", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("no host in the target", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
				arguments("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
				arguments("two Host fields", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400),
				arguments("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
				arguments("a Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
				arguments("a Host with user information", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400),
				arguments("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
				arguments("a Host with a bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
				arguments("a Host with a long port", "GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", 400),
				arguments("a malformed Host of HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", 400),
				arguments("an open IPv6 literal", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
				arguments("white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
				arguments("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n", 400),
				arguments("white space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
				arguments("a line without a colon", "GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n", 400),
				arguments("an empty field name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
				arguments("a field name that is not a token", "GET / HTTP/1.1\r\nHost: a\r\nA(: b\r\n\r\n", 400),
				arguments("a bare line feed behind a field", "GET / HTTP/1.1\r\nHost: a\nB: c\r\n\r\n", 400),
				arguments("a bare carriage return in a value", "GET / HTTP/1.1\r\nHost: a\r\nB: c\rd\r\n\r\n", 400),
				arguments("a NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nB: \u0000\r\n\r\n", 400),
				arguments("an escape in a value", "GET / HTTP/1.1\r\nHost: a\r\nB: \u001b[\r\n\r\n", 400),
				arguments("a bare line feed as the last line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
				arguments("a length with a sign", head("Content-Length: +1"), 400),
				arguments("a negative length", head("Content-Length: -1"), 400),
				arguments("a hexadecimal length", head("Content-Length: 0x1"), 400),
				arguments("a length list", head("Content-Length: 1, 1"), 400),
				arguments("an empty length", head("Content-Length: "), 400),
				arguments("a length beyond a long", head("Content-Length: 9223372036854775808"), 400),
				arguments("equal lengths twice", head("Content-Length: 1\r\nContent-Length: 1"), 400),
				arguments("two framings", head("Content-Length: 1\r\nTransfer-Encoding: chunked"), 400),
				arguments("two framings in the other order", head("Transfer-Encoding: chunked\r\nContent-Length: 1"),
						400),
				arguments("another coding", head("Transfer-Encoding: gzip"), 501),
				arguments("a coding list", head("Transfer-Encoding: gzip, chunked"), 501),
				arguments("chunked twice", head("Transfer-Encoding: chunked, chunked"), 501),
				arguments(
						"chunked in two lines", head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 501),
				arguments("chunked with a parameter", head("Transfer-Encoding: chunked;a"), 501),
				arguments("a transfer coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
						400),
				arguments("another expectation", head("Expect: eggs"), 417),
				arguments("a request line of one octet too many", "GET /" + "a".repeat(51) + " HTTP/1.1\r\n", 414),
				arguments("a target without end", "GET /" + "a".repeat(100), 414),
				arguments("a method without end", "G".repeat(65), 501),
				arguments("a header section of one octet too many", head("A: " + "b".repeat(128 - 9 - 5 + 1)), 431),
				arguments("a field name without end", head("A".repeat(128)), 431),
				arguments("one field too many", head("A: b\r\nA: b\r\nA: b\r\nA: b"), 431),
				arguments("too many empty lines", "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
				arguments("a carriage return before the request line", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400));
	}

	private static String head(String fields) {
		return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refused(String what, String text, int status) {
		byte[] octets = octets(text);
		for (int split = 0; split <= octets.length; split++) {
			RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
			int first = split;
			assertThatExceptionOfType(HttpProblem.class).as("split at " + split).isThrownBy(() -> {
				parser.parse(Arrays.copyOf(octets, first), 0, first);
				parser.parse(octets, 0, octets.length);
			}).satisfies((problem) -> assertThat(problem.status()).isEqualTo(status));
		}
	}

	static Stream<Arguments> accepted() {
		return Stream.of(arguments("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("GET / HTTP/1.7\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("GET / HTTP/1.0\r\n\r\n", "GET / null HTTP/1.0 close -1"),
				arguments("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / null HTTP/1.0 keep -1"),
				arguments("\r\n\r\nGET /a?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a b HTTP/1.1 keep -1"),
				arguments("get /?a?b=/ HTTP/1.1\r\nHost: a\r\n\r\n", "get / a?b=/ HTTP/1.1 keep -1"),
				arguments("!#$%&'*+-.^_`|~0aZ /a|b HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
						"!#$%&'*+-.^_`|~0aZ /a|b null HTTP/1.1 keep -1"),
				arguments("GET HTTP://A:1/b?c HTTP/1.1\r\nHost: b\r\n\r\n", "GET /b c HTTP/1.1 keep -1"),
				arguments("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET / b HTTP/1.1 keep -1"),
				arguments("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * null HTTP/1.1 keep -1"),
				arguments(head("Connection: te , CLOSE"), "GET / null HTTP/1.1 close -1"),
				arguments(head("Connection: closed"), "GET / null HTTP/1.1 keep -1"),
				arguments(head("content-LENGTH: \t007 \t"), "GET / null HTTP/1.1 keep 7"),
				arguments(head("Transfer-Encoding: Chunked"), "GET / null HTTP/1.1 keep chunked"),
				arguments("GET /" + "a".repeat(50) + " HTTP/1.1\r\nHost: a\r\n\r\n",
						"GET /" + "a".repeat(50) + " null HTTP/1.1 keep -1"),
				arguments(head("A: " + "b".repeat(128 - 9 - 5)), "GET / null HTTP/1.1 keep -1"));
	}

	@ParameterizedTest
	@MethodSource
	void accepted(String text, String summary) {
		byte[] octets = octets(text + "rest");
		int length = text.length();
		for (int split = 0; split <= length; split++) {
			RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
			if (split < length) {
				assertThat(parser.parse(Arrays.copyOf(octets, split), 0, split)).isFalse();
			}
			assertThat(parser.parse(octets, 0, octets.length)).isTrue();
			assertThat(parser.length()).isEqualTo(length);
			assertThat(summary(parser.head())).isEqualTo(summary);
		}
	}

	private static String summary(Http1RequestHead head) {
		return head.method() + " " + head.path() + " " + head.query() + " " + head.version() + " "
				+ (head.isPersistent() ? "keep" : "close") + " "
				+ (head.isChunked() ? "chunked" : String.valueOf(head.contentLength()));
	}

	@Test
	void oneParserReadsOneHeadAfterTheOther() {
		byte[] octets = octets("GET /a HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\nPUT /c?d HTTP/1.0\r\nE: \r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(octets, 0, octets.length)).isTrue();
		assertThat(parser.head().field("a")).isEqualTo("b");
		int next = parser.length();
		parser.reset();
		assertThat(parser.parse(octets, next, octets.length)).isTrue();
		Http1RequestHead head = parser.head();
		Arrays.fill(octets, (byte) 0);
		assertThat(head.method()).isEqualTo("PUT");
		assertThat(head.requestLine()).isEqualTo("PUT /c?d HTTP/1.0");
		assertThat(head.query()).isEqualTo("d");
		assertThat(head.field("E")).isEmpty();
		assertThat(head.field("A")).isNull();
		assertThat(head.fieldCount()).isEqualTo(1);
	}

	@Test
	void theLinesOfAListAreCombined() {
		byte[] octets = octets("GET / HTTP/1.1\r\nA: 1\r\nHost: a\r\na: 2, 3\r\nB: 4\r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(octets, 0, octets.length)).isTrue();
		assertThat(parser.head().combinedField("A")).isEqualTo("1, 2, 3");
		assertThat(parser.head().combinedField("b")).isEqualTo("4");
		assertThat(parser.head().combinedField("c")).isNull();
	}

	@Test
	void emptyLinesDoNotBeginAHead() {
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		parser.parse(octets("\r\n"), 0, 2);
		assertThat(parser.hasBegun()).isFalse();
		parser.parse(octets("\r\nG"), 0, 3);
		assertThat(parser.hasBegun()).isTrue();
	}

	private static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
