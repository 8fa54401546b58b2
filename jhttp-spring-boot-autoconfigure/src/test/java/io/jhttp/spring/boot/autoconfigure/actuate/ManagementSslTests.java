package io.jhttp.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.net.ssl.SSLSocket;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for the encryption of endpoints on a port of their own.
 */
@Timeout(60)
class ManagementSslTests {

	@TempDir
	private static Path directory;

	private static Path application;

	private static Path operators;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JhttpServerAutoConfiguration.class,
				JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
				JacksonEndpointAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.server.address=127.0.0.1",
				"management.server.port=0", "management.endpoints.web.exposure.include=env")
		.withPropertyValues(bundle("application", application))
		.withPropertyValues(bundle("operators", operators))
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("application"));

	private final ApplicationContextRunner httpsRunner = this.contextRunner
		.withPropertyValues("jhttp.ssl.bundle=application");

	@BeforeAll
	static void createKeyStores() throws Exception {
		application = KeyStoreFile.create(directory, "application.example");
		operators = KeyStoreFile.create(directory, "operators.example");
	}

	private static String[] bundle(String name, Path keyStore) {
		String prefix = "spring.ssl.bundle.jks." + name + ".";
		return new String[] { prefix + "keystore.location=file:" + keyStore,
				prefix + "keystore.password=" + KeyStoreFile.PASSWORD, prefix + "truststore.location=file:" + keyStore,
				prefix + "truststore.password=" + KeyStoreFile.PASSWORD };
	}

	@Test
	void serverIsEncryptedLikeThatOfTheApplication() {
		this.contextRunner.run((context) -> assertThat(plain(context)).contains("propertySources"));
		this.httpsRunner.run((context) -> {
			assertThat(encrypted(context)).isEqualTo("CN=application.example");
			assertThat(plain(context)).doesNotContain("propertySources");
		});
		this.httpsRunner.withPropertyValues("management.server.ssl.enabled=true")
			.run((context) -> assertThat(encrypted(context)).isEqualTo("CN=application.example"));
	}

	@Test
	void serverHasABundleOfItsOwn() {
		this.contextRunner.withPropertyValues("management.server.ssl.bundle=operators")
			.run((context) -> assertThat(encrypted(context)).isEqualTo("CN=operators.example"));
		this.httpsRunner.withPropertyValues("management.server.ssl.bundle=operators")
			.run((context) -> assertThat(encrypted(context)).isEqualTo("CN=operators.example"));
	}

	@Test
	void serverIsPlainIfToldSo() {
		this.httpsRunner
			.withPropertyValues("management.server.ssl.enabled=false", "management.server.ssl.bundle=operators",
					"management.server.ssl.key-store=classpath:a.p12")
			.run((context) -> assertThat(plain(context)).contains("propertySources"));
	}

	@Test
	void clientsAreAskedForCertificates() {
		this.contextRunner
			.withPropertyValues("management.server.ssl.bundle=operators", "management.server.ssl.client-auth=need")
			.run((context) -> assertThatIOException().isThrownBy(() -> encrypted(context)));
	}

	@ParameterizedTest
	@CsvSource({ "enabled=true, management.server.ssl.bundle", "client-auth=need, management.server.ssl.bundle",
			"bundle=missing, cannot be found", "key-store=a.p12, key-store", "certificate=a.pem, certificate",
			"key-store-password=secret, key-store-password" })
	void serverNeverSpeaksHttpBecauseAPropertyWasNotUnderstood(String property, String message) {
		this.contextRunner.withPropertyValues("management.server.ssl." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(message)
				.message()
				.doesNotContain("secret"));
	}

	@Test
	void portOfTheApplicationIsEncryptedByItsOwnProperties() {
		this.contextRunner
			.withPropertyValues("jhttp.port=8000", "management.server.port=8000", "management.server.address=",
					"management.server.ssl.bundle=operators")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.server.ssl.enabled"));
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.management.port", int.class);
	}

	private static String plain(AssertableApplicationContext context) {
		return new TestClient(port(context)).send("GET", "/actuator/env");
	}

	/** Who the server says that it is. */
	private static String encrypted(AssertableApplicationContext context) throws IOException {
		try (Socket socket = KeyStoreFile.trusting(application, operators)
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), port(context))) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write("GET /actuator/env HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.contains("propertySources");
			return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
		}
	}

}
