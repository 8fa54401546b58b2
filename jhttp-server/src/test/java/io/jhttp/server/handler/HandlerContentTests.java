package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.jhttp.server.handler.HandlerServer.content;
import static io.jhttp.server.handler.HandlerServer.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines, queries and forms in handler classes.
 */
class HandlerContentTests {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded; charset=utf-8";

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			/              > {}
			/?             > {}
			/?a=1&b=2&a=3  > {a=[1, 3], b=[2]}
			/?a&b=&=c      > {a=[], b=[], =[c]}
			/?a%26b=c+d%2B > {a&b=[c d+]}
			/?a=%C3%A9=x&& > {a=[\u00e9=x]}
			""")
	void aQueryHasParameters(String target, String parameters) throws IOException {
		try (HandlerServer server = HandlerServer.start(Reading.class, Reading::new)) {
			String expected = new String(parameters.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
			assertThat(content(server.last("GET", target))).isEqualTo(expected);
		}
	}

	@Test
	void aMalformedQueryIsRefused() throws IOException {
		try (HandlerServer server = HandlerServer.start(Reading.class, Reading::new)) {
			assertThat(server.last("GET", "/?a=%ff")).startsWith("HTTP/1.1 400 ");
			assertThat(server.last("GET", "/?" + "a&".repeat(1001))).startsWith("HTTP/1.1 400 ")
				.contains("There are more than 1000 parameters.");
		}
	}

	@Test
	void aFormHasParameters() throws IOException {
		try (HandlerServer server = HandlerServer.start(Reading.class, Reading::new)) {
			assertThat(content(post(server, FORM, "name=Brian&name=Cohen&age=")))
				.isEqualTo("{name=[Brian, Cohen], age=[]}");
			assertThat(content(post(server, FORM, ""))).isEqualTo("{}");
			assertThat(content(post(server, FORM, "a=\u00c3\u00a4&b=+%C3%A4")))
				.isEqualTo("{a=[\u00c3\u00a4], b=[ \u00c3\u00a4]}");
			assertThat(post(server, FORM, "a&".repeat(1001))).startsWith("HTTP/1.1 400 ");
			assertThat(post(server, "Content-Type: text/plain", "a=b")).startsWith("HTTP/1.1 415 ");
			assertThat(post(server, FORM, "a=" + "b".repeat(2 * 1024 * 1024))).startsWith("HTTP/1.1 413 ");
		}
	}

	@Test
	void contentIsReadLineByLine() throws IOException {
		try (HandlerServer server = HandlerServer.start(Reading.class, Reading::new)) {
			String response = server
				.exchange(request("LINES", "/", "Content-Length: 14", "Connection: close") + "a\r\n\nlonger\nend");
			assertThat(content(response)).isEqualTo("[a\r\n][\n][longe][r\n][end][]");
		}
	}

	private static String post(HandlerServer server, String type, String form) throws IOException {
		return server
			.exchange(request("POST", "/", type, "Content-Length: " + form.length(), "Connection: close") + form);
	}

	static class Reading extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		void doGET() throws IOException {
			sendResponse(200);
			output().write(queryParameters().toString().getBytes(StandardCharsets.UTF_8));
		}

		void doPOST() throws IOException {
			String parameters = formParameters().toString();
			sendResponse(200);
			output().write(parameters.getBytes(StandardCharsets.UTF_8));
		}

		void doLINES() throws IOException {
			sendResponse(200);
			byte[] line;
			do {
				line = readLine(5);
				output().write('[');
				output().write(line);
				output().write(']');
			}
			while (line.length > 0);
		}

	}

}
