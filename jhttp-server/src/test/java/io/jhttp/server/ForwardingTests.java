package io.jhttp.server;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whom a request is taken to come from, and where it was sent to, behind proxies.
 */
class ForwardingTests {

	private static final Set<ForwardingHeader> X_FORWARDED = EnumSet
		.complementOf(EnumSet.of(ForwardingHeader.FORWARDED));

	private static final Set<ForwardingHeader> FORWARDED = EnumSet.of(ForwardingHeader.FORWARDED);

	private HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private void serve(Set<ForwardingHeader> headers, String... trusted) throws IOException {
		HttpHandler handler = (exchange) -> {
			HttpRequest request = exchange.request();
			exchange.response()
				.send(request.remoteAddress().getAddress().getHostAddress() + " " + request.remoteAddress().getPort()
						+ " " + request.scheme() + " " + request.host() + " "
						+ ((request.port() == this.server.port()) ? "own" : request.port()));
		};
		this.server = HttpServer.builder()
			.port(0)
			.handler(handler)
			.trustedProxies(TrustedProxies.of(List.of(trusted), headers))
			.start();
	}

	private String answer(String... fields) throws IOException {
		String answer = RawClient.exchange(this.server.port(),
				"GET / HTTP/1.1\r\nHost: own.example\r\n"
						+ String.join("", List.of(fields).stream().map((field) -> field + "\r\n").toList())
						+ "Connection: close\r\n\r\n");
		String content = answer.substring(answer.indexOf("\r\n\r\n") + 4);
		return answer.startsWith("HTTP/1.1 200") ? content : answer.substring(9, 12);
	}

