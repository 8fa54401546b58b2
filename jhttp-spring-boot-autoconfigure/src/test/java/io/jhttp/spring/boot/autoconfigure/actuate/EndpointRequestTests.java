package io.jhttp.spring.boot.autoconfigure.actuate;

import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import io.jhttp.spring.boot.autoconfigure.security.RequestMatcher;
import io.jhttp.spring.boot.autoconfigure.security.SecuredServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.audit.AuditEventsEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static io.jhttp.spring.boot.autoconfigure.security.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for {@link EndpointRequest}, and for users of endpoints.
 */
class EndpointRequestTests {

	private static final String ANN = basic("ann", "secret");

	private static final String[] SPELLINGS = { "/actuator/things", "//actuator/things", "/actuator//things",
			"/./actuator/things", "/actuator/./things", "/x/../actuator/things", "/actuator/x/../things",
			"/%61ctuator/things", "/actuator/%74hings", "/actuator/things/", "/actuator/things//", "/actuator/things/x",
			"/actuator/things;x", "/actuator;x/things", "/;/actuator/things", "/actuator%2Fthings",
			"/actuator%5Cthings", "/actuator/things%00", "/actuator/things%20", "/actuator/things.json",
			"/Actuator/things", "/actuator/THINGS", "http://a/actuator/things", "/actuator/things?x=/open",
			"/actuator%3B/things" };

	private final ApplicationContextRunner runner = endpoints(SecuredServer.runner());

	private static ApplicationContextRunner endpoints(ApplicationContextRunner runner) {
		return runner
			.withConfiguration(
					AutoConfigurations.of(JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
							JacksonEndpointAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
							HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
							AuditAutoConfiguration.class, AuditEventsEndpointAutoConfiguration.class))
			.withBean(Things.class)
			.withPropertyValues("management.endpoints.web.exposure.include=*", "jhttp.directory=src/test/java",
					"spring.security.user.name=ann", "spring.security.user.password=secret",
					"spring.security.user.roles=OPERATOR", "management.endpoint.health.group.live.include=ping",
					"management.endpoint.health.group.live.additional-path=server:/livez");
	}

