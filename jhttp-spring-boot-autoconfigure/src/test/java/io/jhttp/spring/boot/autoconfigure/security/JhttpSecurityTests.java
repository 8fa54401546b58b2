package io.jhttp.spring.boot.autoconfigure.security;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.config.Customizer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.cors.CorsConfiguration;

import static io.jhttp.spring.boot.autoconfigure.security.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for {@link JhttpSecurity}, over the wire.
 */
class JhttpSecurityTests {

	private static final String ANN = basic("ann", "ann");

	private static final String ROOT = basic("root", "root");

	private static String status(String response) {
		return response.substring(9, 12);
	}

	/** A server with one chain. */
	private static ApplicationContextRunner with(Customizer<JhttpSecurity> customizer) {
		One.customizer = customizer;
		return SecuredServer.runner().withUserConfiguration(One.class, Handlers.class);
	}

	@Test
	void theFirstChainThatIsAboutARequestCounts() {
		HandlerServer.run(SecuredServer.runner(), Several.class, (client, context) -> {
			assertThat(client.send("GET", "/api/who")).startsWith("HTTP/1.1 401 ")
				.contains("\r\nWWW-Authenticate: Bearer\r\n")
				.doesNotContain("Basic");
			assertThat(client.send("GET", "/api/who", "Authorization: Bearer carl")).endsWith("\r\n\r\ncarl");
			assertThat(client.send("GET", "/api/who", ANN)).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", "Authorization: Bearer carl")).startsWith("HTTP/1.1 401 ")
				.contains("\r\nWWW-Authenticate: Basic ");
			assertThat(client.send("GET", "/who", ANN)).endsWith("\r\n\r\nann");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/**" })
	void aChainBehindOneAboutAllRequestsFailsTheStart(String pattern) {
		with((http) -> {
			if (!pattern.isEmpty()) {
				http.securityMatcher("/api", pattern);
			}
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
		}).withUserConfiguration(Behind.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("it is behind one that is about all requests, and would never count"));
	}

	@Test
	void aChainBehindOneAboutAllOfItsRequestsFailsTheStart() {
		with((http) -> http.securityMatcher("/api", "/private/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()))
			.withUserConfiguration(Behind.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining(
						"the one about /private/** is behind one about /api, /private/**, and would never count"));
	}

	@Test
	void aChainBehindOneAboutOtherRequestsCounts() {
		with((http) -> http.securityMatcher("/private/a/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())).withUserConfiguration(Behind.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatNoChainIsAboutIsRefused() {
		HandlerServer.run(
				with((http) -> http.securityMatcher("/api/**")
					.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())),
				One.class, (client, context) -> {
					assertThat(client.send("GET", "/api/who")).startsWith("HTTP/1.1 200 ");
					for (String path : List.of("/who", "/", "/nothing", "/apis", "//who", "/api/../who",
							"/api;x/who")) {
						assertThat(status(client.send("GET", path, ANN))).as(path).isIn("403", "400");
					}
				});
	}

	@Test
	void theFirstRuleThatIsAboutARequestCounts() {
		HandlerServer.run(
				with((http) -> http.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.POST, "/who")
						.hasRole("ADMIN")
						.requestMatchers(HttpMethod.GET, "/who")
						.authenticated()
						.requestMatchers("/never/**")
						.denyAll()
						.requestMatchers((request, path) -> request.hasHeader("X-Open"))
						.permitAll()
						.requestMatchers("/not")
						.not()
						.hasRole("USER")
						.requestMatchers("/own")
						.access((authentication,
								exchange) -> new AuthorizationDecision(exchange.request().hasHeader("X-Own"))))),
				One.class, (client, context) -> {
					assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ");
					assertThat(client.send("HEAD", "/who")).startsWith("HTTP/1.1 401 ");
					assertThat(client.send("GET", "/who", ANN)).endsWith("\r\n\r\nann");
					assertThat(client.send("POST", "/who")).startsWith("HTTP/1.1 401 ");
					assertThat(client.send("POST", "/who", ANN)).startsWith("HTTP/1.1 403 ");
					assertThat(client.send("POST", "/who", ROOT)).startsWith("HTTP/1.1 200 ");
					assertThat(client.send("GET", "/never/who", ROOT, "X-Open: 1")).startsWith("HTTP/1.1 403 ");
					assertThat(client.send("GET", "/open", "X-Open: 1")).startsWith("HTTP/1.1 200 ");
					assertThat(client.send("GET", "/open", ROOT)).startsWith("HTTP/1.1 403 ");
					assertThat(client.send("GET", "/not", ANN)).startsWith("HTTP/1.1 403 ");
					assertThat(client.send("GET", "/not", ROOT)).startsWith("HTTP/1.1 404 ");
					assertThat(client.send("GET", "/own", ROOT, "X-Own: 1")).startsWith("HTTP/1.1 404 ");
					assertThat(client.send("GET", "/own", ROOT)).startsWith("HTTP/1.1 403 ");
				});
	}

	@Test
	void rolesHaveTheirHierarchy() {
		HandlerServer.run(
				with((http) -> http.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("USER")))
					.withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_USER")),
				One.class, (client, context) -> assertThat(client.send("GET", "/who", ROOT)).endsWith("\r\n\r\nroot"));
	}

	@ParameterizedTest
	@CsvSource({ "Authorization: Basic, 401", "Authorization: Basic !!!, 401", "Authorization: Basic Og==, 401",
			"Authorization: Bearer, 401", "Authorization: Bearer a b, 401", "Authorization: Bearer bad, 401",
			"Authorization: Bearer bound, 401", "Authorization: Bearer carl, 200", "authorization: bearer carl, 200",
			"Authorization: Digest a, 401", "Authorization:, 401", "X-Authorization: Bearer carl, 401",
			"Authorization: Bearer unavailable, 500" })
	void credentialsAreVerified(String field, String expected) {
		HandlerServer.run(tokensAndPasswords(), One.class,
				(client, context) -> assertThat(status(client.send("GET", "/who", field))).isEqualTo(expected));
	}

	@Test
	void severalFieldsWithCredentialsAreMalformed() {
		HandlerServer.run(tokensAndPasswords(), One.class, (client, context) -> {
			assertThat(client.send("GET", "/who", ANN, ROOT)).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("GET", "/who", "Authorization: Bearer carl", "Authorization: Bearer eve"))
				.startsWith("HTTP/1.1 400 ");
			assertThat(client.send("GET", "/who", ANN, "Authorization: Bearer carl")).startsWith("HTTP/1.1 400 ");
		});
	}

	@Test
	void aClientIsToldHowToAuthenticate() {
		HandlerServer.run(tokensAndPasswords(), One.class, (client, context) -> {
			assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ")
				.contains("\r\nWWW-Authenticate: Basic realm=\"Realm\", charset=\"UTF-8\"\r\n",
						"\r\nWWW-Authenticate: Bearer\r\n");
			assertThat(client.send("GET", "/who", "Authorization: Bearer bad")).contains(
					"\r\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"It is bad\", error_uri=");
			assertThat(client.send("GET", "/admin", "Authorization: Bearer carl")).startsWith("HTTP/1.1 403 ")
				.contains("\r\nWWW-Authenticate: Bearer error=\"insufficient_scope\"");
			assertThat(client.send("GET", "/admin", ANN)).startsWith("HTTP/1.1 403 ")
				.doesNotContain("WWW-Authenticate");
		});
	}

	private static ApplicationContextRunner tokensAndPasswords() {
		return with((http) -> http.httpBasic(withDefaults())
			.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt.decoder(JhttpSecurityTests::decode)))
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/admin").hasRole("ADMIN").anyRequest().authenticated()));
	}

	private static Jwt decode(String token) {
		return switch (token) {
			case "bad" -> throw new BadJwtException("It is bad");
			case "unavailable" -> throw new JwtException("expected: no keys");
			default -> Jwt.withTokenValue(token)
				.header("alg", "none")
				.subject(token)
				.claim("cnf", token.equals("bound") ? Map.of("jkt", "x") : Map.of())
				.build();
		};
	}

	@Test
	void theApplicationMayAnswerItself() {
		HandlerServer.run(
				with((http) -> http.httpBasic(withDefaults())
					.exceptionHandling((handling) -> handling
						.authenticationEntryPoint((exchange, failure) -> exchange.response().status(401).send("who?"))
						.accessDeniedHandler((exchange, failure) -> exchange.response().status(403).send("no")))
					.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ADMIN"))),
				One.class, (client, context) -> {
					assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\nwho?");
					assertThat(client.send("GET", "/who", ANN)).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\nno");
				});
	}

	@Test
	void responsesHaveFieldsForBrowsers() {
		HandlerServer.run(
				with((http) -> http.headers((headers) -> headers.header("X-Frame-Options", "DENY"))
					.authorizeHttpRequests(
							(requests) -> requests.requestMatchers("/never").denyAll().anyRequest().permitAll())),
				One.class, (client, context) -> {
					for (String path : List.of("/open", "/nothing", "/never", "/failing")) {
						assertThat(client.send("GET", path))
							.contains("\r\nX-Content-Type-Options: nosniff\r\n", "\r\nX-Frame-Options: DENY\r\n")
							.doesNotContain("Strict-Transport-Security");
					}
				});
		HandlerServer.run(
				with((http) -> http.headers((headers) -> headers.disable())
					.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())),
				One.class,
				(client, context) -> assertThat(client.send("GET", "/open")).doesNotContain("X-Frame-Options"));
	}

	@Test
	void pagesOfOtherOriginsMayDoWhatTheChainSays() {
		CorsConfiguration allowed = new CorsConfiguration();
		allowed.addAllowedOrigin("https://example.org");
		allowed.addAllowedMethod("GET");
		HandlerServer.run(
				with((http) -> http.cors((cors) -> cors.configurationSource((request) -> allowed))
					.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())),
				One.class, (client, context) -> {
					assertThat(client.send("OPTIONS", "/who", "Origin: https://example.org",
							"Access-Control-Request-Method: GET"))
						.startsWith("HTTP/1.1 204 ")
						.contains("\r\nAccess-Control-Allow-Origin: https://example.org\r\n");
					assertThat(client.send("OPTIONS", "/who", "Origin: https://example.com",
							"Access-Control-Request-Method: GET"))
						.startsWith("HTTP/1.1 403 ");
					assertThat(client.send("GET", "/who", "Origin: https://example.org")).startsWith("HTTP/1.1 401 ")
						.contains("\r\nAccess-Control-Allow-Origin: https://example.org\r\n");
				});
	}

	@Test
	void clientsWithoutCredentialsMayBeUnknown() {
		HandlerServer.run(
				with((http) -> http.anonymous((anonymous) -> anonymous.disable())
					.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.anyRequest().anonymous())),
				One.class, (client, context) -> assertThat(client.send("GET", "/open")).startsWith("HTTP/1.1 401 "));
		HandlerServer.run(
				with((http) -> http.anonymous((anonymous) -> anonymous.principal("guest").authorities("ROLE_GUEST"))
					.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("GUEST"))),
				One.class, (client, context) -> assertThat(client.send("GET", "/open")).endsWith("\r\n\r\nopen"));
	}

	@Test
	void whatIsOpenStaysOnTheEventLoop() {
		HandlerServer.run(
				with((http) -> http.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())),
				One.class, (client, context) -> {
					assertThat(client.send("GET", "/loop")).endsWith("\r\n\r\ntrue");
					assertThat(client.send("GET", "/loop", ANN)).endsWith("\r\n\r\nfalse");
				});
	}

	/** Keys of tokens are fetched from elsewhere. */
	@Test
	void whatVerifiesCredentialsMayBlock() {
		HandlerServer.run(
				with((http) -> http
					.oauth2ResourceServer((server) -> server
						.jwt((jwt) -> jwt.decoder((token) -> decode(Thread.currentThread().getName()))))
					.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())),
				One.class, (client, context) -> assertThat(client.send("GET", "/who", "Authorization: Bearer carl"))
					.contains("\r\n\r\njhttp-worker-"));
	}

	@Test
	void aFilterThatHasAuthenticatedIsBelievedAndMayComeBeforeOrBehind() {
		ApplicationContextRunner runner = with(
				(http) -> http.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("USER")))
			.withUserConfiguration(Authenticating.class);
		HandlerServer.run(runner.withPropertyValues("spring.security.filter.order=5"), One.class,
				(client, context) -> assertThat(client.send("GET", "/who")).endsWith("\r\n\r\nfay"));
		HandlerServer.run(runner, One.class,
				(client, context) -> assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 403 "));
	}

	@Test
	void requestsThatAreRefusedAreEvents() {
		HandlerServer.run(
				with((http) -> http.httpBasic(withDefaults())
					.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ADMIN"))),
				Events.class, (client, context) -> {
					client.send("GET", "/who", ANN);
					client.send("GET", "/who", basic("ann", "wrong"));
					client.send("GET", "/who");
					assertThat(context.getBean(Events.class).events).containsExactly("AuthenticationSuccessEvent ann",
							"AuthorizationDeniedEvent ann", "AuthenticationFailureBadCredentialsEvent ann",
							"AuthorizationDeniedEvent anonymousUser");
				});
	}

	@Test
	void decisionsAreObserved() {
		Set<String> observed = ConcurrentHashMap.newKeySet();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		HandlerServer.run(with((http) -> http.httpBasic(withDefaults())
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()))
			.withBean(ObservationRegistry.class, () -> registry), One.class, (client, context) -> {
				assertThat(client.send("GET", "/who", ANN)).endsWith("\r\n\r\nann");
				assertThat(observed).containsExactlyInAnyOrder("spring.security.authentications",
						"spring.security.authorizations");
			});
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void whatCannotProtectFailsTheStart(Customizer<JhttpSecurity> customizer, String reason, String remedy) {
		with(customizer).run((context) -> {
			assertThat(context).hasFailed();
			Throwable root = context.getStartupFailure();
			while (!(root instanceof InvalidSecurityException)) {
				root = root.getCause();
			}
			FailureAnalysis analysis = new InvalidSecurityFailureAnalyzer().analyze(root);
			assertThat(analysis.getDescription())
				.isEqualTo("A JhttpSecurityFilterChain cannot be built: " + reason + ".");
			assertThat(analysis.getAction()).contains(remedy);
		});
	}

	static Stream<Object[]> mistakes() {
		return Stream.of(mistake((http) -> {
		}, "it has no rules", "anyRequest().authenticated()"),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.requestMatchers("/a")),
						"a rule does not say who may do what", "hasRole"),
				mistake((http) -> http.authorizeHttpRequests(
						(requests) -> requests.anyRequest().permitAll().requestMatchers("/a").denyAll()),
						"a rule behind anyRequest() would never count", "last"),
				mistake((http) -> http.authorizeHttpRequests(
						(requests) -> requests.requestMatchers(new String[0]).denyAll().anyRequest().permitAll()),
						"a rule is about no request", "at least one pattern"),
				mistake((http) -> http.securityMatcher(new String[0])
					.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()),
						"its securityMatcher has no pattern", "leave securityMatcher out"),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.requestMatchers("/{a").denyAll()),
						"the pattern '/{a' is malformed at position 3: Expected close capture character after variable name }",
						"PathPattern"),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.oauth2ResourceServer(withDefaults()), "oauth2ResourceServer has no kind of tokens", "jwt("),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.oauth2ResourceServer((server) -> server.jwt(withDefaults()).opaqueToken(withDefaults())),
						"oauth2ResourceServer has more than one kind of tokens", "Choose one"),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.oauth2ResourceServer((server) -> server.jwt(withDefaults())),
						"jwt has nothing that verifies tokens, or several of it", "issuer-uri"),
				mistake((http) -> http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
					.oauth2ResourceServer((server) -> server.opaqueToken(withDefaults())),
						"opaqueToken has nothing to ask about tokens, or several of it", "introspection-uri"));
	}

	private static Object[] mistake(Customizer<JhttpSecurity> customizer, String reason, String remedy) {
		return new Object[] { customizer, reason, remedy };
	}

	@Configuration(proxyBeanMethods = false)
	static class One {

		static Customizer<JhttpSecurity> customizer;

		@Bean
		UserDetailsService users() {
			return TestUsers.annAndRoot();
		}

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http) {
			customizer.customize(http);
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Behind {

		@Bean
		JhttpSecurityFilterChain behind(JhttpSecurity http) {
			return http.securityMatcher("/private/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

		@Bean
		UserDetailsService users() {
			return TestUsers.annAndRoot();
		}

		@Bean
		JwtDecoder decoder() {
			return JhttpSecurityTests::decode;
		}

		@Bean
		@Order(2)
		JhttpSecurityFilterChain others(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		@Order(1)
		JhttpSecurityFilterChain api(JhttpSecurity http) {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2ResourceServer((server) -> server.jwt(withDefaults()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Authenticating {

		@Bean
		@Order(0)
		JhttpFilter authenticating() {
			return (exchange, next) -> {
				exchange.authenticated(new TestingAuthenticationToken("fay", "x", "ROLE_USER"), "Test");
				next.handle(exchange);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Events {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Bean
		ApplicationListener<AbstractAuthenticationEvent> verified() {
			return (event) -> this.events
				.add(event.getClass().getSimpleName() + " " + event.getAuthentication().getName());
		}

		@Bean
		ApplicationListener<AuthorizationDeniedEvent<HttpExchange>> denied() {
			return (event) -> this.events
				.add(event.getClass().getSimpleName() + " " + event.getAuthentication().get().getName());
		}

	}

	@RequestHandler
	static class Handlers {

		@Get({ "/who", "/api/who" })
		String who(HttpExchange exchange) {
			return (exchange.principal() != null) ? exchange.principal().getName() : "nobody";
		}

		@Post("/who")
		String post() {
			return "posted";
		}

		@Get("/open")
		String open() {
			return "open";
		}

		@Get("/failing")
		String failing() {
			throw new IllegalStateException("expected");
		}

		@Get("/loop")
		@NonBlocking
		String loop() {
			return "" + Thread.currentThread().getName().contains("loop");
		}

	}

}
