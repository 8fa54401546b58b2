package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MountPoint;
import io.jhttp.server.file.MountTable;
import io.jhttp.server.file.MountedFiles;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that was made for the files of one host, and is used for those of another
 * (RFC 9110, section 15.5.20).
 */
class MisdirectedRequestTests {

	private static final TestCertificate CERTIFICATE = TestCertificate.of("localhost");

	private static final String NAME = "/name.txt";

	@TempDir
	Path temporary;

	private HttpServer server;

	private HttpServer.Builder builder;

	@BeforeEach
	void mount() throws IOException {
		Map<String, MountPoint> points = Map.of("all", MountPoint.of("/", List.of()), "a",
				MountPoint.of("/", List.of("a.example", "other.a.example")), "b",
				MountPoint.of("/", List.of("*.b.example")), "both",
				MountPoint.of("/both", List.of("a.example", "x.b.example")));
		MountTable table = MountTable.of(points.values());
		Map<MountPoint, FileHandler> handlers = new LinkedHashMap<>();
		for (Map.Entry<String, MountPoint> point : points.entrySet()) {
			Path directory = Files.createDirectory(this.temporary.resolve(point.getKey()));
			Files.writeString(directory.resolve("name.txt"), point.getKey());
			handlers.put(point.getValue(), FileHandler.builder(directory).mount(point.getValue(), table).build());
		}
		this.builder = HttpServer.builder()
			.port(0)
			.eventLoops(1)
			.tls(TlsOptions.of(TlsContext.of(CERTIFICATE.context())))
			.handler(new MountedFiles(table, handlers, (exchange) -> exchange.response().sendError(404)));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private String get(@Nullable String serverName, String host, String fields, String target) throws IOException {
		SSLSocket socket = (SSLSocket) CERTIFICATE.context(CERTIFICATE).getSocketFactory().createSocket();
		if (serverName != null) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(serverName)));
			socket.setSSLParameters(parameters);
		}
		try (RawClient client = new RawClient(socket, this.server.port())) {
			return client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n")
				.readResponse();
		}
	}

	@Test
	void aHostOfOtherFilesIsMisdirected() throws IOException {
		this.server = this.builder.start();
		for (String[] each : new String[][] { { "a.example", "a.example", "a" },
				{ "A.example", "other.a.example:8443", "a" }, { "x.b.example", "y.b.example", "b" },
				{ "other.a.example", "x.b.example", "421" }, { "y.b.example", "a.example", "421" },
				{ "a.example", "x.b.example", "421" }, { "elsewhere.example", "a.example", "a" },
				{ "a.example", "elsewhere.example", "all" }, { "", "a.example", "a" } }) {
			String response = get(each[0].isEmpty() ? null : each[0], each[1], "", NAME);
			if (each[2].equals("421")) {
				assertThat(response).as(String.join(" ", each))
					.startsWith("HTTP/1.1 421 Misdirected Request\r\n")
					.contains("The connection was made for another host.");
			}
			else {
				assertThat(response).as(String.join(" ", each))
					.startsWith("HTTP/1.1 200 ")
					.endsWith("\r\n\r\n" + each[2]);
			}
		}
	}

	@Test
	void whatIsForSeveralHostsIsSentToEachOfThem() throws IOException {
		this.server = this.builder.start();
		assertThat(get("a.example", "x.b.example", "", "/both/name.txt")).endsWith("\r\n\r\nboth");
		assertThat(get("y.b.example", "x.b.example", "", "/both/name.txt")).startsWith("HTTP/1.1 421 ");
	}

	@Test
	void theHostThatATrustedProxyConnectsToIsItsOwnMatter() throws IOException {
		this.server = this.builder
			.trustedProxies(TrustedProxies.of(List.of("loopback"), List.of(ForwardingHeader.X_FORWARDED_HOST)))
			.start();
		assertThat(get("other.a.example", "other.a.example", "X-Forwarded-Host: x.b.example\r\n", NAME))
			.endsWith("\r\n\r\nb");
	}

}
