package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP over TLS: the same answers as without it.
 */
class TlsTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	@TempDir
	Path root;

	private HttpServer server;

	private HttpServer.Builder builder() {
		return HttpServer.builder().port(0).eventLoops(1).tls(TlsOptions.of(TlsContext.of(LOCALHOST.context())));
	}

	private void start(HttpHandler handler) throws IOException {
		this.server = builder().handler(handler).start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private RawClient connect(String... protocols) throws IOException {
		SSLContext context = LOCALHOST.trustingContext();
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
		if (protocols.length > 0) {
			socket.setEnabledProtocols(protocols);
		}
		return new RawClient(socket, this.server.port());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void requestsAreAnswered(String protocol) throws IOException {
		start((NonBlockingHttpHandler) (exchange) -> exchange.response()
			.send("Hello over " + exchange.request().scheme()));
		try (RawClient client = connect(protocol)) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.send(GET).readResponse()).startsWith("HTTP/1.1 200 OK\r\n")
					.endsWith("Hello over https");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void workersAnswerAsWell(String protocol) throws IOException {
		start((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = connect(protocol)) {
			for (int i = 0; i < 3; i++) {
				String content = "x".repeat(100_000 * i);
				client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + content.length() + "\r\n\r\n" + content);
				assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n" + content);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 20_000, 100_000, 20 * 1024 * 1024 })
	void filesArriveAsTheyAre(int size) throws Exception {
		byte[] content = new byte[size];
		new Random(42).nextBytes(content);
		Files.write(this.root.resolve("file.bin"), content);
		start(FileHandler.of(this.root));
		try (RawClient client = connect()) {
			for (int i = 0; i < 2; i++) {
				String head = client.send("GET /file.bin HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
				assertThat(head).contains("\r\nContent-Length: " + size + "\r\n");
				assertThat(client.read(size)).isEqualTo(content);
			}
		}
	}

}
