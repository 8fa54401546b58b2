package io.jhttp.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * HTTP over TLS: the same answers as without it.
 */
class TlsTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	/** Than what the system keeps for a client that does not read. */
	private static final int MORE_THAN_BUFFERS = 6 * 1024 * 1024;

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
		SSLSocket socket = socket(LOCALHOST.trustingContext());
		if (protocols.length > 0) {
			socket.setEnabledProtocols(protocols);
		}
		return new RawClient(socket, this.server.port());
	}

	private static SSLSocket socket(SSLContext context) throws IOException {
		return (SSLSocket) context.getSocketFactory().createSocket();
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
	@ValueSource(ints = { 0, 1, 100, 20_000, 100_000, 5 * 1024 * 1024 })
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

	@Test
	void aSlowClientGetsAllOfAFile() throws Exception {
		byte[] content = new byte[MORE_THAN_BUFFERS];
		new Random(42).nextBytes(content);
		Files.write(this.root.resolve("file.bin"), content);
		start(FileHandler.of(this.root));
		SSLSocket socket = socket(LOCALHOST.trustingContext());
		socket.setReceiveBufferSize(4096);
		try (RawClient client = new RawClient(socket, this.server.port()); RawClient other = connect()) {
			client.send("GET /file.bin HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
			for (int i = 0; i < 2; i++) {
				client.readHead();
				for (int at = 0; at < content.length; at += 64 * 1024) {
					assertThat(client.read(64 * 1024)).isEqualTo(Arrays.copyOfRange(content, at, at + 64 * 1024));
					if (at % (1024 * 1024) == 0) {
						// No client waits for the slow one.
						assertThat(other.send(GET).readResponse()).startsWith("HTTP/1.1 200 ");
					}
				}
			}
		}
	}

	@Test
	void aFileThatChangesWhileItIsSentNeverSeemsComplete() throws Exception {
		Path file = Files.write(this.root.resolve("file.bin"), new byte[MORE_THAN_BUFFERS]);
		start(FileHandler.builder(this.root).strictVersions(true).build());
		SSLSocket socket = socket(LOCALHOST.trustingContext());
		socket.setReceiveBufferSize(4096);
		try (RawClient client = new RawClient(socket, this.server.port())) {
			client.send("GET /file.bin HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
			Files.write(file, new byte[1], StandardOpenOption.APPEND);
			assertThat(client.readToEnd().length()).isLessThan(MORE_THAN_BUFFERS);
		}
	}

	@Test
	void aSlowClientGetsAllOfAStream() throws Exception {
		byte[] piece = new byte[10_000];
		new Random(42).nextBytes(piece);
		start((exchange) -> {
			exchange.response().contentLength(300L * piece.length);
			for (int i = 0; i < 300; i++) {
				exchange.response().output().write(piece);
			}
		});
		SSLSocket socket = socket(LOCALHOST.trustingContext());
		socket.setReceiveBufferSize(4096);
		try (RawClient client = new RawClient(socket, this.server.port())) {
			client.send(GET).readHead();
			for (int i = 0; i < 300; i++) {
				assertThat(client.read(piece.length)).isEqualTo(piece);
			}
			assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() throws IOException {
		start((NonBlockingHttpHandler) (exchange) -> {
			if (exchange.request().path().endsWith("1")) {
				exchange.dispatch((same) -> same.response().send(same.request().path()));
			}
			else {
				exchange.response().send(exchange.request().path());
			}
		});
		try (RawClient client = connect()) {
			StringBuilder requests = new StringBuilder();
			for (int i = 0; i < 100; i++) {
				requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
			}
			client.send(requests.toString());
			for (int i = 0; i < 100; i++) {
				assertThat(client.readResponse()).endsWith("\r\n\r\n/" + i);
			}
		}
	}

	@Test
	void aLargeUploadArrives() throws Exception {
		byte[] content = new byte[2 * 1024 * 1024];
		new Random(42).nextBytes(content);
		start((exchange) -> {
			MessageDigest digest = digest();
			exchange.request().content().transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
			exchange.response().send(HexFormat.of().formatHex(digest.digest()));
		});
		try (RawClient client = connect()) {
			for (int i = 0; i < 2; i++) {
				client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + content.length + "\r\n\r\n");
				client.send(content);
				assertThat(client.readResponse()).endsWith(HexFormat.of().formatHex(digest().digest(content)));
			}
		}
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void chunksAreReadAndTheNextRequestToo() throws IOException {
		start((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = connect()) {
			String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n";
			client.send(request + request).trickle(request);
			for (int i = 0; i < 3; i++) {
				assertThat(client.readResponse()).endsWith("\r\n\r\nHello");
			}
		}
	}

	@Test
	void aClientIsToldToContinue() throws IOException {
		start((exchange) -> exchange.response().send(exchange.request().content().readAllBytes()));
		try (RawClient client = connect()) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			assertThat(client.send("Hello").readResponse()).endsWith("\r\n\r\nHello");
		}
	}

	@Test
	void aRefusalReachesAClientThatGoesOnSending() throws IOException {
		start((exchange) -> exchange.response().send());
		try (RawClient client = connect()) {
			client.send("GET / HTTP/9.9\r\n\r\n").send(new byte[100_000]);
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 505 ");
		}
	}

	// Who is who

	@Test
	void aClientThatMustHaveACertificateAndHasNoneIsTurnedAway() throws IOException {
		this.server = start(TlsContext.of(LOCALHOST.context()).clientAuthentication(ClientAuthentication.NEED));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			try (RawClient client = connect("TLSv1.2")) {
				client.send(GET).readHead();
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, NEED", "TLSv1.2, NEED", "TLSv1.3, WANT", "TLSv1.2, WANT" })
	void handlersSeeTheCertificateOfAClient(String protocol, ClientAuthentication authentication) throws IOException {
		TestCertificate other = TestCertificate.of("client");
		this.server = start(TlsContext.of(LOCALHOST.context(other)).clientAuthentication(authentication));
		SSLSocket socket = socket(other.context(LOCALHOST));
		socket.setEnabledProtocols(new String[] { protocol });
		try (RawClient client = new RawClient(socket, this.server.port())) {
			assertThat(client.send(GET).readResponse()).endsWith("CN=client");
		}
	}

	@Test
	void aClientThatMayHaveACertificateNeedNot() throws IOException {
		this.server = start(TlsContext.of(LOCALHOST.context()).clientAuthentication(ClientAuthentication.WANT));
		try (RawClient client = connect()) {
			assertThat(client.send(GET).readResponse()).endsWith("nobody");
		}
	}

	@Test
	void aCertificateThatIsNotTrustedIsNoCertificate() throws IOException {
		this.server = start(TlsContext.of(LOCALHOST.context()).clientAuthentication(ClientAuthentication.WANT));
		SSLSocket socket = socket(TestCertificate.of("client").context(LOCALHOST));
		socket.setEnabledProtocols(new String[] { "TLSv1.2" });
		try (RawClient client = new RawClient(socket, this.server.port())) {
			// A client of the JDK shows none that the server says not to trust.
			assertThat(client.send(GET).readResponse()).endsWith("nobody");
		}
	}

	private HttpServer start(TlsContext context) throws IOException {
		return HttpServer.builder().port(0).eventLoops(1).tls(TlsOptions.of(context)).handler((exchange) -> {
			List<Certificate> certificates = exchange.request().clientCertificates();
			exchange.response()
				.send(certificates.isEmpty() ? "nobody"
						: ((X509Certificate) certificates.get(0)).getSubjectX500Principal().getName());
		}).start();
	}

	@Test
	void theCertificateIsThatOfTheHost() throws IOException {
		TlsContext localhost = TlsContext.of(LOCALHOST.context());
		TlsContext other = TlsContext.of(TestCertificate.of("example.com").context());
		this.server = builder().tls(TlsOptions.of((name) -> "example.com".equals(name) ? other : localhost))
			.handler((exchange) -> exchange.response().send())
			.start();
		assertThat(nameShownTo(SSLSocket::startHandshake)).isEqualTo("CN=localhost");
		assertThat(nameShownTo((socket) -> {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName("EXAMPLE.com")));
			socket.setSSLParameters(parameters);
		})).isEqualTo("CN=example.com");
	}

	@Test
	void aNewCertificateIsForNewConnections() throws IOException {
		AtomicReference<TlsContext> current = new AtomicReference<>(TlsContext.of(LOCALHOST.context()));
		this.server = builder().tls(TlsOptions.of((name) -> current.get()))
			.handler((exchange) -> exchange.response().send("Hello"))
			.start();
		try (RawClient before = connect()) {
			assertThat(before.send(GET).readResponse()).endsWith("Hello");
			current.set(TlsContext.of(TestCertificate.of("example.com").context()));
			assertThat(nameShownTo(SSLSocket::startHandshake)).isEqualTo("CN=example.com");
			assertThat(before.send(GET).readResponse()).endsWith("Hello");
		}
	}

	@FunctionalInterface
	private interface Preparation {

		void prepare(SSLSocket socket) throws IOException;

	}

	/** The handshake may only be prepared, as the session begins it otherwise. */
	private String nameShownTo(Preparation preparation) throws IOException {
		SSLContext context = TestCertificate.trustingEverybody();
		try (SSLSocket socket = socket(context)) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
			preparation.prepare(socket);
			return socket.getSession().getPeerPrincipal().getName();
		}
	}

	@Test
	void aClientThatOffersOtherProtocolsOnlyIsToldSo() throws IOException {
		start((exchange) -> exchange.response().send());
		assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> protocolFor("h3"))
			.withMessageContaining("no_application_protocol");
		assertThat(protocolFor("http/1.1", "h2")).isEqualTo("h2");
		assertThat(protocolFor("http/1.1")).isEqualTo("http/1.1");
		assertThat(protocolFor()).isEmpty();
	}

	private String protocolFor(String... offered) throws IOException {
		try (SSLSocket socket = socket(LOCALHOST.trustingContext())) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(offered);
			socket.setSSLParameters(parameters);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
			socket.startHandshake();
			return socket.getApplicationProtocol();
		}
	}

	@Test
	void protocolsAndCiphersAreTheChosenOnes() throws IOException {
		this.server = start(TlsContext.of(LOCALHOST.context())
			.protocols(List.of("TLSv1.2"))
			.ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")));
		SSLSocket socket = socket(LOCALHOST.trustingContext());
		try (RawClient client = new RawClient(socket, this.server.port())) {
			client.send(GET).readHead();
			assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
			assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			try (RawClient client = connect("TLSv1.3")) {
				client.send(GET).readHead();
			}
		});
	}

	@Test
	void whatTheJdkDoesNotKnowIsRefusedAtOnce() throws IOException {
		start((exchange) -> exchange.response().send());
		TlsContext context = TlsContext.of(LOCALHOST.context());
		assertThatIllegalArgumentException().isThrownBy(() -> context.protocols(List.of("TLSv9")))
			.withMessageStartingWith("This JDK knows no TLS protocol 'TLSv9'; it knows ");
		assertThatIllegalArgumentException().isThrownBy(() -> context.ciphers(List.of("TLS_ROT13")))
			.withMessageStartingWith("This JDK knows no TLS cipher suite 'TLS_ROT13'; it knows ");
	}

	@Test
	void openConnectionsEndWithTheServer() throws IOException {
		start((exchange) -> exchange.response().send("Hello"));
		try (RawClient client = connect()) {
			client.send(GET).readResponse();
			assertThat(this.server.stop(Duration.ofSeconds(20))).isTrue();
			assertThat(client.isClosedByServer()).isTrue();
		}
	}

	@Test
	@EnabledIf("canRunCurl")
	void curlIsServed() throws Exception {
		start((exchange) -> exchange.response().send("Hello over " + exchange.request().scheme()));
		Process curl = new ProcessBuilder("curl", "-sS", "--insecure", "--max-time", "20",
				"https://localhost:" + this.server.port() + "/")
			.redirectErrorStream(true)
			.start();
		assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.isEqualTo("Hello over https");
		assertThat(curl.waitFor()).isZero();
	}

	static boolean canRunCurl() throws InterruptedException {
		try {
			return new ProcessBuilder("curl", "--version").redirectOutput(Redirect.DISCARD).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
