package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for HTTPS, and for the port that redirects to it.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpsTests {

	@TempDir
	static Path directory;

	private static Path first;

	private static Path second;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0")
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response()
			.send(exchange.request().scheme() + " " + exchange.request().clientCertificates().size()));

	private final ApplicationContextRunner httpsRunner = this.contextRunner.withPropertyValues(bundle("first", first))
		.withPropertyValues("jhttp.ssl.bundle=first");

	@BeforeAll
	static void createKeyStores() throws Exception {
		first = KeyStoreFile.create(directory, "first.example");
		second = KeyStoreFile.create(directory, "second.example");
	}

	private static String[] bundle(String name, Path keyStore) {
		String prefix = "spring.ssl.bundle.jks." + name + ".keystore.";
		return new String[] { prefix + "location=file:" + keyStore, prefix + "password=" + KeyStoreFile.PASSWORD };
	}

	@Test
	void serverSpeaksHttpWithoutBundle() {
		this.contextRunner.run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			assertThat(server.isSecure()).isFalse();
			assertThat(new TestClient(server.getPort()).send("GET", "/")).endsWith("http 0");
		});
	}

	@Test
	void serverSpeaksHttpsWithBundle(CapturedOutput output) {
		this.httpsRunner.run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			assertThat(server.isSecure()).isTrue();
			assertThat(output).contains("Jhttp started on port " + server.getPort() + " (https)");
			assertThat(send(context)).startsWith("HTTP/1.1 200 OK").endsWith("https 0");
			assertThat(hostShownTo(context, null)).isEqualTo("CN=first.example");
		});
	}

	@Test
	void serverSpeaksHttpIfToldSo() {
		this.httpsRunner.withPropertyValues("jhttp.ssl.enabled=false")
			.run((context) -> assertThat(context.getBean(JhttpServer.class).isSecure()).isFalse());
	}

	@ParameterizedTest
	@CsvSource({ "jhttp.ssl.enabled, true", "jhttp.ssl.redirect-from-port, 0",
			"jhttp.ssl.server-name-bundles[0].server-name, second.example" })
	void serverNeverSpeaksHttpBecauseTheBundleWasForgotten(String property, String value) {
		this.contextRunner.withPropertyValues(property + "=" + value, "jhttp.ssl.server-name-bundles[0].bundle=first")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("jhttp.ssl."));
	}

	@Test
	void connectionThatDoesNotBecomeEncryptedIsClosed() {
		this.httpsRunner.withPropertyValues("jhttp.ssl.handshake-timeout=50ms").run((context) -> {
			try (Socket socket = HandlerServer.client(context).connect()) {
				// Less than the default
				socket.setSoTimeout(8000);
				assertThat(socket.getInputStream().read()).isNegative();
			}
		});
	}

	@Test
	void customizerOfTheApplicationHasTheLastWord() {
		this.httpsRunner.withBean(JhttpServerCustomizer.class, () -> (builder) -> builder.tls(null))
			.run((context) -> assertThat(context.getBean(JhttpServer.class).isSecure()).isFalse());
	}

	@Test
	void clientsAreAskedForCertificates() {
		ApplicationContextRunner runner = this.httpsRunner.withPropertyValues(
				"spring.ssl.bundle.jks.first.truststore.location=file:" + second,
				"spring.ssl.bundle.jks.first.truststore.password=" + KeyStoreFile.PASSWORD);
		runner.withPropertyValues("jhttp.ssl.client-auth=want")
			.run((context) -> assertThat(send(context)).endsWith("https 0"));
		runner.withPropertyValues("jhttp.ssl.client-auth=need")
			.run((context) -> assertThatIOException().isThrownBy(() -> send(context)));
	}

	@Test
	void bundleIsThatOfTheHost() {
		this.httpsRunner.withPropertyValues(bundle("second", second))
			.withPropertyValues("jhttp.ssl.server-name-bundles[0].server-name=Second.example",
					"jhttp.ssl.server-name-bundles[0].bundle=second",
					"jhttp.ssl.server-name-bundles[1].server-name=*.wild.example",
					"jhttp.ssl.server-name-bundles[1].bundle=second")
			.run((context) -> {
				assertThat(hostShownTo(context, "first.example")).isEqualTo("CN=first.example");
				assertThat(hostShownTo(context, "second.example")).isEqualTo("CN=second.example");
				assertThat(hostShownTo(context, "a.wild.example")).isEqualTo("CN=second.example");
				assertThat(hostShownTo(context, "wild.example")).isEqualTo("CN=first.example");
				assertThat(hostShownTo(context, "a.b.wild.example")).isEqualTo("CN=first.example");
			});
	}

	@Test
	void updatedBundleIsForNewConnections(CapturedOutput output) {
		this.httpsRunner.run((context) -> {
			DefaultSslBundleRegistry registry = context.getBean(DefaultSslBundleRegistry.class);
			try (SSLSocket before = connect(context, null)) {
				before.startHandshake();
				registry.updateBundle("first", bundle(second));
				assertThat(output).contains("SSL bundle 'first' was updated; new connections use it");
				assertThat(hostShownTo(context, null)).isEqualTo("CN=second.example");
				assertThat(ask(before)).endsWith("https 0");
			}
			registry.updateBundle("first", SslBundle.of(SslStoreBundle.of(null, null, null)));
			assertThat(output).contains("SSL bundle 'first' was updated, but cannot be used: ");
			assertThat(hostShownTo(context, null)).isEqualTo("CN=second.example");
		});
	}

	private static SslBundle bundle(Path keyStore) throws Exception {
		return SslBundle.of(SslStoreBundle.of(KeyStoreFile.load(keyStore), KeyStoreFile.PASSWORD, null),
				SslBundleKey.of(KeyStoreFile.PASSWORD));
	}

	@Test
	void protocolsAndCiphersAreThoseOfTheBundle() {
		this.httpsRunner
			.withPropertyValues("spring.ssl.bundle.jks.first.options.enabled-protocols=TLSv1.2",
					"spring.ssl.bundle.jks.first.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> {
				try (SSLSocket socket = connect(context, null)) {
					assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
					assertThat(socket.getSession().getCipherSuite())
						.isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
				}
			});
	}

	// The other port

	@Test
	void otherPortIsNotBoundIfTheServerDoesNotStart() {
		this.httpsRunner.withPropertyValues("jhttp.ssl.redirect-from-port=0", "jhttp.auto-startup=false")
			.run((context) -> {
				assertThat(context.getBean(JhttpServer.class).isRunning()).isFalse();
			});
	}

	@Test
	void otherPortSendsClientsToHttps(CapturedOutput output) {
		this.httpsRunner.withPropertyValues("jhttp.ssl.redirect-from-port=0", "jhttp.address=127.0.0.1")
			.run((context) -> {
				int redirect = context.getBean(JhttpServer.class).getPort("redirect");
				assertThat(output).contains("Jhttp started on port " + redirect + " (http) with address 127.0.0.1");
				assertThat(context.getEnvironment().getProperty("local.jhttp.redirect.port", int.class))
					.isEqualTo(redirect);
				String https = "https://test:" + context.getBean(JhttpServer.class).getPort();
				TestClient client = new TestClient(redirect);
				assertThat(client.send("GET", "/a%20b?c=d")).startsWith("HTTP/1.1 308 Permanent Redirect\r\n")
					.contains("\r\nLocation: " + https + "/a%20b?c=d\r\n");
				assertThat(client.send("POST", "/", "content".getBytes(StandardCharsets.US_ASCII)))
					.startsWith("HTTP/1.1 308 ")
					.contains("\r\nLocation: " + https + "/\r\n");
				assertThat(client.send("GET", "http://other.example"))
					.contains("\r\nLocation: " + https.replace("test", "other.example") + "/\r\n");
				assertThat(client.send("GET", "//evil.example/%0d%0aX:y"))
					.contains("\r\nLocation: " + https + "//evil.example/%0d%0aX:y\r\n");
				assertThat(client.send("GET", "http://other.example:81/x?y"))
					.contains("\r\nLocation: " + https.replace("test", "other.example") + "/x?y\r\n");
			});
	}

	@Test
	void otherPortNeedsToKnowTheHost() {
		List<String> requests = List.of("GET / HTTP/1.1\r\nHost: a@evil.example\r\n\r\n",
				"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "GET / HTTP/1.1\r\nHost: \r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
				"GET / HTTP/1.0\r\n\r\n", "GET http://a@evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n");
		this.httpsRunner.withPropertyValues("jhttp.ssl.redirect-from-port=0").run((context) -> {
			for (String request : requests) {
				try (Socket socket = new TestClient(context.getBean(JhttpServer.class).getPort("redirect")).connect()) {
					assertThat(ask(socket, request)).as(request)
						.contains(" 400 Bad Request\r\n")
						.doesNotContain("Location");
				}
			}
		});
	}

	@Test
	void otherPortIsClosedWithTheServer() {
		this.httpsRunner.withPropertyValues("jhttp.ssl.redirect-from-port=0").run((context) -> {
			int port = context.getBean(JhttpServer.class).getPort("redirect");
			context.close();
			assertThatIOException().isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
		});
	}

	private static String send(ApplicationContext context) throws IOException {
		try (SSLSocket socket = connect(context, null)) {
			return ask(socket);
		}
	}

	private static String ask(Socket socket) throws IOException {
		return ask(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
	}

	private static String ask(Socket socket, String request) throws IOException {
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	private static String hostShownTo(ApplicationContext context, String serverName) throws Exception {
		try (SSLSocket socket = connect(context, serverName)) {
			return socket.getSession().getPeerPrincipal().getName();
		}
	}

	private static SSLSocket connect(ApplicationContext context, String serverName) throws IOException {
		SSLSocket socket = (SSLSocket) KeyStoreFile.trusting(first, second)
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), context.getBean(JhttpServer.class).getPort());
		socket.setSoTimeout(20_000);
		if (serverName != null) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(serverName)));
			socket.setSSLParameters(parameters);
		}
		return socket;
	}

}
