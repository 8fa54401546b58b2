package io.jhttp.integration.secured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.jhttp.spring.boot.autoconfigure.test.LocalJhttpPort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a service of files and an API that is secured as the documentation shows it.
 * The user of a test is known in its thread only.
 */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.autoconfigure.exclude=", "spring.main.web-application-type=none",
				"jhttp.address=127.0.0.1", "myapp.operator.password={noop}secret",
				"management.endpoints.web.exposure.include=*" })
class SecuredServiceTests {

	private static final KeyPair keys = keys();

	@TempDir
	static Path directory;

	@LocalJhttpPort
	private int port;

	@Autowired
	private NoteHandler notes;

	private RestTestClient client;

	private static KeyPair keys() {
		try {
			return KeyPairGenerator.getInstance("RSA").generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws IOException {
		Path publicKey = Files.writeString(directory.resolve("key.txt"),
				"-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
						+ "\n-----END PUBLIC KEY-----\n");
		Path files = Files.createDirectories(directory.resolve("files/private")).getParent();
		Files.writeString(files.resolve("open.txt"), "open");
		Files.writeString(files.resolve("private/secret.txt"), "secret");
		registry.add("jhttp.directory", () -> files);
		registry.add("spring.security.oauth2.resourceserver.jwt.public-key-location",
				() -> publicKey.toUri().toString());
	}

	@BeforeEach
	void createClient() {
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	private static String token(String user, String scope) {
		RSAKey key = new RSAKey.Builder((RSAPublicKey) keys.getPublic()).privateKey(keys.getPrivate()).build();
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(user)
			.claim("scope", scope)
			.expiresAt(Instant.now().plusSeconds(60))
			.build();
		return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(List.of(key))))
			.encode(JwtEncoderParameters.from(claims))
			.getTokenValue();
	}

	private RestTestClient.ResponseSpec get(String path, String user, String password) {
		return this.client.get().uri(path).headers((headers) -> headers.setBasicAuth(user, password)).exchange();
	}

	@Test
	void theApiTakesTokens() {
		this.client.get()
			.uri("/api/notes")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		String reader = token("bob", "read");
		String writer = token("ann", "read write");
		put(reader).expectStatus().isForbidden();
		put(writer).expectStatus().isNoContent();
		this.client.get()
			.uri("/api/notes")
			.headers((headers) -> headers.setBearerAuth(reader))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("{\"one\":\"text, by ann\"}");
		delete(token("bob", "write")).expectStatus().isForbidden();
		delete(writer).expectStatus().isNoContent();
		get("/api/notes", "olga", "secret").expectStatus().isUnauthorized();
	}

	private RestTestClient.ResponseSpec put(String token) {
		return this.client.put()
			.uri("/api/notes/one")
			.headers((headers) -> headers.setBearerAuth(token))
			.contentType(MediaType.TEXT_PLAIN)
			.body("text")
			.exchange();
	}

	private RestTestClient.ResponseSpec delete(String token) {
		return this.client.delete().uri("/api/notes/one").headers((headers) -> headers.setBearerAuth(token)).exchange();
	}

	@Test
	void endpointsAreForOperators() {
		this.client.get().uri("/actuator/health").exchange().expectStatus().isOk();
		this.client.get().uri("/actuator/metrics").exchange().expectStatus().isUnauthorized();
		get("/actuator/metrics", "olga", "wrong").expectStatus().isUnauthorized();
		get("/actuator/metrics", "olga", "secret").expectStatus().isOk();
	}

	@Test
	void filesAreOpenButForPrivateOnes() {
		this.client.get().uri("/open.txt").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("open");
		this.client.get().uri("/private/secret.txt").exchange().expectStatus().isUnauthorized();
		this.client.get().uri("/private/").exchange().expectStatus().isUnauthorized();
		get("/private/secret.txt", "olga", "secret").expectStatus().isOk().expectBody(String.class).isEqualTo("secret");
	}

	@Test
	@WithMockUser("bob")
	void methodsAreSecuredWithoutARequest() {
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> this.notes.delete("one"));
	}

	@Test
	@WithMockUser("ann")
	void methodsCanBeCalledByThoseWhoMay() {
		this.notes.delete("one");
		assertThat(this.notes.all()).isEqualTo(Map.of());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ ApiSecurity.class, EndpointSecurity.class, FileSecurity.class, NoteHandler.class })
	static class Application {

	}

}