	@Test
	void noAddressIsBelievedByDefault() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.handler((exchange) -> exchange.response()
				.send(exchange.request().remoteAddress().getAddress().getHostAddress() + exchange.request().scheme()))
			.start();
		assertThat(answer("X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9;proto=https",
				"X-Forwarded-Proto: https"))
			.isEqualTo("127.0.0.1http");
	}

	@Test
	void whoIsNotTrustedIsNotBelieved() throws IOException {
		serve(X_FORWARDED, "10.0.0.0/8", "::1");
		String answer = answer("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https",
				"X-Forwarded-Host: evil.example", "X-Forwarded-Port: 1");
		assertThat(answer).startsWith("127.0.0.1 ").endsWith(" http own.example own");
	}

	@Test
	void aTrustedProxyIsBelieved() throws IOException {
		serve(X_FORWARDED, "loopback");
		assertThat(answer("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: example.org",
				"X-Forwarded-Port: 8443"))
			.isEqualTo("203.0.113.9 0 https example.org 8443");
		assertThat(answer("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"))
			.isEqualTo("203.0.113.9 0 https own.example 443");
		assertThat(answer("X-Forwarded-Host: example.org:81")).endsWith(" http example.org:81 81");
		assertThat(answer()).startsWith("127.0.0.1 ").endsWith(" http own.example own");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			6.6.6.6, 203.0.113.9                 | 203.0.113.9 0
			6.6.6.6, 203.0.113.9, 10.1.2.3       | 203.0.113.9 0
			6.6.6.6, 203.0.113.9,10.1.2.3 ,10.0.0.1 | 203.0.113.9 0
			127.0.0.1, 203.0.113.9               | 203.0.113.9 0
			10.1.2.3, 10.1.2.4                   | 10.1.2.3 0
			203.0.113.9:4711                     | 203.0.113.9 4711
			[2001:db8::1]:4711                   | 2001:db8:0:0:0:0:0:1 4711
			[2001:db8::1]                        | 2001:db8:0:0:0:0:0:1 0
			2001:db8::1                          | 2001:db8:0:0:0:0:0:1 0
			6.6.6.6, ::ffff:10.1.2.3             | 6.6.6.6 0
			203.0.113.9, ::ffff:10.1.2.3         | 203.0.113.9 0
			6.6.6.6, unknown, 10.1.2.3           | 10.1.2.3 0
			6.6.6.6, _hidden, 10.1.2.3           | 10.1.2.3 0
			6.6.6.6, localhost, 10.1.2.3         | 10.1.2.3 0
			6.6.6.6, 10.1.2.03, 10.1.2.3         | 10.1.2.3 0
			6.6.6.6, 10.1.2.3.4, 10.1.2.3        | 10.1.2.3 0
			6.6.6.6, 167838211, 10.1.2.3         | 10.1.2.3 0
			6.6.6.6, fe80::1%eth0, 10.1.2.3      | 10.1.2.3 0
			6.6.6.6, 8.8.8.8:99999, 10.1.2.3     | 10.1.2.3 0
			6.6.6.6, [10.1.2.9], 10.1.2.3        | 10.1.2.3 0
			6.6.6.6, , 10.1.2.3                  | 10.1.2.3 0
			""")
	void hopsAreFollowedFromTheRightToTheFirstThatIsNotTrusted(String field, String client) throws IOException {
		serve(X_FORWARDED, "127.0.0.1", "10.0.0.0/8");
		assertThat(answer("X-Forwarded-For: " + field)).startsWith(client + " ");
	}

	@Test
	void severalLinesAreOneField() throws IOException {
		serve(X_FORWARDED, "127.0.0.1", "10.0.0.0/8");
		assertThat(answer("X-Forwarded-For: 6.6.6.6", "x-forwarded-for: 203.0.113.9, 10.1.1.1",
				"X-FORWARDED-FOR: 10.2.2.2"))
			.startsWith("203.0.113.9 0");
	}

	@Test
	void ofSeveralWordsTheLastIsTheNearestProxys() throws IOException {
		serve(X_FORWARDED, "127.0.0.1");
		assertThat(answer("X-Forwarded-Proto: https, http", "X-Forwarded-Host: evil.example, example.org"))
			.endsWith(" http example.org 80");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Proto: javascript", "X-Forwarded-Host: a/b", "X-Forwarded-Host: a b",
			"X-Forwarded-Host: user@example.org", "X-Forwarded-Host:", "X-Forwarded-Port: -1",
			"X-Forwarded-Port: 99999", "X-Forwarded-Port: 1e3", "X-Forwarded-Port: 0", "X-Forwarded-Host: e:99999",
			"X-Forwarded-Host: e:0", "X-Forwarded-Host: [::1]:65536" })
	void whatMakesNoSenseIsIgnored(String field) throws IOException {
		serve(X_FORWARDED, "127.0.0.1");
		assertThat(answer(field)).contains(" http own.example ").endsWith(" own");
	}

	@Test
	void onlyChosenHeadersAreHonoured() throws IOException {
		serve(EnumSet.of(ForwardingHeader.X_FORWARDED_FOR), "127.0.0.1");
		assertThat(answer("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example",
				"Forwarded: for=6.6.6.6;proto=https"))
			.isEqualTo("203.0.113.9 0 http own.example own");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			textBlock = """
					for=203.0.113.9;proto=https;host=example.org | 203.0.113.9 0 https example.org 443
					For="203.0.113.9:4711";Proto=HTTPS | 203.0.113.9 4711 https own.example 443
					for="[2001:db8::1]:4711" | 2001:db8:0:0:0:0:0:1 4711 http own.example own
					for="[2001:db8::1]:_port" | 2001:db8:0:0:0:0:0:1 0 http own.example own
					for=6.6.6.6;host=evil, for=203.0.113.9;proto=https;host="a.example:81" , for=10.1.2.3;proto=http | 203.0.113.9 0 https a.example:81 81
					for=6.6.6.6;proto=https, for=unknown;proto=http, for=10.1.2.3 | 10.1.2.3 0 http own.example 80
					for=6.6.6.6, for=_hidden, for=10.1.2.3 | 10.1.2.3 0 http own.example own
					for=6.6.6.6, by=10.1.2.9, for=10.1.2.3 | 10.1.2.3 0 http own.example own
					, ,for=203.0.113.9; | 203.0.113.9 0 http own.example own
					for="203\\.0.113.9";ext="a\\"b, for=6.6.6.6" | 203.0.113.9 0 http own.example own
					""")
	void theStandardFieldIsReadInTheSameWay(String field, String expected) throws IOException {
		serve(FORWARDED, "127.0.0.1", "10.0.0.0/8");
		assertThat(answer("Forwarded: " + field, "X-Forwarded-For: 6.6.6.6")).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "for=\"203.0.113.9, for=10.1.2.3", "for", "for=", "for=a;for=b", "for = a", "=a",
			"for=[::1]", "for=a b", "for=\"a\"b", "for=\u00e4" })
	void aStandardFieldThatIsMalformedIsRefused(String field) throws IOException {
		serve(FORWARDED, "127.0.0.1");
		assertThat(answer("Forwarded: " + field)).isEqualTo("400");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-Proto: https                                | https://own.example
			X-Forwarded-Host: a.example                             | http://a.example
			X-Forwarded-Host: a.example:81                          | http://a.example:81
			X-Forwarded-Port: 8443                                  | http://own.example:8443
			X-Forwarded-Port: 80                                    | http://own.example
			X-Forwarded-Proto: https, X-Forwarded-Port: 443         | https://own.example
			X-Forwarded-Proto: https, X-Forwarded-Port: 80          | https://own.example:80
			X-Forwarded-Host: a.example:81, X-Forwarded-Port: 8443  | http://a.example:8443
			X-Forwarded-Host: [2001:db8::1], X-Forwarded-Port: 8443 | http://[2001:db8::1]:8443
			""")
	void urlsOfTheServerBeginAsTheProxySays(String fields, String origin) throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.handler((exchange) -> exchange.response().send(exchange.request().origin()))
			.trustedProxies(TrustedProxies.of(List.of("loopback"), X_FORWARDED))
			.start();
		assertThat(answer(fields.split(", "))).isEqualTo(origin);
	}

	@Test
	void theOtherEndOfTheConnectionStaysKnown() throws IOException {
		this.server = HttpServer.builder()
			.port(0)
			.handler((exchange) -> exchange.response()
				.send(exchange.request().peerAddress().getAddress().getHostAddress()))
			.trustedProxies(TrustedProxies.of(List.of("loopback"), X_FORWARDED))
			.start();
		assertThat(answer("X-Forwarded-For: 203.0.113.9")).isEqualTo("127.0.0.1");
	}

	@Test
	void aLocalRedirectKeepsTheClient() throws IOException {
		this.server = HttpServer.builder().port(0).handler((exchange) -> {
			if (exchange.request().path().equals("/")) {
				exchange.redirectLocally("/other");
			}
			else {
				exchange.response().send(exchange.request().remoteAddress().getAddress().getHostAddress());
			}
		}).trustedProxies(TrustedProxies.of(List.of("loopback"), X_FORWARDED)).start();
		assertThat(answer("X-Forwarded-For: 203.0.113.9")).isEqualTo("203.0.113.9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0/8", "010.0.0.0/8",
			"::/129", "fd00::1/8", "10.0.0.0/-1", "10.0.0.0/8/8", "::ffff:10.0.0.0/8", "fe80::1%1" })
	void blocksThatAreNoneAreRefused(String block) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of(List.of(block), X_FORWARDED))
			.withMessageContaining("'" + block.replaceFirst("/8$", ""));
	}

	@Test
	void twoWaysToSayTheSameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TrustedProxies.of(List.of(), EnumSet.allOf(ForwardingHeader.class)));
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.0,false", "192.0.2.128/25,192.0.2.127,false",
			"192.0.2.128/25,192.0.2.255,true", "0.0.0.0/0,8.8.8.8,true", "0.0.0.0/0,::1,false",
			"::ffff:10.0.0.0/104,10.9.9.9,true", "fd00::/8,fdff::1,true", "fd00::/8,fe00::1,false", "::/0,::1,true",
			"private,192.168.9.9,true", "private,fd00::1,true", "private,8.8.8.8,false", "loopback,127.9.9.9,true" })
	void aBlockHasTheAddressesThatBeginLikeIt(String block, String address, boolean contained) throws IOException {
		TrustedProxies proxies = TrustedProxies.of(List.of(block), X_FORWARDED);
		assertThat(proxies.contains(java.net.InetAddress.getByName(address))).isEqualTo(contained);
	}

}
