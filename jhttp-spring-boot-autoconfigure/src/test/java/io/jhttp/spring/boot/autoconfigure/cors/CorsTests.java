package io.jhttp.spring.boot.autoconfigure.cors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.cors.CorsConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what pages of other origins may do, over the wire.
 */
class CorsTests {

	private static final String ORIGIN = "Origin: https://page.example";

	private static final String[] PREFLIGHT = { ORIGIN, "Access-Control-Request-Method: GET" };

	@TempDir
	Path directory;

	private static ApplicationContextRunner cors(String... properties) {
		return HandlerServer.runner()
			.withPropertyValues("jhttp.cors[0].pattern=/api/**", "jhttp.cors[0].allowed-origins=https://page.example",
					"jhttp.cors[0].allowed-methods=GET,SPAM", "jhttp.cors[0].allowed-headers=X-One",
					"jhttp.cors[0].exposed-headers=X-Two,X-Three", "jhttp.cors[0].allow-credentials=true",
					"jhttp.cors[0].max-age=1m")
			.withPropertyValues(properties);
	}

	@Test
	void pageOfAnOriginThatIsAllowedMayReadTheResponse() {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/api/things", ORIGIN))
					.startsWith("HTTP/1.1 200 OK\r\n")
					.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n")
					.contains("\r\nAccess-Control-Allow-Credentials: true\r\n")
					.contains("\r\nAccess-Control-Expose-Headers: X-Two,X-Three\r\n")
					.contains("\r\nVary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers\r\n")
					.endsWith("things"));
	}

	@Test
	void preflightIsAnsweredWithoutTheHandler() {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("OPTIONS", "/api/things", ORIGIN,
						"Access-Control-Request-Method: SPAM", "Access-Control-Request-Headers: x-one"))
					.startsWith("HTTP/1.1 204 No Content\r\n")
					.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n")
					.contains("\r\nAccess-Control-Allow-Methods: GET,SPAM\r\n")
					.contains("\r\nAccess-Control-Allow-Headers: x-one\r\n")
					.contains("\r\nAccess-Control-Max-Age: 60\r\n")
					.doesNotContain("\r\nAllow:", "Access-Control-Expose-Headers", "Private-Network"));
	}

	@Test
	void requestIsNoPreflightWithoutItsMethodAndItsField() {
		HandlerServer.run(cors(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/api/things", PREFLIGHT)).startsWith("HTTP/1.1 200 ").endsWith("things");
			assertThat(client.send("OPTIONS", "/api/things", ORIGIN)).startsWith("HTTP/1.1 403 ");
		});
	}

	@ParameterizedTest
	@CsvSource({ "https://other.example, GET, X-One", "https://page.example, PUT, X-One",
			"https://page.example, GET, X-Other", "null, GET, X-One" })
	void preflightOfWhatIsNotAllowedIsRefused(String origin, String method, String field) {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("OPTIONS", "/api/things", "Origin: " + origin,
						"Access-Control-Request-Method: " + method, "Access-Control-Request-Headers: " + field))
					.startsWith("HTTP/1.1 403 ")
					.doesNotContain("Access-Control-Allow"));
	}

	@Test
	void requestOfAnotherOriginIsRefused() {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/api/things", "Origin: https://other.example"))
					.startsWith("HTTP/1.1 403 ")
					.doesNotContain("Access-Control-Allow-"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://test", "http://TEST:80", "https://test", "https://test:443" })
	void pageOfTheServerItselfNeedsNoCors(String origin) {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/api/things", "Origin: " + origin))
					.startsWith("HTTP/1.1 200 ")
					.doesNotContain("Access-Control-Allow")
					.contains("\r\nVary: Origin,"));
	}

	/** As a proxy may have changed the host. */
	@Test
	void browserKnowsThatThePageIsOfTheServer() {
		HandlerServer.run(cors(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/api/things", "Origin: https://public.example",
						"Sec-Fetch-Site: same-origin"))
					.startsWith("HTTP/1.1 200 ")
					.doesNotContain("Access-Control-Allow"));
	}

	@Test
	void otherPathsHaveNoCors() {
		HandlerServer.run(cors(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/other", ORIGIN)).startsWith("HTTP/1.1 200 ")
				.doesNotContain("Access-Control", "Vary");
			assertThat(client.send("OPTIONS", "/other", PREFLIGHT)).contains("\r\nAllow: GET")
				.doesNotContain("Access-Control");
		});
	}

	@Test
	void firstPatternThatMatchesCountsWhateverAPathIsSpelledLike() {
		HandlerServer.run(cors("jhttp.cors[1].pattern=/**", "jhttp.cors[1].allowed-origins=*"), Handlers.class,
				(client, context) -> {
					assertThat(client.send("GET", "/other", "Origin: https://other.example"))
						.contains("\r\nAccess-Control-Allow-Origin: *\r\n");
					for (String path : List.of("/api/things", "/api;x/things", "/%61pi/things", "//api/things")) {
						assertThat(client.send("GET", path, "Origin: https://other.example")).as(path)
							.doesNotContain("Access-Control-Allow-Origin");
					}
				});
	}

	@Test
	void preflightNeedsNoCredentials() {
		HandlerServer.run(cors("jhttp.auth.users.ann={noop}secret"), Handlers.class, (client, context) -> {
			assertThat(client.send("OPTIONS", "/api/things", PREFLIGHT)).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("GET", "/api/things", ORIGIN)).startsWith("HTTP/1.1 401 ")
				.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n");
			assertThat(client.send("OPTIONS", "/other", PREFLIGHT)).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("OPTIONS", "/api/things", ORIGIN)).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("OPTIONS", "/api/things")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void annotationsOfHandlerBeansCount() {
		HandlerServer.run(Annotated.class, (client, context) -> {
			assertThat(client.send("GET", "/class", ORIGIN)).contains("\r\nAccess-Control-Allow-Origin: *\r\n")
				.doesNotContain("Access-Control-Allow-Credentials", "Access-Control-Expose-Headers");
			assertThat(client.send("OPTIONS", "/class", PREFLIGHT)).startsWith("HTTP/1.1 204 ")
				.contains("\r\nAccess-Control-Allow-Methods: GET\r\n", "\r\nAccess-Control-Max-Age: 1800\r\n")
				.doesNotContain("Access-Control-Allow-Headers", "Private-Network");
			assertThat(client.send("OPTIONS", "/class/7", ORIGIN, "Access-Control-Request-Method: PUT"))
				.contains("\r\nAccess-Control-Allow-Methods: PUT\r\n", "\r\nAccess-Control-Max-Age: 7\r\n");
			assertThat(client.send("OPTIONS", "/class/7", ORIGIN, "Access-Control-Request-Method: DELETE"))
				.doesNotContain("Access-Control");
			assertThat(client.send("GET", "/method", "Origin: https://a.page.example"))
				.contains("\r\nAccess-Control-Allow-Origin: https://a.page.example\r\n");
			assertThat(client.send("GET", "/method", ORIGIN)).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("GET", "/none", ORIGIN)).endsWith("none").doesNotContain("Access-Control");
		});
	}

	@Test
	void privateNetworkIsAllowedToThosePagesThatAskForIt() {
		HandlerServer.run(Annotated.class, (client, context) -> {
			String[] preflight = { "Origin: https://a.page.example", "Access-Control-Request-Method: GET",
					"Access-Control-Request-Private-Network: true" };
			assertThat(client.send("OPTIONS", "/method", preflight))
				.contains("\r\nAccess-Control-Allow-Private-Network: true\r\n");
			assertThat(client.send("OPTIONS", "/method", preflight[0], preflight[1])).startsWith("HTTP/1.1 204 ")
				.doesNotContain("Private-Network");
			assertThat(client.send("OPTIONS", "/class", preflight)).startsWith("HTTP/1.1 204 ")
				.doesNotContain("Private-Network");
		});
	}

	@Test
	void whatPropertiesAllowIsCombinedWithAnnotations() {
		HandlerServer.run(
				HandlerServer.runner()
					.withPropertyValues(
							"jhttp.cors[0].allowed-origins=https://one.example", "jhttp.cors[0].exposed-headers=X-One"),
				Annotated.class,
				(client, context) -> assertThat(client.send("GET", "/method", "Origin: https://a.page.example"))
					.contains("\r\nAccess-Control-Allow-Origin: https://a.page.example\r\n")
					.contains("\r\nAccess-Control-Expose-Headers: X-One\r\n"));
	}

	@Test
	void annotationThatAllowsAllOriginsToSendCredentialsFailsTheStart() {
		HandlerServer.runner()
			.withUserConfiguration(Careless.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("its @CrossOrigin cannot work: "));
	}

	@Test
	void sourceOfTheApplicationCounts() {
		HandlerServer.run(Sourced.class, (client, context) -> {
			assertThat(client.send("GET", "/other", ORIGIN))
				.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n");
			assertThat(client.send("GET", "/api/things", ORIGIN)).doesNotContain("Access-Control");
		});
	}

	@Test
	void filesAreSharedToo() throws Exception {
		Files.writeString(this.directory.resolve("data.json"), "{}");
		HandlerServer.run(cors("jhttp.cors[0].pattern=/**", "jhttp.directory=" + this.directory), Nothing.class,
				(client, context) -> {
					for (int i = 0; i < 2; i++) {
						assertThat(client.send("GET", "/data.json", ORIGIN)).startsWith("HTTP/1.1 200 ")
							.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n")
							.contains("\r\nVary: Origin,")
							.endsWith("{}");
					}
					assertThat(client.send("GET", "/missing", ORIGIN)).startsWith("HTTP/1.1 404 ")
						.contains("\r\nAccess-Control-Allow-Origin: https://page.example\r\n");
				});
	}

	@ParameterizedTest
	@CsvSource({ "cors[0].pattern=/a, Name the origins whose pages are allowed",
			"cors[0].pattern=/{, It is malformed at position" })
	void mistakeFailsTheStart(String property, String reason) {
		ApplicationContextRunner runner = HandlerServer.runner().withPropertyValues("jhttp." + property);
		(reason.startsWith("It") ? runner.withPropertyValues("jhttp.cors[0].allowed-origins=*") : runner)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(reason));
	}

	@Test
	void allOriginsWithCredentialsFailTheStart() {
		HandlerServer.runner()
			.withPropertyValues("jhttp.cors[0].allowed-origins=*", "jhttp.cors[0].allow-credentials=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Property jhttp.cors[0].allow-credentials"));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Sourced {

		@Bean
		CorsConfigurationSource source() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://page.example");
			configuration.applyPermitDefaultValues();
			return (request) -> request.path().equals("/other") ? configuration : null;
		}

	}

	@RequestHandler
	static class Handlers {

		@Get("/api/things")
		String things() {
			return "things";
		}

		@HttpVerb(value = "SPAM", path = "/api/things")
		String spam() {
			return "spam";
		}

		@Get("/other")
		String other() {
			return "other";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ OnClass.class, OnMethod.class })
	static class Annotated {

	}

	@RequestHandler("/class")
	@CrossOrigin
	static class OnClass {

		@Get
		String get() {
			return "class";
		}

		@Put("/{id}")
		@CrossOrigin(maxAge = 7)
		void put() {
		}

	}

	@RequestHandler
	static class OnMethod {

		@Get("/method")
		@CrossOrigin(originPatterns = "https://*.page.example", allowPrivateNetwork = "true")
		String method() {
			return "method";
		}

		@Get("/none")
		String none() {
			return "none";
		}

	}

	@RequestHandler
	static class Careless {

		@Get("/careless")
		@CrossOrigin(allowCredentials = "true")
		String get() {
			return "";
		}

	}

	static class Nothing {

	}

}
