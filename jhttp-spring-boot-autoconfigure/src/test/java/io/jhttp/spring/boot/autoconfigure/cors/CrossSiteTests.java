package io.jhttp.spring.boot.autoconfigure.cors;

import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that a page of another site makes in the name of a user.
 */
class CrossSiteTests {

	private static final String COOKIE = "Cookie: session=1";

	private static final String BASIC = "Authorization: Basic YTpi";

	private static String post(ApplicationContextRunner runner, String... fields) {
		String[] response = new String[1];
		HandlerServer.run(runner, Handlers.class,
				(client, context) -> response[0] = client.send("POST", "/things", fields));
		return response[0];
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example",
			"Origin: null", "Origin: http://test:8080", "Origin: http://test.evil.example" })
	void requestOfAnotherSiteWithWhatBrowsersSendByThemselvesIsRefused(String field) {
		for (String credentials : new String[] { COOKIE, BASIC, "Authorization: negotiate abc" }) {
			assertThat(post(HandlerServer.runner(), field, credentials)).startsWith("HTTP/1.1 403 ")
				.contains("A page of another site has made this request.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Origin: http://test",
			"Origin: https://test:443", "X-Nothing: a" })
	void requestOfAPageOfTheServerIsAnswered(String field) {
		assertThat(post(HandlerServer.runner(), field, COOKIE)).endsWith("\r\n\r\nposted");
	}

	@Test
	void requestThatNamesNoHostIsOfNoPageOfTheServer() {
		HandlerServer.run(Handlers.class, (client, context) -> {
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write(("POST /things HTTP/1.0\r\nOrigin: https://test\r\n" + COOKIE + "\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 403 ");
			}
		});
	}

	@Test
	void whatTheBrowserSaysOfTheSiteGoesBeforeTheOrigin() {
		assertThat(
				post(HandlerServer.runner(), "Sec-Fetch-Site: same-origin", "Origin: https://public.example", COOKIE))
			.endsWith("\r\n\r\nposted");
	}

	@Test
	void requestWithoutWhatBrowsersSendByThemselvesIsAnswered() {
		assertThat(post(HandlerServer.runner(), "Sec-Fetch-Site: cross-site")).endsWith("\r\n\r\nposted");
		assertThat(post(HandlerServer.runner(), "Sec-Fetch-Site: cross-site", "Authorization: Bearer abc"))
			.endsWith("\r\n\r\nposted");
	}

	@Test
	void methodsThatChangeNothingAreAnswered() {
		HandlerServer.run(Handlers.class, (client, context) -> {
			for (String method : new String[] { "GET", "HEAD", "OPTIONS" }) {
				assertThat(client.send(method, "/things", "Sec-Fetch-Site: cross-site", COOKIE))
					.startsWith("HTTP/1.1 20");
			}
			assertThat(client.send("SPAM", "/things", "Sec-Fetch-Site: cross-site", COOKIE))
				.startsWith("HTTP/1.1 403 ");
		});
	}

	@Test
	void originThatCorsNamesIsTrusted() {
		ApplicationContextRunner cors = HandlerServer.runner()
			.withPropertyValues("jhttp.cors[0].allowed-origins=https://page.example");
		assertThat(post(cors, "Sec-Fetch-Site: cross-site", "Origin: https://page.example", COOKIE))
			.endsWith("\r\n\r\nposted");
	}

	@Test
	void thatAllOriginsMayReadDoesNotMeanThatTheyAreTrusted() {
		ApplicationContextRunner cors = HandlerServer.runner().withPropertyValues("jhttp.cors[0].allowed-origins=*");
		assertThat(post(cors, "Sec-Fetch-Site: cross-site", "Origin: https://page.example", COOKIE))
			.startsWith("HTTP/1.1 403 ");
		ApplicationContextRunner patterns = HandlerServer.runner()
			.withPropertyValues("jhttp.cors[0].allowed-origin-patterns=*");
		assertThat(post(patterns, "Sec-Fetch-Site: cross-site", "Origin: https://page.example", COOKIE))
			.startsWith("HTTP/1.1 403 ");
	}

	@Test
	void protectionCanBeTurnedOff() {
		assertThat(post(HandlerServer.runner().withPropertyValues("jhttp.cross-site-protection=false"),
				"Sec-Fetch-Site: cross-site", COOKIE))
			.endsWith("\r\n\r\nposted");
	}

	@RequestHandler("/things")
	static class Handlers {

		@Get
		String get() {
			return "got";
		}

		@Post
		String post() {
			return "posted";
		}

		@HttpVerb("SPAM")
		String spam() {
			return "spam";
		}

	}

}
