package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a script is told: its whole environment, as it sees it.
 */
@EnabledOnOs(OS.LINUX)
class ScriptEnvironmentTests {

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi.environment(Map.of("APP_MODE", "test"))
			.passEnvironment(List.of("LANG", "NO_SUCH_VARIABLE")));
		this.server.sh("cgi-bin/env", "echo 'Content-Type: text/plain'", "echo", "exec cat /proc/$$/environ");
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** The variables of a script without those that every process has. */
	private static Map<String, String> variables(String response) {
		assertThat(response).startsWith("HTTP/1.1 200 OK");
		Map<String, String> variables = new TreeMap<>();
		for (String entry : CgiServer.body(response).split("\0")) {
			String[] parts = entry.split("=", 2);
			variables.put(parts[0], parts[1]);
		}
		return variables;
	}

	@Test
	void aRequestIsDescribedByTheseVariablesAndNoOthers() throws IOException {
		try (RawClient client = this.server.client()) {
			client.send(
					"GET /cgi-bin/env/a%20b?x=%20y&z HTTP/1.1\r\nHost: example.org:8000\r\nConnection: close\r\n\r\n");
			Map<String, String> variables = variables(client.readToEnd());
			String root = this.server.root().toString();
			// Shells set it themselves.
			variables.remove("PWD");
			String lang = variables.remove("LANG");
			assertThat(lang).isEqualTo(System.getenv("LANG"));
			assertThat(variables.remove("UNIQUE_ID")).matches("[0-9a-z-]+");
			assertThat(variables).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("APP_MODE", "test"),
					Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"), Map.entry("LANGUAGE", "C"),
					Map.entry("GATEWAY_INTERFACE", "CGI/1.1"), Map.entry("SERVER_SOFTWARE", "jhttp"),
					Map.entry("SERVER_NAME", "example.org"), Map.entry("SERVER_ADDR", "127.0.0.1"),
					Map.entry("SERVER_PORT", "" + this.server.port()), Map.entry("SERVER_PROTOCOL", "HTTP/1.1"),
					Map.entry("REQUEST_METHOD", "GET"), Map.entry("REQUEST_SCHEME", "http"),
					Map.entry("REQUEST_URI", "/cgi-bin/env/a%20b?x=%20y&z"), Map.entry("QUERY_STRING", "x=%20y&z"),
					Map.entry("SCRIPT_NAME", "/cgi-bin/env"), Map.entry("SCRIPT_FILENAME", root + "/cgi-bin/env"),
					Map.entry("DOCUMENT_ROOT", root), Map.entry("PATH_INFO", "/a b"),
					Map.entry("PATH_TRANSLATED", root + "/a b"), Map.entry("REMOTE_ADDR", "127.0.0.1"),
					Map.entry("REMOTE_HOST", "127.0.0.1"),
					Map.entry("REMOTE_PORT", "" + client.socket().getLocalPort()), Map.entry("REDIRECT_STATUS", "200"),
					Map.entry("HTTP_HOST", "example.org:8000"), Map.entry("HTTP_CONNECTION", "close")));
		}
	}

	@Test
	void theProtocolIsThatOfTheRequestAndANameIsFoundWithoutHost() throws IOException {
		String response = RawClient.exchange(this.server.port(), "HEAD /cgi-bin/env HTTP/1.0\r\n\r\n");
		assertThat(response).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
		Map<String, String> variables = variables(
				RawClient.exchange(this.server.port(), "GET /cgi-bin/env HTTP/1.0\r\n\r\n"));
		assertThat(variables).containsEntry("SERVER_PROTOCOL", "HTTP/1.0")
			.containsEntry("SERVER_NAME", "127.0.0.1")
			.containsEntry("QUERY_STRING", "")
			.doesNotContainKeys("PATH_INFO", "PATH_TRANSLATED", "CONTENT_TYPE", "CONTENT_LENGTH", "HTTPS");
	}

	/** RFC 9112, section 3.2.2: the field is to be ignored. */
	@Test
	void theHostOfAnAbsoluteTargetIsTheOnlyOneThatAScriptIsTold() throws IOException {
		assertThat(variables(this.server.get("http://target.example:81/cgi-bin/env")))
			.containsEntry("HTTP_HOST", "target.example:81")
			.containsEntry("SERVER_NAME", "target.example");
	}

	@Test
	void contentHasItsTypeAndLength() throws IOException {
		Map<String, String> variables = variables(
				this.server.request("POST", "/cgi-bin/env", "a=b", "Content-Type: text/x-foo", "Content-Length: 3"));
		assertThat(variables).containsEntry("CONTENT_TYPE", "text/x-foo")
			.containsEntry("CONTENT_LENGTH", "3")
			.containsEntry("REQUEST_METHOD", "POST")
			.doesNotContainKeys("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH");
	}

	@Test
	void everyFieldIsAVariableAndLinesAreJoined() throws IOException {
		Map<String, String> variables = variables(this.server.get("/cgi-bin/env", "Accept: a", "accept: b;q=1",
				"Cookie: c=1", "Cookie: d=2", "X-Long-Name-9: v", "If-None-Match: \"x\""));
		assertThat(variables).containsEntry("HTTP_ACCEPT", "a, b;q=1")
			.containsEntry("HTTP_COOKIE", "c=1; d=2")
			.containsEntry("HTTP_X_LONG_NAME_9", "v")
			.containsEntry("HTTP_IF_NONE_MATCH", "\"x\"");
	}

	@Test
	void noFieldBecomesAProxyAndNoCredentialsArePassed() throws IOException {
		Map<String, String> variables = variables(this.server.get("/cgi-bin/env", "Proxy: http://evil/",
				"Authorization: Basic YTpi", "Proxy-Authorization: Basic YTpi", "X.Y: z"));
		assertThat(variables)
			.doesNotContainKeys("HTTP_PROXY", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "AUTH_TYPE",
					"REMOTE_USER", "REMOTE_IDENT", "HTTP_X.Y")
			.doesNotContainValue("http://evil/");
	}

	@Test
	void credentialsForTheServerArePassedIfTheOwnerWantsIt() throws IOException {
		try (CgiServer other = CgiServer.start(this.temporary, (cgi) -> cgi.passAuthorization(true))) {
			assertThat(variables(
					other.get("/cgi-bin/env", "authorization: Basic YTpi", "Proxy-Authorization: Basic YTpi")))
				.containsEntry("HTTP_AUTHORIZATION", "Basic YTpi")
				.doesNotContainKeys("HTTP_PROXY_AUTHORIZATION", "REMOTE_USER", "AUTH_TYPE");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X_Forwarded_For: 1", "Content_Length: 0", "_: 1", "X-A: () { :; }; echo", "Cookie: () {",
			"Content-Type: () { x;};" })
	void aFieldThatIsReadInTwoWaysIsRefused(String field) throws IOException {
		assertThat(this.server.get("/cgi-bin/env", field)).startsWith("HTTP/1.1 400 Bad Request");
	}

	@Test
	void nothingOfTheServersOwnEnvironmentIsPassedButWhatWasChosen() throws IOException {
		Map<String, String> variables = variables(this.server.get("/cgi-bin/env"));
		assertThat(variables).doesNotContainKeys("HOME", "USER", "JAVA_HOME", "MAVEN_HOME", "NO_SUCH_VARIABLE");
	}

	@Test
	void bytesOfAFieldArriveAsTheyWereSent() throws IOException {
		String field = new String("X-Name: Köln".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		Map<String, String> variables = variables(this.server.get("/cgi-bin/env", field));
		String sent = new String("Köln".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		assertThat(variables.get("HTTP_X_NAME")).isIn(sent, "K?ln");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_PROXY", "http_x" })
	void theOwnerCannotDefineWhatLooksLikeAField(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.environment(Map.of(name, "x"))))
			.withMessageContaining("names beginning with HTTP_ are header fields");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "A=B", "A\0" })
	void theOwnerCannotDefineWhatIsNoVariable(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CgiServer.start(this.temporary, (cgi) -> cgi.environment(Map.of(name, "x"))))
			.withMessageContaining("a name must not be empty or contain '='");
	}

}
