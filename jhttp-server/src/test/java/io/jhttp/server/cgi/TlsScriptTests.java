package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.TestCertificate;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts whose clients encrypt.
 */
@EnabledOnOs(OS.LINUX)
class TlsScriptTests {

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	/** Who need not wait for the usual times. */
	private static final Patience IMPATIENT = new Patience(Duration.ofMillis(100), Duration.ofMillis(100),
			Duration.ofMillis(100));

	private static final String HEAD = "echo 'Content-Type: text/plain'; echo";

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi.patience(IMPATIENT),
				HttpServer.builder().tls(TlsOptions.of(TlsContext.of(LOCALHOST.context()))));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RawClient client() throws IOException {
		return new RawClient(LOCALHOST.trustingContext().getSocketFactory().createSocket(), this.server.port());
	}

	@Test
	void theyAreToldSo() throws IOException {
		this.server.sh("cgi-bin/x", HEAD, "echo $HTTPS $REQUEST_SCHEME $SERVER_PORT");
		try (RawClient client = client()) {
			client.send("GET /cgi-bin/x HTTP/1.0\r\n\r\n");
			assertThat(client.readToEnd()).endsWith("\r\n\r\non https " + this.server.port() + "\n");
		}
	}

	@Test
	void theyGetTheirContent() throws IOException {
		this.server.sh("cgi-bin/x", HEAD, "exec wc -c");
		try (RawClient client = client()) {
			client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
			client.send(new byte[1_000_000]);
			assertThat(CgiServer.readResponse(client)).endsWith("1000000\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sleep 1000", "yes" })
	void aClientThatLeavesEndsItsScript(String script) throws Exception {
		// Scripts may run as another user.
		Path made = this.server.root().resolve("made");
		Files.setPosixFilePermissions(Files.createFile(made), PosixFilePermissions.fromString("rw-rw-rw-"));
		this.server.sh("cgi-bin/x", HEAD, "echo $$ > " + made, "exec " + script);
		try (RawClient client = client()) {
			client.send("GET /cgi-bin/x HTTP/1.1\r\nHost: a\r\n\r\n");
			CgiServer.eventually(() -> Files.size(made) > 0);
		}
		Path process = Path.of("/proc", Files.readString(made).strip());
		CgiServer.eventually(() -> !Files.exists(process));
		CgiServer.eventually(() -> this.server.server().counters().openConnections() == 0);
	}

}
