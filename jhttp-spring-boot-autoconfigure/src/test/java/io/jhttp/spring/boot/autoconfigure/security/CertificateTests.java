package io.jhttp.spring.boot.autoconfigure.security;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.UserDetailsService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for users who prove by a certificate who they are.
 */
class CertificateTests {

	@TempDir
	static Path directory;

	private static Path server;

	private static Path ann;

	private static Path eve;

	@BeforeAll
	static void createKeyStores() throws Exception {
		server = KeyStoreFile.create(directory, "server");
		ann = KeyStoreFile.create(directory, "ann");
		eve = KeyStoreFile.create(directory, "eve");
	}

	private static ApplicationContextRunner trusting(Path client) {
		return SecuredServer.runner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("jhttp.ssl.bundle=web", "jhttp.ssl.client-auth=want",
					"spring.ssl.bundle.jks.web.keystore.location=file:" + server,
					"spring.ssl.bundle.jks.web.keystore.password=" + KeyStoreFile.PASSWORD,
					"spring.ssl.bundle.jks.web.truststore.location=file:" + client,
					"spring.ssl.bundle.jks.web.truststore.password=" + KeyStoreFile.PASSWORD);
	}

	private static String send(ApplicationContext context, Path client, String... fields) throws Exception {
		KeyManager[] keys = null;
		if (client != null) {
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(KeyStoreFile.load(client), KeyStoreFile.PASSWORD.toCharArray());
			keys = factory.getKeyManagers();
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(KeyStoreFile.load(server));
		SSLContext ssl = SSLContext.getInstance("TLS");
		ssl.init(keys, trust.getTrustManagers(), null);
		try (SSLSocket socket = (SSLSocket) ssl.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), context.getBean(JhttpServer.class).getPort())) {
			return ask(socket, fields);
		}
	}

	private static String ask(SSLSocket socket, String... fields) throws IOException {
		socket.setSoTimeout(20_000);
		String request = "GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + String.join("", fields) + "\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	@Test
	void aCertificateIsThatOfAUser() {
		trusting(ann).run((context) -> {
			assertThat(send(context, ann)).endsWith("\r\n\r\nann CLIENT_CERT");
			assertThat(send(context, null)).startsWith("HTTP/1.1 401 ").contains("\r\nWWW-Authenticate: Basic ");
			assertThat(send(context, ann, SecuredServer.basic("root", "root") + "\r\n")).endsWith("\r\n\r\nroot Basic");
			assertThat(send(context, ann, SecuredServer.basic("root", "wrong") + "\r\n")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void aCertificateOfNoUserIsRefused() {
		trusting(eve).run((context) -> assertThat(send(context, eve)).startsWith("HTTP/1.1 401 "));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Application {

		@Bean
		UserDetailsService users() {
			return TestUsers.of(Map.of("ann", "USER", "root", "ADMIN"));
		}

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.x509(withDefaults())
				.httpBasic(withDefaults())
				.build();
		}

	}

	@RequestHandler
	static class Handlers {

		@Get("/who")
		String who(HttpExchange exchange) {
			return exchange.principal().getName() + " " + exchange.authenticationScheme();
		}

	}

}
