package io.jhttp.spring.boot.webflux.example;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jhttp.spring.boot.webflux.KeyStoreFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Spring does on this server, over TLS and both versions of HTTP. The
 * application is the one of the documentation, and {@link FeatureController}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "server.reactive.session.timeout=7m",
				"server.reactive.session.cookie.name=mine", "server.reactive.session.cookie.same-site=strict",
				"spring.webflux.problemdetails.enabled=true", "spring.threads.virtual.enabled=true",
				"spring.security.user.name=operator", "spring.security.user.password={noop}secret",
				"spring.security.user.roles=ADMIN" })
class FeatureTests {

	@TempDir
	static Path directory;

	private static KeyStoreFile own;

	private final Map<Version, HttpClient> javaClients = new EnumMap<>(Version.class);

	private final Map<Version, WebTestClient> clients = new EnumMap<>(Version.class);

	@LocalServerPort
	private int port;

	@Autowired
	private FeatureController controller;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws Exception {
		own = KeyStoreFile.create(directory, "own");
		registry.add("server.ssl.key-store", () -> own.path().toUri().toString());
		registry.add("server.ssl.key-store-password", () -> KeyStoreFile.PASSWORD);
	}

	@BeforeEach
	void createClients() throws Exception {
		for (Version version : Version.values()) {
			HttpClient client = HttpClient.newBuilder().version(version).sslContext(own.trusting(own)).build();
			this.javaClients.put(version, client);
			this.clients.put(version,
					WebTestClient.bindToServer(new JdkClientHttpConnector(client))
						.baseUrl("https://localhost:" + this.port)
						.responseTimeout(Duration.ofSeconds(20))
						.build());
		}
	}

	private ResponseSpec get(Version version, String path, String... field) {
		return this.clients.get(version).get().uri(path).headers((headers) -> {
			if (field.length > 0) {
				headers.set(field[0], field[1]);
			}
		}).exchange();
	}

	private ResponseSpec getAs(Version version, String path, String password) {
		return this.clients.get(version)
			.get()
			.uri(path)
			.headers((headers) -> headers.setBasicAuth("operator", password))
			.exchange();
	}

	@ParameterizedTest
	@EnumSource
	void theVersionIsTheOneThatTheClientChooses(Version version) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + "/routed")).build();
		var response = this.javaClients.get(version).send(request, BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(version);
		assertThat(response.body()).isEqualTo("routed");
	}

	@ParameterizedTest
	@EnumSource
	void aChainAsksForAUserByBasic(Version version) {
		WebTestClient client = this.clients.get(version);
		client.post()
			.uri("/greetings/reset")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Realm\"");
		client.post()
			.uri("/greetings/reset")
			.headers((headers) -> headers.setBasicAuth("operator", "secret"))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@ParameterizedTest
	@EnumSource
	void methodsAreSecured(Version version) {
		get(version, "/administrators").expectStatus().isUnauthorized();
		getAs(version, "/administrators", "wrong").expectStatus().isUnauthorized();
		getAs(version, "/administrators", "secret").expectBody(String.class).isEqualTo("administrators");
		getAs(version, "/owners", "secret").expectStatus().isForbidden();
	}

	@ParameterizedTest
	@EnumSource
	void aFormNeedsItsTokenAndItsFileIsReceived(Version version) {
		MultipartBodyBuilder form = new MultipartBodyBuilder();
		form.part("title", "many zeros");
		form.part("file", new ByteArrayResource(new byte[300_000]) {

			@Override
			public String getFilename() {
				return "zeros";
			}

		});
		WebTestClient client = this.clients.get(version);
		client.post().uri("/forms/files").exchange().expectStatus().isForbidden();
		client.post()
			.uri("/forms/files")
			.cookie("XSRF-TOKEN", "token")
			.header("X-XSRF-TOKEN", "token")
			.bodyValue(form.build())
			.exchange()
			.expectBody(String.class)
			.isEqualTo("many zeros zeros 300000");
	}

	@ParameterizedTest
	@EnumSource
	void otherOriginsMayDoWhatAnnotationsAndTheConfigurationSay(Version version) {
		get(version, "/shared", HttpHeaders.ORIGIN, "https://example.org").expectHeader()
			.valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "https://example.org");
		get(version, "/shared", HttpHeaders.ORIGIN, "https://example.net").expectStatus().isForbidden();
		get(version, "/everywhere/shared", HttpHeaders.ORIGIN, "https://example.com").expectHeader()
			.valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "https://example.com");
		this.clients.get(version)
			.options()
			.uri("/everywhere/shared")
			.header(HttpHeaders.ORIGIN, "https://example.com")
			.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET");
	}

	@ParameterizedTest
	@EnumSource
	@EnabledForJreRange(min = JRE.JAVA_21)
	void methodsThatMayBlockAreCalledOnVirtualThreads(Version version) {
		get(version, "/thread").expectBody(String.class)
			.value((thread) -> assertThat(thread).startsWith("VirtualThread["));
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatLeavesAStreamOfEventsCancelsIt(Version version) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + this.port + "/endless")).build();
		try (InputStream stream = this.javaClients.get(version).send(request, BodyHandlers.ofInputStream()).body()) {
			assertThat(stream.readNBytes(25)).asString().isEqualTo("data:first\n\ndata:second\n\n");
		}
		assertThat(this.controller.ends().poll(20, TimeUnit.SECONDS)).isEqualTo("cancelled");
	}

	@ParameterizedTest
	@EnumSource
	void sessionsAreAsThePropertiesSay(Version version) {
		get(version, "/session").expectHeader()
			.value(HttpHeaders.SET_COOKIE,
					(cookie) -> assertThat(cookie).startsWith("mine=").endsWith("; Secure; HttpOnly; SameSite=Strict"))
			.expectBody(String.class)
			.isEqualTo("PT7M");
	}

	@ParameterizedTest
	@EnumSource
	void failuresAreProblemDetailsOrPages(Version version) {
		this.clients.get(version)
			.post()
			.uri("/greetings")
			.bodyValue(Map.of("name", ""))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.instance")
			.isEqualTo("/greetings");
		get(version, "/greetings", HttpHeaders.ACCEPT, MediaType.TEXT_HTML_VALUE).expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		get(version, "/owners", HttpHeaders.ACCEPT, MediaType.TEXT_HTML_VALUE).expectStatus().isUnauthorized();
		get(version, "/missing/page", HttpHeaders.ACCEPT, MediaType.TEXT_HTML_VALUE).expectStatus().isNotFound();
	}

	@ParameterizedTest
	@EnumSource
	void resourcesAreServedAndTheActuatorAnswers(Version version) {
		String modified = get(version, "/numbers.txt").expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("0123456789")
			.returnResult()
			.getResponseHeaders()
			.getFirst(HttpHeaders.LAST_MODIFIED);
		get(version, "/numbers.txt", HttpHeaders.IF_MODIFIED_SINCE, modified).expectStatus().isNotModified();
		get(version, "/actuator/health").expectBody().jsonPath("$.status").isEqualTo("UP");
	}

}
