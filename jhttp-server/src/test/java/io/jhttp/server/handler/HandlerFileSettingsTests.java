package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.handler.HandlerServer.content;
import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler class serves files as the server does: fallback page, error pages, encoded
 * forms.
 */
class HandlerFileSettingsTests {

	private static final String ERRORS_PAGE = "<p>This page is ours</p>";

	@TempDir
	Path directory;

	private FileHandler files;

	@BeforeEach
	void createFiles() throws IOException {
		Files.writeString(this.directory.resolve("f.txt"), "eggs ".repeat(1000));
		Files.writeString(this.directory.resolve("small.txt"), "eggs");
		Files.writeString(this.directory.resolve("app.html"), "the application");
		Files.writeString(this.directory.resolve("error.html"), ERRORS_PAGE);
		Files.createDirectories(this.directory.resolve("sub"));
		Files.createDirectories(this.directory.resolve("own"));
		Files.writeString(this.directory.resolve("own/error.html"), "own");
		this.files = FileHandler.builder(this.directory)
			.fallback("/", "/app.html")
			.errorPages(Map.of(404, "/error.html", 400, "/error.html", 501, "/error.html"))
			.headers(Map.of("X-Spam", "1"))
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /users/1 Accept:text/html", "GET /missing.png", "HEAD /users/1 Accept:text/html",
			"GET /small.txt", "HEAD /small.txt", "GET /f.txt Accept-Encoding:gzip", "GET /small.txt Range:bytes=1-2",
			"GET /sub", "GET /sub/", "GET /a%2fb", "POST /small.txt", "OPTIONS /small.txt", "SPAM /", "GET /.hidden" })
	void anAnswerDoesNotDependOnWhatCameBeforeNorOnTheLog(String line) throws IOException {
		String[] words = line.split(" ");
		String request = request(words[0], words[1], (words.length > 2) ? words[2] : "X-None: 1");
		try (HandlerServer server = HandlerServer.start(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new,
				this.files)) {
			String first = first(server, request);
			assertThat(second(server, request)).isEqualTo(first);
			server.silent();
			assertThat(first(server, request)).isEqualTo(first);
			assertThat(second(server, request)).isEqualTo(first);
		}
	}

	private static String first(HandlerServer server, String request) throws IOException {
		try (RawClient client = server.client()) {
			return withoutDate(read(client.send(request), request));
		}
	}

	private static String second(HandlerServer server, String request) throws IOException {
		try (RawClient client = server.client()) {
			client.send(request("GET", "/small.txt"));
			client.readResponse();
			return withoutDate(read(client.send(request), request));
		}
	}

	private static String read(RawClient client, String request) throws IOException {
		return request.startsWith("HEAD") ? client.readHead() : client.readResponse();
	}

	@ParameterizedTest
	@CsvSource({ "Range: bytes=9-, 416", "If-Match: \"a\", 412" })
	void errorPagesAnswerWhereConditionsAndRangesFail(String field, int status) throws IOException {
		FileHandler files = FileHandler.builder(this.directory)
			.errorPages(Map.of(status, "/error.html"))
			.headers(Map.of("X-Spam", "1"))
			.build();
		try (HandlerServer server = HandlerServer.start(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new,
				files)) {
			for (int i = 0; i < 2; i++) {
				String response = server.last("GET", "/small.txt", field);
				assertThat(response).startsWith("HTTP/1.1 " + status + " ")
					.containsOnlyOnce("\r\nX-Spam: 1\r\n")
					.containsOnlyOnce("\r\nContent-Type: ")
					.endsWith("\r\n\r\n" + ERRORS_PAGE);
				assertThat(response.contains("\r\nContent-Range: bytes */4\r\n")).isEqualTo(status == 416);
			}
		}
	}

	@Test
	void aClassHasItsOwnPageWhereARangeFails() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnPage.class, OwnPage::new, this.files)) {
			assertThat(server.last("GET", "/small.txt", "Range: bytes=9-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */4\r\n")
				.endsWith("\r\n\r\nown 416");
		}
	}

	static class OwnPage extends SimpleHttpRequestHandler {

		@Override
		protected String errorMessageFormat() {
			return "own %(code)d";
		}

	}

	@Test
	void fallbackErrorPagesAndEncodedFormsAreThoseOfTheServer() throws IOException {
		try (HandlerServer server = HandlerServer.start(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new,
				this.files)) {
			assertThat(server.last("GET", "/users/1", "Accept: text/html")).startsWith("HTTP/1.1 200 ")
				.endsWith("\r\n\r\nthe application");
			assertThat(server.last("GET", "/missing.png")).startsWith("HTTP/1.1 404 File not found\r\n")
				.contains("\r\nContent-Type: text/html;charset=utf-8\r\n", "\r\nX-Spam: 1\r\n")
				.endsWith("\r\n\r\n" + ERRORS_PAGE);
			assertThat(content(server.last("GET", "/a%2fb"))).isEqualTo(ERRORS_PAGE);
			assertThat(content(server.last("POST", "/small.txt"))).isEqualTo(ERRORS_PAGE);
			assertThat(server.last("GET", "/f.txt", "Accept-Encoding: gzip"))
				.contains("\r\nContent-Encoding: gzip\r\n");
			assertThat(server.last("GET", "/f.txt")).endsWith("eggs eggs ").doesNotContain("Content-Encoding");
		}
	}

	@Test
	void anErrorPageOfTheClassGoesBeforeTheServers() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnErrorPage.class, OwnErrorPage::new, this.files)) {
			assertThat(content(server.last("GET", "/missing.png"))).isEqualTo("404 of the class");
		}
	}

	@Test
	void aTypeOfTheClassIsSentInItsPlainForm() throws IOException {
		try (HandlerServer server = HandlerServer.start(OwnType.class, OwnType::new, this.files)) {
			assertThat(server.last("GET", "/f.txt", "Accept-Encoding: gzip"))
				.contains("\r\nContent-Type: text/x-spam\r\n")
				.doesNotContain("Content-Encoding")
				.endsWith("eggs eggs ");
		}
	}

	@Test
	void aDirectoryOfTheClassIsServedAsTheServersIs() throws IOException {
		Path own = this.directory.resolve("own");
		try (HttpServer server = HttpServer.builder()
			.port(0)
			.handler(RequestHandlers.perConnection(SimpleHttpRequestHandler.class,
					() -> new SimpleHttpRequestHandler(own), this.files))
			.start()) {
			for (String target : List.of("/missing.png", "/small.txt")) {
				assertThat(RawClient.exchange(server.port(), request("GET", target, "Connection: close")))
					.startsWith("HTTP/1.1 404 ")
					.contains("\r\nX-Spam: 1\r\n")
					.endsWith("\r\n\r\nown");
			}
		}
	}

	static class OwnErrorPage extends SimpleHttpRequestHandler {

		@Override
		protected String errorMessageFormat() {
			return "%(code)d of the class";
		}

	}

	static class OwnType extends SimpleHttpRequestHandler {

		@Override
		protected Map<String, String> extensionsMap() {
			return Map.of(".txt", "text/x-spam");
		}

	}

}