	private static TestClient management(ApplicationContext context) {
		return new TestClient(context.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
	}

	private static String status(String response) {
		return response.substring(9, 12);
	}

	private static void assertEndpoints(TestClient client, String basePath) {
		assertThat(status(client.send("GET", basePath + "/health"))).isEqualTo("200");
		assertThat(status(client.send("GET", basePath + "/health/live"))).isEqualTo("200");
		assertThat(status(client.send("GET", basePath + "/things"))).isEqualTo("200");
		assertThat(status(client.send("HEAD", basePath + "/things"))).isEqualTo("200");
		assertThat(status(client.send("POST", basePath + "/things"))).isEqualTo("401");
		assertThat(status(client.send("GET", basePath + "/secured"))).isEqualTo("401");
		assertThat(status(client.send("GET", basePath))).isEqualTo("401");
		assertThat(status(client.send("GET", basePath, ANN))).isEqualTo("200");
		assertThat(status(client.send("GET", basePath + "/secured", ANN))).isEqualTo("200");
	}

	@Test
	void endpointsAreFoundOnThePortOfTheApplication() {
		HandlerServer.run(this.runner.withPropertyValues("management.endpoints.web.base-path=/manage"), Chain.class,
				(client, context) -> {
					assertEndpoints(client, "/manage");
					assertThat(status(client.send("GET", "/livez"))).isEqualTo("200");
					assertThat(status(client.send("GET", "/actuator/health", ANN))).isEqualTo("403");
				});
	}

	@Test
	void endpointsAreFoundOnAPortOfTheirOwn() {
		HandlerServer.run(
				this.runner.withPropertyValues("management.server.port=0", "management.server.address=127.0.0.1",
						"management.server.base-path=/ops", "management.endpoints.web.path-mapping.health=well"),
				Chain.class, (client, context) -> {
					TestClient management = management(context);
					assertThat(status(management.send("GET", "/ops/actuator/well"))).isEqualTo("200");
					assertThat(status(management.send("GET", "/ops/actuator/things"))).isEqualTo("200");
					assertThat(status(management.send("GET", "/ops/actuator"))).isEqualTo("401");
					assertThat(status(management.send("GET", "/livez", ANN))).isEqualTo("403");
					assertThat(status(client.send("GET", "/livez"))).isEqualTo("200");
					assertThat(status(client.send("GET", "/ops/actuator/well", ANN))).isEqualTo("403");
				});
	}

	@Test
	void endpointsAreFoundOnAListenerOfManagement() {
		ApplicationContextRunner unbound = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class));
		HandlerServer.run(
				endpoints(SecuredServer.secured(unbound)).withPropertyValues("jhttp.listeners.web.port=0",
						"jhttp.listeners.web.address=127.0.0.1", "jhttp.listeners.operators.port=0",
						"jhttp.listeners.operators.address=127.0.0.1", "jhttp.listeners.operators.serves=management"),
				Chain.class, (client, context) -> {
					assertEndpoints(new TestClient(context.getBean(JhttpServer.class).getPort("operators")),
							"/actuator");
					assertThat(status(client.send("GET", "/actuator/health", ANN))).isEqualTo("403");
				});
	}

	@Test
	void operationsKnowTheUserOnAPortOfTheirOwn() {
		HandlerServer.run(
				this.runner.withPropertyValues("management.server.port=0", "management.server.address=127.0.0.1"),
				Chain.class, (client, context) -> {
					TestClient management = management(context);
					assertThat(management.send("GET", "/actuator/secured", ANN)).endsWith("\r\n\r\nsecured");
					assertThat(status(management.send("GET", "/actuator/secured/x", ANN))).isEqualTo("403");
				});
	}

	@Test
	void whatWasRefusedIsAudited() {
		HandlerServer.run(this.runner.withBean(InMemoryAuditEventRepository.class), Chain.class, (client, context) -> {
			client.send("GET", "/actuator/things", basic("ann", "wrong"));
			client.send("GET", "/elsewhere", ANN);
			assertThat(client.send("GET", "/actuator/auditevents", ANN))
				.containsSubsequence("\"principal\":\"ann\"", "AUTHENTICATION_FAILURE", "AUTHENTICATION_SUCCESS",
						"AUTHORIZATION_FAILURE")
				.contains("\"remoteAddress\":\"127.0.0.1\"");
		});
	}

	@Test
	void healthTellsUsersInARoleMore() {
		HandlerServer.run(this.runner.withPropertyValues("management.endpoint.health.show-components=when-authorized",
				"management.endpoint.health.roles=OPERATOR"), Chain.class, (client, context) -> {
					assertThat(client.send("GET", "/actuator/health", ANN)).contains("\"components\"");
					assertThat(client.send("GET", "/actuator/health")).doesNotContain("\"components\"");
				});
		HandlerServer.run(
				this.runner.withPropertyValues("management.endpoint.health.show-components=when-authorized",
						"management.endpoint.health.roles=OTHER"),
				Chain.class, (client, context) -> assertThat(client.send("GET", "/actuator/health", ANN))
					.doesNotContain("\"components\""));
	}

	private static void assertNoSpellingIsOpen(TestClient client) {
		for (String target : SPELLINGS) {
			for (String method : new String[] { "GET", "HEAD", "POST", "SPAM" }) {
				assertThat(client.send(method, target)).as(method + " " + target)
					.matches("(?s)HTTP/1\\.1 [345].*")
					.doesNotContain("\r\n\r\nthings", "written");
			}
		}
		assertThat(status(client.send("OPTIONS", SPELLINGS[0]))).isEqualTo("401");
		assertThat(client.send("GET", SPELLINGS[0], ANN)).endsWith("\r\n\r\nthings");
	}

	@Test
	void noSpellingOfAnEndpointIsLeftToTheChainOfFiles() {
		HandlerServer.run(this.runner.withPropertyValues("jhttp.allow-encoded-slash=true"), Several.class,
				(client, context) -> assertNoSpellingIsOpen(client));
		HandlerServer.run(
				this.runner.withPropertyValues("management.server.port=0", "management.server.address=127.0.0.1"),
				Several.class, (client, context) -> assertNoSpellingIsOpen(management(context)));
	}

	@Test
	void withinAnotherMatcherItKnowsNoEndpointsAndSaysSo() {
		RequestMatcher endpoints = EndpointRequest.toAnyEndpoint();
		RequestMatcher others = (request, path) -> !endpoints.matches(request, path);
		HandlerServer.run(this.runner.withBean("others", RequestMatcher.class, () -> others), Wrapped.class,
				(client, context) -> assertThat(status(client.send("GET", "/actuator/things"))).isEqualTo("500"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapped {

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http, RequestMatcher others) {
			return http.authorizeHttpRequests((requests) -> requests.requestMatchers(others).permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@Order(1)
		JhttpSecurityFilterChain endpoints(JhttpSecurity http) {
			return http.securityMatcher(EndpointRequest.toAnyEndpoint())
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		@Order(2)
		JhttpSecurityFilterChain files(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Chain {

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http) {
			http.authorizeHttpRequests((requests) -> {
				requests
					.requestMatchers(EndpointRequest.to(HealthEndpoint.class),
							EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
					.permitAll();
				requests.requestMatchers(EndpointRequest.to("things").withHttpMethod(HttpMethod.GET)).permitAll();
				requests
					.requestMatchers(EndpointRequest.toAnyEndpoint().excluding(HealthEndpoint.class).excludingLinks(),
							EndpointRequest.toLinks())
					.hasRole("OPERATOR");
				requests.anyRequest().denyAll();
			});
			return http.httpBasic(withDefaults()).build();
		}

		@Bean
		Secured secured() {
			return new Secured();
		}

	}

	@Endpoint(id = "things")
	static class Things {

		@ReadOperation
		String read() {
			return "things";
		}

		@WriteOperation
		String write() {
			return "written";
		}

	}

	@Endpoint(id = "secured")
	static class Secured {

		@ReadOperation
		@PreAuthorize("authentication.name == 'ann'")
		public String read() {
			return "secured";
		}

		@ReadOperation
		@PreAuthorize("hasRole('ROOT')")
		public String read(@Selector String name) {
			return "secret";
		}

	}

}
