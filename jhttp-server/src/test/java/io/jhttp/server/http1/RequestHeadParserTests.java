package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every head is parsed whole, and again split in two at every byte: the outcome must not
 * depend on how it arrived.
 */
public class RequestHeadParserTests {

	private static final HeadLimits LIMITS = new HeadLimits(64, 128, 4);

	/** But for what its name says, each of them is well-formed. */
	public static Stream<Arguments> refused() {
		return Stream.of(
				arguments("a method that is not a token", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The method is not a token."),
				arguments("a space before the method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request line does not begin with a method."),
				arguments("a delimiter before the method", "@GET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request line does not begin with a method."),
				arguments("a line feed before the request line", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request line does not begin with a method."),
				arguments("no method", " / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request line does not begin with a method."),
				arguments("a TLS greeting", "\u0016\u0003\u0001\u0002\u0000",
						"400 The request line does not begin with a method."),
				arguments("two spaces behind the method", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is empty."),
				arguments("a tab behind the method", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The method is not a token."),
				arguments("no target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", "400 The request target is empty."),
				arguments("two spaces behind the target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("a tab behind the target", "GET /\tHTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("a space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("no version", "GET /\r\nHost: a\r\n\r\n", "400 The request line has no protocol version."),
				arguments("an empty version", "GET / \r\nHost: a\r\n\r\n", "400 The protocol version is malformed."),
				arguments("a bare line feed behind the target", "GET /\nHost: a\r\n\r\n",
						"400 The request line has no protocol version."),
				arguments("a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("a version with two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("a version without minor", "GET / HTTP/1\r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("a version without end", "GET / HTTP/1.11", "400 The protocol version is malformed."),
				arguments("a version with a sign", "GET / HTTP/+1.1\r\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("HTTP/2", "PRI * HTTP/2.0\r\n\r\n", "505 Only HTTP/1.0 and HTTP/1.1 are supported."),
				arguments("HTTP/2 in words", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
						"505 Only HTTP/1.0 and HTTP/1.1 are supported."),
				arguments("HTTP/0.9 in words", "GET / HTTP/0.9\r\nHost: a\r\n\r\n",
						"505 Only HTTP/1.0 and HTTP/1.1 are supported."),
				arguments("a bare line feed behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n",
						"400 The protocol version is malformed."),
				arguments("a bare carriage return behind the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n",
						"400 A carriage return is not followed by a line feed."),
				arguments("a carriage return and another byte behind the request line",
						"GET / HTTP/1.1\rXHost: a\r\n\r\n", "400 A carriage return is not followed by a line feed."),
				arguments("a fragment in the target", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a fragment."),
				arguments("a fragment in the query", "GET /?#a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a fragment."),
				arguments("a control in the target", "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("a NUL in the target", "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("raw UTF-8 in the target", "GET /\u00c3\u00a4 HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("raw UTF-8 in the query", "GET /?\u00c3\u00a4 HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("a backslash in the path", "GET /\\a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target has a character that must be percent-encoded."),
				arguments("a target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("an asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("an asterisk with a query", "OPTIONS *?a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("an authority for OPTIONS", "OPTIONS a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("a scheme with one slash", "GET http:/a HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The request target is neither a path nor an http URL."),
				arguments("user information in the target", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The host in the request target is malformed."),
				arguments("no host in the target", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The host in the request target is malformed."),
				arguments("no host before a query in the target", "GET http://?a/ HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The host in the request target is malformed."),
				arguments("nothing behind the scheme", "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 The host in the request target is malformed."),
				arguments("CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", "501 CONNECT is not supported."),
				arguments("no Host", "GET / HTTP/1.1\r\n\r\n", "400 The Host field is missing."),
				arguments("no Host beside an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n",
						"400 The Host field is missing."),
				arguments("two Host fields", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
						"400 There is more than one Host field."),
				arguments("two Host fields of HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n",
						"400 There is more than one Host field."),
				arguments("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400 The Host field is malformed."),
				arguments("a Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400 The Host field is malformed."),
				arguments("a Host with user information", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
						"400 The Host field is malformed."),
				arguments("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
						"400 The Host field is malformed."),
				arguments("a malformed Host of HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n",
						"400 The Host field is malformed."),
				arguments("white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
						"400 A header line begins with white space."),
				arguments("a tab before the first field", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n",
						"400 A header line begins with white space."),
				arguments("a folded line", head("A: b\r\n c"), "400 A header line begins with white space."),
				arguments("a line folded with a tab", head("A: b\r\n\tc"),
						"400 A header line begins with white space."),
				arguments("a folded line that looks like a field", head("A: b\r\n C: d"),
						"400 A header line begins with white space."),
				arguments("white space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
						"400 A field name is not a token that is followed by a colon."),
				arguments("a tab before the colon", head("A\t: b"),
						"400 A field name is not a token that is followed by a colon."),
				arguments("a line without a colon", head("foo"),
						"400 A field name is not a token that is followed by a colon."),
				arguments("an empty field name", head(": b"), "400 A header line does not begin with a field name."),
				arguments("a field name that is not a token", head("A(: b"),
						"400 A field name is not a token that is followed by a colon."),
				arguments("a field name that begins with a delimiter", head("(A: b"),
						"400 A header line does not begin with a field name."),
				arguments("a bare line feed behind a field", "GET / HTTP/1.1\r\nHost: a\nB: c\r\n\r\n",
						"400 A field value has a control character."),
				arguments("a bare carriage return in a value", head("B: c\rd"),
						"400 A carriage return is not followed by a line feed."),
				arguments("a bare carriage return behind a field", head("B: c\rD: e"),
						"400 A carriage return is not followed by a line feed."),
				arguments("a NUL in a value", head("B: \u0000"), "400 A field value has a control character."),
				arguments("an escape in a value", head("B: \u001b["), "400 A field value has a control character."),
				arguments("a delete in a value", head("B: \u007f"), "400 A field value has a control character."),
				arguments("a bare line feed as the last line", "GET / HTTP/1.1\r\nHost: a\r\n\n",
						"400 A header line does not begin with a field name."),
				arguments("a bare carriage return as the last line", "GET / HTTP/1.1\r\nHost: a\r\n\rX",
						"400 A carriage return is not followed by a line feed."),
				arguments("a line end of carriage returns", "GET / HTTP/1.1\r\nHost: a\r\n\r\r",
						"400 A carriage return is not followed by a line feed."),
				arguments("a length with a sign", head("Content-Length: +1"),
						"400 The Content-Length is not a number."),
				arguments("a negative length", head("Content-Length: -1"), "400 The Content-Length is not a number."),
				arguments("a hexadecimal length", head("Content-Length: 0x1"),
						"400 The Content-Length is not a number."),
				arguments("a length list", head("Content-Length: 1, 1"), "400 The Content-Length is not a number."),
				arguments("a length with white space inside", head("Content-Length: 1 1"),
						"400 The Content-Length is not a number."),
				arguments("an empty length", head("Content-Length: "), "400 The Content-Length is empty."),
				arguments("a length beyond a long", head("Content-Length: 9223372036854775808"),
						"400 The Content-Length is too large."),
				arguments("a length far beyond a long", head("Content-Length: 18446744073709551617"),
						"400 The Content-Length is too large."),
				arguments("equal lengths twice", head("Content-Length: 1\r\nContent-Length: 1"),
						"400 There is more than one Content-Length field."),
				arguments("two framings", head("Content-Length: 1\r\nTransfer-Encoding: chunked"),
						"400 Content-Length and Transfer-Encoding must not be combined."),
				arguments("two framings in the other order", head("Transfer-Encoding: chunked\r\nContent-Length: 1"),
						"400 Content-Length and Transfer-Encoding must not be combined."),
				arguments("two framings before all other fields",
						"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n",
						"400 Content-Length and Transfer-Encoding must not be combined."),
				arguments("two framings in the other order before all other fields",
						"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\nHost: a\r\n\r\n",
						"400 Content-Length and Transfer-Encoding must not be combined."),
				arguments("another coding before all other fields",
						"GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nHost: a\r\n\r\n",
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("another expectation before all other fields",
						"GET / HTTP/1.1\r\nExpect: eggs\r\nHost: a\r\n\r\n",
						"417 The only supported expectation is '100-continue'."),
				arguments("another coding", head("Transfer-Encoding: gzip"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("an empty coding", head("Transfer-Encoding:"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("a coding list", head("Transfer-Encoding: gzip, chunked"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("chunked twice", head("Transfer-Encoding: chunked, chunked"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("chunked in two lines", head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("chunked with a parameter", head("Transfer-Encoding: chunked;a"),
						"501 The only supported transfer coding is a single 'chunked'."),
				arguments("a transfer coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
						"400 HTTP/1.0 has no Transfer-Encoding."),
				arguments("another expectation", head("Expect: eggs"),
						"417 The only supported expectation is '100-continue'."),
				arguments("two expectations", head("Expect: 100-continue, eggs"),
						"417 The only supported expectation is '100-continue'."),
				arguments("the same expectation in two lines", head("Expect: 100-continue\r\nExpect: 100-continue"),
						"417 The only supported expectation is '100-continue'."),
				arguments("a request line of one byte too many", "GET /" + "a".repeat(51) + " HTTP/1.1\r\n",
						"414 The request line is longer than 64 bytes."),
				arguments("a request line with a query of one byte too many",
						"GET /?" + "a".repeat(50) + " HTTP/1.1\r\n", "414 The request line is longer than 64 bytes."),
				arguments("a target without end", "GET /" + "a".repeat(60),
						"414 The request line is longer than 64 bytes."),
				arguments("a query without end", "GET /?" + "a".repeat(59),
						"414 The request line is longer than 64 bytes."),
				arguments("a method without end", "G".repeat(65), "501 The method is too long."),
				arguments("a header section of one byte too many", head("A: " + "b".repeat(128 - 9 - 5 + 1)),
						"431 The header section is larger than 128 bytes."),
				arguments("a field name without end", "GET / HTTP/1.1\r\nHost: a\r\n" + "A".repeat(120),
						"431 The header section is larger than 128 bytes."),
				arguments("white space without end behind a colon", "GET / HTTP/1.1\r\nHost: a\r\nA:" + " ".repeat(118),
						"431 The header section is larger than 128 bytes."),
				arguments("tabs without end behind a colon", "GET / HTTP/1.1\r\nHost: a\r\nA:" + "\t".repeat(118),
						"431 The header section is larger than 128 bytes."),
				arguments("a value without end", "GET / HTTP/1.1\r\nHost: a\r\nA:" + "b".repeat(118),
						"431 The header section is larger than 128 bytes."),
				arguments("white space without end behind a value",
						"GET / HTTP/1.1\r\nHost: a\r\nA:b" + " ".repeat(117),
						"431 The header section is larger than 128 bytes."),
				arguments("one field too many", head("A: b\r\nA: b\r\nA: b\r\nA: b"),
						"431 There are more than 4 header fields."),
				arguments("too many empty lines", "\r\n".repeat(5) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 Too many empty lines before the request line."),
				arguments("a carriage return before the request line", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 A carriage return is not followed by a line feed."),
				arguments("a carriage return and another byte before the request line",
						"\rXGET / HTTP/1.1\r\nHost: a\r\n\r\n",
						"400 A carriage return is not followed by a line feed."));
	}

	private static String head(String fields) {
		return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refused(String what, String text, String answer) {
		byte[] bytes = bytes(text);
		for (int split = 0; split <= bytes.length; split++) {
			RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
			int first = split;
			assertThatExceptionOfType(HttpProblem.class).as("split at " + split).isThrownBy(() -> {
				parser.parse(Arrays.copyOf(bytes, first), 0, first);
				parser.parse(bytes, 0, bytes.length);
			}).satisfies((problem) -> assertThat(problem.status() + " " + problem.detail()).isEqualTo(answer));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void noByteOfAVersionMayBeAnother(int index) {
		StringBuilder version = new StringBuilder("HTTP/1.1");
		version.setCharAt(index, 'h');
		refused("", "GET / " + version + "\r\nHost: a\r\n\r\n", "400 The protocol version is malformed.");
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
				arguments("GETS / HTTP/1.1\r\nHost: a\r\n\r\n", "GETS / null HTTP/1.1 keep -1"),
				arguments("GE / HTTP/1.1\r\nHost: a\r\n\r\n", "GE / null HTTP/1.1 keep -1"),
				arguments("CONNECTED / HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECTED / null HTTP/1.1 keep -1"),
				arguments("GET HTTP://A:1/b?c HTTP/1.1\r\nHost: b\r\n\r\n", "GET /b c HTTP/1.1 keep -1"),
				arguments("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET / b HTTP/1.1 keep -1"),
				arguments("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * null HTTP/1.1 keep -1"),
				arguments("OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS /a null HTTP/1.1 keep -1"),
				arguments("GET httpS://a:1/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("\r\n".repeat(4) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 keep -1"),
				arguments("\r\n".repeat(4) + "GET /" + "a".repeat(50) + " HTTP/1.1\r\nHost: a\r\n\r\n",
						"GET /" + "a".repeat(50) + " null HTTP/1.1 keep -1"),
				arguments("\r\n".repeat(4) + "M".repeat(50) + " /?a HTTP/1.1\r\nHost: a\r\n\r\n",
						"M".repeat(50) + " / a HTTP/1.1 keep -1"),
				arguments("POST / HTTP/1.1\r\nContent-Length: 7\r\nHost: a\r\n\r\n", "POST / null HTTP/1.1 keep 7"),
				arguments("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n",
						"POST / null HTTP/1.1 keep chunked"),
				arguments("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 7\r\nHost: a\r\n\r\n",
						"POST / null HTTP/1.1 keep 7 continue"),
				arguments("GET / HTTP/1.1\r\nConnection: close\r\nHost: a\r\n\r\n", "GET / null HTTP/1.1 close -1"),
				arguments(head("Connection: te , CLOSE"), "GET / null HTTP/1.1 close -1"),
				arguments(head("Connection: te\r\nConnection:\tclose\t,"), "GET / null HTTP/1.1 close -1"),
				arguments(head("Connection: close,keep-alive"), "GET / null HTTP/1.1 close -1"),
				arguments(head("Connection: closed"), "GET / null HTTP/1.1 keep -1"),
				arguments(head("Connection: clos"), "GET / null HTTP/1.1 keep -1"),
				arguments(head("Connection: close me"), "GET / null HTTP/1.1 keep -1"),
				arguments("GET / HTTP/1.0\r\nConnection: te,keep-alive\r\n\r\n", "GET / null HTTP/1.0 keep -1"),
				arguments("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET / null HTTP/1.0 close -1"),
				arguments(head("content-LENGTH: \t007 \t"), "GET / null HTTP/1.1 keep 7"),
				arguments(head("Content-Length: 9223372036854775799"), "GET / null HTTP/1.1 keep 9223372036854775799"),
				arguments(head("Transfer-Encoding: Chunked"), "GET / null HTTP/1.1 keep chunked"),
				arguments(head("Expect: 100-Continue\r\nContent-Length: 1"), "GET / null HTTP/1.1 keep 1 continue"),
				arguments(head("Transfer-Encoding: chunked\r\nExpect: 100-continue"),
						"GET / null HTTP/1.1 keep chunked continue"),
				arguments(head("Expect: 100-continue\r\nContent-Length: 0"), "GET / null HTTP/1.1 keep 0"),
				arguments(head("Expect: 100-continue"), "GET / null HTTP/1.1 keep -1"),
				arguments("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n",
						"POST / null HTTP/1.0 close 1"),
				arguments("POST / HTTP/1.0\r\nExpect: eggs\r\nContent-Length: 1\r\n\r\n",
						"POST / null HTTP/1.0 close 1"),
				arguments("GET /" + "a".repeat(50) + " HTTP/1.1\r\nHost: a\r\n\r\n",
						"GET /" + "a".repeat(50) + " null HTTP/1.1 keep -1"),
				arguments("GET /?" + "a".repeat(49) + " HTTP/1.1\r\nHost: a\r\n\r\n",
						"GET / " + "a".repeat(49) + " HTTP/1.1 keep -1"),
				arguments(head("A: b\r\nA: b\r\nA: b"), "GET / null HTTP/1.1 keep -1"),
				arguments(head("A:" + " ".repeat(128 - 9 - 4)), "GET / null HTTP/1.1 keep -1"),
				arguments(head("A: " + "b".repeat(128 - 9 - 5)), "GET / null HTTP/1.1 keep -1"));
	}

	@ParameterizedTest
	@MethodSource
	void accepted(String text, String summary) {
		byte[] bytes = bytes(text + "rest");
		int length = text.length();
		for (int split = 0; split <= length; split++) {
			RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
			if (split < length) {
				assertThat(parser.parse(Arrays.copyOf(bytes, split), 0, split)).isFalse();
			}
			assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
			assertThat(parser.length()).isEqualTo(length);
			assertThat(summary(parser.head())).isEqualTo(summary);
		}
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void aHeadMeansTheSameWhereverItStandsInTheBuffer(String text, String summary) {
		byte[] bytes = bytes(text);
		byte[] behindAnother = bytes("GET / HTTP/1.1\r\n\r\n" + text);
		for (int split = 0; split < bytes.length; split++) {
			RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
			assertThat(parser.parse(bytes, 0, split)).isFalse();
			assertThat(parser.parse(behindAnother, 18, behindAnother.length)).isTrue();
			assertThat(summary(parser.head())).isEqualTo(summary);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "GET /;|/|", "GET /a?b;|/a|b", ";;GET /a?;|/a|''" })
	void aSimpleRequestIsALineWithGetAndAPath(String text, String path, @Nullable String query) {
		byte[] bytes = bytes(text.replace(";", "\r\n"));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, true);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.length()).isEqualTo(bytes.length);
		Http1RequestHead head = parser.head();
		assertThat(head.path()).isEqualTo(path);
		assertThat(head.query()).isEqualTo(query);
		assertThat(head.version()).isEqualTo(HttpVersion.HTTP_0_9);
		assertThat(head.isPersistent()).isFalse();
		assertThat(head.requestLine()).isEqualTo(text.replace(";", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "GET ;|400 The request line has no protocol version.",
					"HEAD /;|400 The request line has no protocol version.",
					"get /;|400 The request line has no protocol version.",
					"PUT /;|400 The request line has no protocol version.",
					"GETS /;|400 The request line has no protocol version.",
					"GET /~|400 The request line has no protocol version.",
					"GET a;|400 The request target is neither a path nor an http URL.",
					"GET /#;|400 The request target has a fragment.",
					"GET /^X|400 A carriage return is not followed by a line feed.",
					"GET / HTTP/0.9;|505 Only HTTP/1.0 and HTTP/1.1 are supported.",
					"GET / ;|400 The protocol version is malformed." })
	void whatIsNoSimpleRequestIsRefused(String text, String answer) {
		byte[] bytes = bytes(text.replace(";", "\r\n").replace('~', '\n').replace('^', '\r'));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, true);
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> parser.parse(bytes, 0, bytes.length))
			.satisfies((problem) -> assertThat(problem.status() + " " + problem.detail()).isEqualTo(answer));
	}

	@ParameterizedTest
	@ValueSource(strings = { "b", " b", "\tb \t", " \t b " })
	void aValueHasNoWhiteSpaceAroundIt(String value) {
		byte[] bytes = bytes(head("A:" + value + "\r\nC:b \tb"));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().field("A")).isEqualTo("b");
		assertThat(parser.head().field("C")).isEqualTo("b \tb");
	}

	private static Http1RequestHead parse(String text, HeadLimits limits) {
		byte[] bytes = bytes(text);
		RequestHeadParser parser = new RequestHeadParser(limits, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		return parser.head();
	}

	@Test
	void theHostOfAnAbsoluteTargetCounts() {
		Http1RequestHead head = parse("GET http://a.example:81/b?c HTTP/1.1\r\nHost: other\r\nA: b\r\n\r\n", LIMITS);
		assertThat(head.target()).isEqualTo("http://a.example:81/b?c");
		assertThat(head.host()).isEqualTo("a.example:81");
		assertThat(head.path()).isEqualTo("/b");
		assertThat(head.isForServer()).isFalse();
		assertThat(parse("GET / HTTP/1.1\r\nHost: a\r\n\r\n", LIMITS).host()).isEqualTo("a");
		assertThat(parse("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", LIMITS).isForServer()).isTrue();
	}

	@Test
	void allFieldsAreKept() {
		StringBuilder fields = new StringBuilder("B0: 0");
		for (int i = 1; i < 100; i++) {
			fields.append("\r\nB").append(i).append(": ").append(i);
		}
		Http1RequestHead head = parse(head(fields.toString()), new HeadLimits(64, 4096, 200));
		assertThat(head.fieldCount()).isEqualTo(101);
		for (int i = 0; i < 100; i++) {
			assertThat(head.fieldName(i + 1)).isEqualTo("B" + i);
			assertThat(head.fieldValue(i + 1)).isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void emptyLinesAreCountedForEachMessage() {
		byte[] bytes = bytes("\r\n".repeat(4) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		for (int i = 0; i < 3; i++) {
			assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
			parser.reset();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "GE|GE", "GET / HT|GET / HT", "GET /;A|GET /", "G@;|G@", ";;GET /a|GET /a",
			";;@GET /;|@GET /", "GET /a^b|GET /a", "GET /a;b|GET /a", ";|''" })
	void asMuchOfTheLineIsToldAsHasCome(String text, String line) {
		byte[] bytes = bytes("before" + text.replace(";", "\r\n").replace('^', '\n'));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		try {
			assertThat(parser.parse(bytes, 6, bytes.length)).isFalse();
		}
		catch (HttpProblem ex) {
			// A line that can be none is told as well.
		}
		assertThat(parser.receivedLine(bytes, 6, bytes.length)).isEqualTo(line);
		assertThat(parser.head()).isNull();
	}

	@Test
	void noMoreOfALineIsToldThanItMayHave() {
		byte[] bytes = bytes("GET /" + "a".repeat(100));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> parser.parse(bytes, 0, bytes.length));
		assertThat(parser.receivedLine(bytes, 0, bytes.length)).hasSize(64);
	}

	private static String summary(Http1RequestHead head) {
		return head.method() + " " + head.path() + " " + head.query() + " " + head.version() + " "
				+ (head.isPersistent() ? "keep" : "close") + " "
				+ (head.isChunked() ? "chunked" : String.valueOf(head.contentLength()))
				+ (head.expectsContinue() ? " continue" : "");
	}

	@Test
	void oneParserReadsOneHeadAfterTheOther() {
		byte[] bytes = bytes("GET /a HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\nPUT /c?d HTTP/1.0\r\nE: \r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().field("a")).isEqualTo("b");
		int next = parser.length();
		parser.reset();
		assertThat(parser.parse(bytes, next, bytes.length)).isTrue();
		Http1RequestHead head = parser.head();
		Arrays.fill(bytes, (byte) 0);
		assertThat(head.method()).isEqualTo("PUT");
		assertThat(head.requestLine()).isEqualTo("PUT /c?d HTTP/1.0");
		assertThat(head.query()).isEqualTo("d");
		assertThat(head.field("E")).isEmpty();
		assertThat(head.field("A")).isNull();
		assertThat(head.fieldCount()).isEqualTo(1);
	}

	@Test
	void theLinesOfAListAreCombined() {
		byte[] bytes = bytes("GET / HTTP/1.1\r\nA: 1\r\nHost: a\r\na: 2, 3\r\nB: 4\r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().combinedField("A")).isEqualTo("1, 2, 3");
		assertThat(parser.head().combinedField("b")).isEqualTo("4");
		assertThat(parser.head().combinedField("c")).isNull();
	}

	@Test
	void aFieldIsFoundInAnyCase() {
		byte[] bytes = bytes(head("ABCDEFGHIJKLMnopqrstuvwxyz: 1"));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().field("abcdefghijklmNOPQRSTUVWXYZ")).isEqualTo("1");
		assertThat(parser.head().field("abcdefghijklmNOPQRSTUVWXY")).isNull();
	}

	/** They differ in the same bit as letters in upper and lower case. */
	@Test
	void namesThatAreNoLettersAreDifferent() {
		byte[] bytes = bytes(head("A^: 1"));
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().field("a^")).isEqualTo("1");
		assertThat(parser.head().field("A~")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/a?b, /a", "/, /", "http://a, /", "http://a?b, /", "http://a/b?c, /b" })
	void thePathIsTheSameAsAKey(String target, String path) {
		byte[] bytes = bytes("before\r\nGET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 6, bytes.length)).isTrue();
		assertThat(parser.head().pathBytes()).isEqualTo(PathBytes.of(path)).hasToString(parser.head().path());
	}

	@Test
	void aValueIsComparedInItsCaseAndWhole() {
		byte[] bytes = bytes("GET / HTTP/1.1\r\nHost: a\r\nA: bC\r\n\r\n");
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.parse(bytes, 0, bytes.length)).isTrue();
		assertThat(parser.head().fieldValueIs(1, "bC")).isTrue();
		assertThat(parser.head().fieldValueIs(1, "bc")).isFalse();
		assertThat(parser.head().fieldValueIs(1, "b")).isFalse();
		assertThat(parser.head().fieldValueIs(1, "bCd")).isFalse();
	}

	@Test
	void aHeadIsNotTakenBeforeItIsComplete() {
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		byte[] bytes = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r");
		assertThat(parser.parse(bytes, 0, bytes.length)).isFalse();
		assertThatIllegalStateException().isThrownBy(parser::requireHead);
		assertThat(parser.incompleteHead(bytes, 0).field("Host")).isEqualTo("a");
	}

	@Test
	void emptyLinesDoNotBeginAHead() {
		RequestHeadParser parser = new RequestHeadParser(LIMITS, false);
		assertThat(parser.hasBegun()).isFalse();
		parser.parse(bytes("\r"), 0, 1);
		assertThat(parser.hasBegun()).isFalse();
		parser.parse(bytes("\r\n"), 0, 2);
		assertThat(parser.hasBegun()).isFalse();
		parser.parse(bytes("\r\nG"), 0, 3);
		assertThat(parser.hasBegun()).isTrue();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
