package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which path is a script, and what becomes of the others.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class CgiHandlerTests {

	private static final String SOURCE = "#!/bin/sh\n# secret\necho 'Content-Type: text/plain'\necho\n"
			+ "echo \"$SCRIPT_NAME|$PATH_INFO|$QUERY_STRING|$#\"\n";

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi.directories(List.of("/cgi-bin", "/sub/dir/cgi")));
		this.server.script("cgi-bin/x", SOURCE);
		this.server.script("cgi-bin/sub/p.sh", SOURCE);
		this.server.script("sub/dir/cgi/y", SOURCE);
		this.server.file("cgi-bin/plain", SOURCE);
		this.server.file("a.txt", "eggs");
		this.server.script("sub/z", SOURCE);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			/cgi-bin/x,                 /cgi-bin/x||
			/cgi-bin/x?a=b&c?d,         /cgi-bin/x||a=b&c?d
			/cgi-bin/x?,                /cgi-bin/x||
			/cgi-bin/x?one+two,         /cgi-bin/x||one+two
			/cgi-bin/x/,                /cgi-bin/x|/|
			/cgi-bin/x/a/b,             /cgi-bin/x|/a/b|
			/cgi-bin/x/a/b/?q,          /cgi-bin/x|/a/b/|q
			/cgi-bin/x/a%20%2520%3Fb,   /cgi-bin/x|/a %20?b|
			//cgi-bin//x//a,            /cgi-bin/x|/a|
			/./cgi-bin/./x,             /cgi-bin/x||
			/cgi-bin/%78,               /cgi-bin/x||
			/%63gi-bin/x,               /cgi-bin/x||
			/cgi-bin/sub/p.sh/extra,    /cgi-bin/sub/p.sh|/extra|
			/sub/dir/cgi/y,             /sub/dir/cgi/y||
			http://a/cgi-bin/x?q,       /cgi-bin/x||q
			""")
	void aScriptIsRunAndKnowsItsPartOfThePath(String target, String expected) throws IOException {
		String response = this.server.get(target);
		assertThat(CgiServer.status(response)).isEqualTo("HTTP/1.1 200 OK");
		assertThat(CgiServer.body(response)).isEqualTo(expected + "|0\n");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			/cgi-bin/none,       404, No such CGI script ('/cgi-bin/none')
			/cgi-bin/none/a,     404, No such CGI script ('/cgi-bin/none')
			/cgi-bin/x/../x,     400,
			/cgi-bin/,           403, CGI script is not a plain file ('/cgi-bin/')
			/cgi-bin/sub,        403, CGI script is not a plain file ('/cgi-bin/sub')
			/cgi-bin/plain,      403, CGI script is not executable ('/cgi-bin/plain')
			/cgi-bin/plain/,     403, CGI script is not executable ('/cgi-bin/plain')
			""")
	void whatCannotRunIsRefusedInPythonsWords(String target, int status, String words) throws IOException {
		String response = this.server.get(target);
		assertThat(response).startsWith("HTTP/1.1 " + status + " ");
		if (words != null) {
			assertThat(response.replace("&#39;", "'")).contains(words);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/cgi-bin%2fx", "/cgi-bin%2Fx", "/%2fcgi-bin/x", "/cgi-bin%5cx", "/a/../cgi-bin/x",
			"/cgi-bin/../cgi-bin/x", "/%2e%2e/root/cgi-bin/x", "cgi-bin/x", "/CGI-BIN/x", "/Cgi-bin/x", "/cgi-bin/X",
			"/cgi-bin/x%00", "/cgi-bin/x.", "/cgi-bin/x%20", "/cgi-bin./x", "/cgi-bin%20/x", "/cgi-bin",
			"/cgi-bin/%c0%ae", "/link/x", "/linked", "/sub/dir/cgi", "/cgi-bin/x/%2e%2e/x", "/cgi-bin;a/x",
			"/cgi-bin/x;a" })
	void noSpellingShowsTheSourceOfAScript(String target) throws IOException {
		Files.createSymbolicLink(this.server.root().resolve("link"), Path.of("cgi-bin"));
		Files.createSymbolicLink(this.server.root().resolve("linked"), Path.of("cgi-bin/x"));
		String response = this.server.get(target);
		assertThat(response).doesNotContain("secret").doesNotStartWith("HTTP/1.1 200");
	}

	@Test
	void theListingDoesNotShowDirectoriesOfScripts() throws IOException {
		assertThat(this.server.get("/")).contains("a.txt").doesNotContain("cgi-bin");
	}

	@Test
	void aDirectoryOfScriptsThatIsALinkIsWithheldToo() throws IOException {
		Files.createDirectory(this.server.root().resolve("elsewhere"));
		this.server.script("elsewhere/s", SOURCE);
		Files.createSymbolicLink(this.server.root().resolve("sub/dir/cgi/deep"), Path.of("../../../elsewhere"));
		try (CgiServer other = CgiServer.start(this.temporary,
				(cgi) -> cgi.directories(List.of("/sub/dir/cgi/deep")))) {
			assertThat(other.get("/sub/dir/cgi/deep/s")).contains("/sub/dir/cgi/deep/s||");
			assertThat(other.get("/elsewhere/s")).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void aLinkOutOfTheDirectoryIsNoScript() throws IOException {
		Path outside = Files.copy(this.server.root().resolve("cgi-bin/x"), this.temporary.resolve("outside"));
		Files.createSymbolicLink(this.server.root().resolve("cgi-bin/out"), outside);
		assertThat(this.server.get("/cgi-bin/out")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void elsewhereFilesAreServedAndNothingRuns() throws IOException {
		assertThat(this.server.get("/a.txt")).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\neggs");
		assertThat(this.server.get("/sub/z")).startsWith("HTTP/1.1 200 OK").endsWith(SOURCE);
	}

	@Test
	void withoutDirectoriesNothingRunsAndSourcesAreFiles() throws IOException {
		try (CgiServer other = CgiServer.start(this.temporary, (cgi) -> cgi.directories(List.of()))) {
			assertThat(other.get("/cgi-bin/x")).endsWith(SOURCE);
		}
	}

	@Test
	void onlyScriptsTakePost() throws IOException {
		assertThat(this.server.request("POST", "/a.txt", "")).startsWith("HTTP/1.1 501 Not Implemented\r\n")
			.contains("Can only POST to CGI scripts");
		assertThat(this.server.request("POST", "/cgi-bin/x", "")).startsWith("HTTP/1.1 200 OK\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "SPAM" })
	void otherMethodsAreNotForScripts(String method) throws IOException {
		assertThat(this.server.request(method, "/cgi-bin/x", "")).startsWith("HTTP/1.1 501 ")
			.contains("Unsupported method (");
	}

	@Test
	void optionsTellWhichMethodsScriptsHave() throws IOException {
		assertThat(this.server.request("OPTIONS", "/cgi-bin/x", "")).startsWith("HTTP/1.1 204 ")
			.contains("Allow: GET, HEAD, POST, OPTIONS\r\n");
	}

	@Test
	void chosenMethodsRunScriptsWithTheirContent() throws IOException {
		try (CgiServer other = CgiServer.start(this.temporary,
				(cgi) -> cgi.methods(List.of("GET", "PUT", "DELETE", "SPAM")))) {
			other.sh("cgi-bin/m", "echo Content-Type: a/b", "echo", "echo $REQUEST_METHOD [$CONTENT_LENGTH] $(cat)");
			for (String method : List.of("GET", "PUT", "SPAM", "DELETE")) {
				assertThat(CgiServer.body(other.request(method, "/cgi-bin/m", "abc", "Content-Length: 3")))
					.isEqualTo(method + " [3] abc\n");
				assertThat(CgiServer.body(other.request(method, "/cgi-bin/m", ""))).isEqualTo(method + " []\n");
			}
			assertThat(other.request("POST", "/cgi-bin/m", "")).startsWith("HTTP/1.1 501 ");
			assertThat(other.request("PUT", "/a.txt", "")).startsWith("HTTP/1.1 405 ")
				.contains("Allow: GET, HEAD, OPTIONS\r\n");
			assertThat(other.request("OPTIONS", "/cgi-bin/m", "")).startsWith("HTTP/1.1 204 ")
				.contains("Allow: GET, PUT, DELETE, SPAM, OPTIONS\r\n");
		}
	}

	@Test
	void optionsIsForTheScriptIfItIsChosen() throws IOException {
		try (CgiServer other = CgiServer.start(this.temporary, (cgi) -> cgi.methods(List.of("GET", "OPTIONS")))) {
			other.sh("cgi-bin/m", "echo Status: 204", "echo Allow: SPAM", "echo");
			assertThat(other.request("OPTIONS", "/cgi-bin/m", "")).startsWith("HTTP/1.1 204 ")
				.contains("Allow: SPAM\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "A B", "CONNECT", "TRACE", "GET," })
	void aMethodOfScriptsIsATokenThatReachesThem(String method) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.methods(List.of("GET", method))))
			.withMessageContaining(method);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.methods(List.of())))
			.withMessage("Scripts need at least one method, such as GET");
	}

	@Test
	void theConnectionIsKept() throws IOException {
		try (RawClient client = this.server.client()) {
			String request = "GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n";
			for (int i = 0; i < 3; i++) {
				client.send(request);
				assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK").endsWith("/cgi-bin/x|||0\n");
			}
			client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readToEnd()).endsWith("eggs");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/a/../b", "/a\\b" })
	void aDirectoryOfScriptsNeedsAName(String path) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.directories(List.of(path))))
			.withMessageContaining("cannot be a directory of scripts");
	}

}
