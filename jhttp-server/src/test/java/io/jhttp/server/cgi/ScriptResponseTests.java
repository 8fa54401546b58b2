package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

/**
 * From the output of a script to a response.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ScriptResponseTests {

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary);
		this.server.file("a.txt", "eggs");
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** The answer to a script that writes just this, with escapes of printf. */
	private String answerTo(String output) throws IOException {
		write(output);
		return this.server.get("/cgi-bin/x");
	}

	private void write(String output) throws IOException {
		this.server.sh("cgi-bin/x", "printf '" + output.replace("%", "%%") + "'");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			Content-Type: text/x\\n\\nhi,                                   200 OK
			Content-Type: text/x\\r\\n\\r\\nhi,                             200 OK
			content-type:text/x\\nSTATUS: 404\\n\\nhi,                      404 Not Found
			Status: 418 Short and stout\\nContent-Type: text/x\\n\\nhi,     418 Short and stout
			Status: 299\\nContent-Type: text/x\\nX-A: b\\n\\nhi,            299
			Content-Type: text/x\\nContent-Length: 2\\n\\nhi,               200 OK
			Content-Type: text/x\\nTransfer-Encoding: x\\nConnection: upgrade\\nUpgrade: x\\n\\nhi, 200 OK
			""")
	void aDocumentHasTheStatusTheFieldsAndTheContentOfTheScript(String output, String status) throws IOException {
		String response = answerTo(output);
		assertThat(CgiServer.status(response).strip()).isEqualTo("HTTP/1.1 " + status);
		assertThat(response).contains("Content-Type: text/x\r\n").doesNotContain("Upgrade", "Transfer-Encoding: x");
		assertThat(CgiServer.body(response)).isEqualTo("hi");
	}

	@Test
	void fieldsOfTheScriptStandInTheAnswerAlsoSeveralOfAName() throws IOException {
		assertThat(answerTo("Content-Type: a/b\\nSet-Cookie: a=1\\nSet-Cookie: b=2\\nX-Odd:   v w  \\n\\n"))
			.contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n", "X-Odd: v w\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "\\n\\nhello", "Content-Type text/plain\\n\\nx", "Content-Type: a/b\\n",
			": x\\nContent-Type: a/b\\n\\n", "X-A: b\\n\\nhello", "Status: 404\\n\\nhello", "Status: 99\\n\\n",
			"Status: 101 X\\n\\n", "Status: abc\\nContent-Type: a/b\\n\\n", "Status: 1000\\nContent-Type: a/b\\n\\n",
			"Content-Type: a/b\\nContent-Type: c/d\\n\\n", "Content-Type:\\n\\n",
			"Content-Type: a/b\\nContent-Length: x\\n\\n", "Content-Type: a/b\\nContent-Length: -1\\n\\n",
			"Content-Type: a/b\\nContent-Length: 1\\nContent-Length: 2\\n\\n", "Content-Type: a/b\\nX A: b\\n\\n",
			"Content-Type: a/b\\nX: a\\rb\\n\\n", "Content-Type: a/b\\nX: a\\001b\\n\\n", "Location: /a b\\n\\n" })
	void whatIsNoAnswerIsABadGatewayAndALineInTheLog(String output) throws IOException {
		assertThat(answerTo(output)).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
		if (!output.startsWith("Location")) {
			assertThat(this.server.messages()).hasSize(1)
				.first()
				.asString()
				.startsWith("CGI script /cgi-bin/x ")
				.doesNotContain("\n");
		}
	}

	@Test
	void aStatusWithoutContentNeedsNoType() throws IOException {
		assertThat(answerTo("Status: 204\\n\\n")).startsWith("HTTP/1.1 204 No Content\r\n").endsWith("\r\n\r\n");
		assertThat(answerTo("Status: 404\\n\\n")).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\n");
		assertThat(answerTo("Status: 304\\nETag: \"x\"\\n\\n")).startsWith("HTTP/1.1 304 Not Modified\r\n")
			.contains("ETag: \"x\"")
			.endsWith("\r\n\r\n");
	}

	@Test
	void aHeadWithoutEndIsRefusedWithoutBeingReadToItsEnd() throws IOException {
		this.server.sh("cgi-bin/x", "echo 'Content-Type: a/b'", "yes 'X-Filler: 0123456789012345678901234567890'");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 502 ");
		this.server.sh("cgi-bin/x", "yes 'X: 1' | head -101", "echo");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 502 ");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			Location: http://other/a?b\\n\\n,                        302 Found,           http://other/a?b
			Status: 303 See Other\\nLocation: /a.txt\\n\\n,          303 See Other,       /a.txt
			Location: //other/a\\n\\n,                               302 Found,           //other/a
			Location: a.txt\\n\\n,                                   302 Found,           a.txt
			Status: 301\\nLocation: http://o/\\nContent-Type: a/b\\n\\nhi, 301 Moved Permanently, http://o/
			""")
	void aLocationElsewhereIsARedirectForTheClient(String output, String status, String location) throws IOException {
		String response = answerTo(output);
		assertThat(response).startsWith("HTTP/1.1 " + status + "\r\n").contains("Location: " + location + "\r\n");
		assertThat(CgiServer.body(response)).isEqualTo(output.endsWith("hi") ? "hi" : "");
	}

	@Test
	void aLocationOnThisServerIsAnsweredByIt() throws IOException {
		String response = answerTo("Location: /a.txt\\n\\n");
		assertThat(response).startsWith("HTTP/1.1 200 OK\r\n")
			.contains("Content-Type: text/plain")
			.endsWith("\r\n\r\neggs");
		assertThat(answerTo("Location: /none\\n\\n")).startsWith("HTTP/1.1 404 ");
		assertThat(response).doesNotContain("Location");
	}

	@Test
	void aLocalRedirectOfAPostIsAGetWithoutContent() throws IOException {
		write("Location: /cgi-bin/y/info?q\\n\\n");
		this.server.sh("cgi-bin/y", "echo Content-Type: a/b", "echo",
				"echo $REQUEST_METHOD $PATH_INFO $QUERY_STRING [$CONTENT_LENGTH] [$CONTENT_TYPE] $HTTP_X_A");
		String response = this.server.request("POST", "/cgi-bin/x", "abc", "Content-Length: 3", "Content-Type: t/x",
				"X-A: kept");
		assertThat(CgiServer.body(response)).isEqualTo("GET /info q [] [] kept\n");
	}

	@Test
	void aConnectionIsKeptOverALocalRedirect() throws IOException {
		write("Location: /a.txt\\n\\n");
		try (RawClient client = this.server.client()) {
			for (int i = 0; i < 2; i++) {
				client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
				assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK").endsWith("eggs");
			}
		}
	}

	@Test
	void localRedirectsEndAfterTen() throws IOException {
		this.server.sh("cgi-bin/x", "n=${QUERY_STRING:-0}", "[ $n = ${PATH_INFO#/} ] && echo Location: /a.txt || "
				+ "echo Location: /cgi-bin/x$PATH_INFO?$((n + 1))", "echo");
		assertThat(this.server.get("/cgi-bin/x/9")).endsWith("eggs");
		assertThat(this.server.get("/cgi-bin/x/10")).startsWith("HTTP/1.1 502 ");
		assertThat(this.server.get("/cgi-bin/x/-1")).startsWith("HTTP/1.1 502 ");
	}

	@Test
	void contentLeavesBeforeTheScriptHasEnded() throws IOException {
		this.server.sh("cgi-bin/x", "echo Content-Type: text/event-stream", "echo", "echo first",
				"while [ ! -e ../go ]; do sleep 0.02; done", "echo last");
		try (RawClient client = this.server.client()) {
			client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readHead()).contains("Transfer-Encoding: chunked");
			assertThat(new String(client.read(11), StandardCharsets.US_ASCII)).isEqualTo("6\r\nfirst\n\r\n");
			Files.createFile(this.server.root().resolve("go"));
			assertThat(new String(client.read(15), StandardCharsets.US_ASCII)).isEqualTo("5\r\nlast\n\r\n0\r\n\r\n");
		}
	}

	@Test
	void headRunsTheScriptAndSendsNoContent() throws IOException {
		this.server.sh("cgi-bin/x", "echo Content-Type: a/b", "echo X-Method: $REQUEST_METHOD", "echo", "echo hello");
		try (RawClient client = this.server.client()) {
			for (int i = 0; i < 2; i++) {
				client.send("HEAD /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK").contains("X-Method: HEAD");
			}
			client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK").endsWith("eggs");
		}
	}

	@Test
	void aLengthThatIsTooLargeCutsTheAnswerAndOneThatIsTooSmallDoesNot() throws IOException {
		try (RawClient client = this.server.client()) {
			write("Content-Type: a/b\\nContent-Length: 3\\n\\nhello");
			for (int i = 0; i < 2; i++) {
				client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(CgiServer.readResponse(client)).endsWith("\r\n\r\nhel");
			}
			write("Content-Type: a/b\\nContent-Length: 9\\n\\nhello");
			client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readToEnd()).contains("Content-Length: 9\r\n").endsWith("\r\n\r\nhello");
		}
	}

	@Test
	void aCrashBeforeTheHeadIsABadGateway() throws IOException {
		this.server.sh("cgi-bin/x", "exit 3");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 502 ");
		this.server.sh("cgi-bin/x", "kill -9 $$");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 502 ");
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x exited with code 3",
				"CGI script /cgi-bin/x exited with code 137");
	}

	@Test
	void aScriptCannotBeginALineOfTheLogWithItsName() throws IOException {
		this.server.sh("cgi-bin/a\nb", "echo oops >&2", "exit 3");
		assertThat(this.server.get("/cgi-bin/a%0Ab")).startsWith("HTTP/1.1 502 ");
		assertThat(this.server.messages()).containsExactlyInAnyOrder("CGI script /cgi-bin/a\\x0ab: oops",
				"CGI script /cgi-bin/a\\x0ab exited with code 3");
	}

	/** Frameworks exit so after an error page, and shells after {@code cmd | head}. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 126, 127, 128, 141, 255 })
	void aResponseThatTheScriptHasClosedIsCompleteWhateverItsExitCode(int code) throws IOException {
		this.server.sh("cgi-bin/x", "echo Status: 422", "echo Content-Type: a/b", "echo", "echo whole", "exit " + code);
		this.server.sh("cgi-bin/y", "echo Content-Type: a/b", "echo", "echo begin", "sleep 0.1",
				"head -c 20000 /dev/zero", "exit " + code);
		try (RawClient client = this.server.client()) {
			client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 422 ").endsWith("\r\n\r\nwhole\n");
			client.send("GET /cgi-bin/y HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 ")
				.endsWith("\r\n\r\nbegin\n" + "\0".repeat(20_000));
		}
		assertThat(this.server.messages()).containsExactly("CGI script /cgi-bin/x exited with code " + code,
				"CGI script /cgi-bin/y exited with code " + code);
	}

	@ParameterizedTest
	@ValueSource(strings = { "kill -9 $$", "kill -SEGV $$", "sleep 0.1; kill -TERM $$", "sh -c 'kill -9 $$'" })
	void aSignalInTheContentCutsTheConnection(String crash) throws IOException {
		this.server.sh("cgi-bin/x", "exec 2>/dev/null", "echo Content-Type: a/b", "echo", "echo partial", crash);
		String response = this.server.get("/cgi-bin/x");
		assertThat(response).startsWith("HTTP/1.1 200 OK").contains("partial\n").doesNotContain("\r\n0\r\n");
		assertThat(CgiServer.body(response)).isEqualTo("partial\n<aborted>");
		assertThat(this.server.messages()).hasSize(1).first().asString().contains("exited with code 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exit 1", "kill -9 $$" })
	void contentOfTheDeclaredLengthIsCompleteWhateverEndsTheScript(String end) throws IOException {
		this.server.sh("cgi-bin/x", "echo Content-Type: a/b", "echo Content-Length: 6", "echo", "echo whole", end);
		this.server.sh("cgi-bin/none", "echo Status: 304", "echo", end);
		this.server.sh("cgi-bin/head", "echo Content-Type: a/b", "echo Content-Length: 9", "echo", end);
		this.server.sh("cgi-bin/redirect", "echo Location: /a.txt", "echo", end);
		try (RawClient client = this.server.client()) {
			client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).endsWith("\r\n\r\nwhole\n");
			client.send("GET /cgi-bin/none HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 304 ");
			client.send("HEAD /cgi-bin/head HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 9\r\n");
			client.send("GET /cgi-bin/redirect HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).endsWith("\r\n\r\neggs");
		}
		assertThat(this.server.messages()).hasSize(4).allMatch((line) -> line.contains("exited with code "));
	}

	@Test
	void aScriptWithoutInterpreterCannotStart() throws IOException {
		this.server.script("cgi-bin/x", "#!/no/such/interpreter\n");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 403 ").contains("cannot be started");
	}

	/** A deployment may be writing it. */
	@Test
	void aScriptThatCannotStartAtTheMomentIsUnavailable() throws IOException {
		Path script = this.server.sh("cgi-bin/x", "echo Content-Type: a/b", "echo");
		try (OutputStream writing = Files.newOutputStream(script, StandardOpenOption.APPEND)) {
			assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
			writing.flush();
		}
		assertThat(this.server.messages()).hasSize(1).first().asString().endsWith("Text file busy");
		assertThat(this.server.get("/cgi-bin/x")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void nphHasNoMeaning() throws IOException {
		this.server.sh("cgi-bin/nph-x", "printf 'HTTP/1.0 200 OK\\r\\nContent-Type: a/b\\r\\n\\r\\nhi'");
		assertThat(this.server.get("/cgi-bin/nph-x")).startsWith("HTTP/1.1 502 ");
		this.server.sh("cgi-bin/nph-x", "printf 'Content-Type: a/b\\n\\nhi'");
		assertThat(CgiServer.body(this.server.get("/cgi-bin/nph-x"))).isEqualTo("hi");
	}

	@Test
	void aClientOfHttp10GetsContentUpToTheEndOfTheConnection() throws IOException {
		this.server.sh("cgi-bin/x", "echo Content-Type: a/b", "echo", "echo a", "sleep 0.1", "echo b");
		assertThat(RawClient.exchange(this.server.port(), "GET /cgi-bin/x HTTP/1.0\r\n\r\n")).doesNotContain("chunked")
			.endsWith("\r\n\r\na\nb\n");
	}

}
