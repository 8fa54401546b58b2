package io.jhttp.spring.boot.autoconfigure.security;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.UnusedPropertyException;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

import static io.jhttp.spring.boot.autoconfigure.security.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what protects an application that only has Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultSecurityTests {

	private static final String CHALLENGE = "\r\nWWW-Authenticate: Basic realm=\"Realm\", charset=\"UTF-8\"\r\n";

	private static final Pattern PASSWORD = Pattern.compile("Using generated security password: (\\S+)");

	/** Boot makes no user beside opaque tokens. */
	private static ApplicationContextRunner withoutTokens() {
		return SecuredServer.runner().withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"));
	}

	private static ApplicationContextRunner endpoints(ApplicationContextRunner runner) {
		return runner
			.withConfiguration(
					AutoConfigurations.of(JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
							JacksonEndpointAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
							HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=when-authorized",
					"management.endpoint.health.group.live.include=ping",
					"management.endpoint.health.group.live.additional-path=server:/livez");
	}

	@Test
	void everythingNeedsTheUserWhosePasswordTheLogTells(CapturedOutput output) {
		HandlerServer.run(withoutTokens(), Handlers.class, (client, context) -> {
			Matcher password = PASSWORD.matcher(output);
			assertThat(password.find()).isTrue();
			for (String path : new String[] { "/", "/who", "/nothing" }) {
				assertThat(client.send("GET", path)).startsWith("HTTP/1.1 401 ").contains(CHALLENGE);
				assertThat(client.send("GET", path, basic("user", "wrong"))).startsWith("HTTP/1.1 401 ")
					.contains(CHALLENGE);
			}
			assertThat(client.send("GET", "/who", basic("user", password.group(1)))).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/nothing", basic("user", password.group(1)))).startsWith("HTTP/1.1 404 ");
			assertThat(output).doesNotContain("does not protect this server");
		});
	}

	@Test
	void propertiesDescribeTheUser(CapturedOutput output) {
		HandlerServer.run(
				SecuredServer.runner()
					.withPropertyValues("spring.security.user.name=ann", "spring.security.user.password=a:b c"),
				Handlers.class, (client, context) -> {
					assertThat(client.send("GET", "/who", basic("ann", "a:b c"))).endsWith("\r\n\r\nann Basic");
					assertThat(client.send("GET", "/who", basic("ann", "a"))).startsWith("HTTP/1.1 401 ");
					assertThat(output).doesNotContain("Using generated security password");
				});
	}

	@Test
	void usersOfTheApplicationTakeThePlaceOfTheGeneratedOne(CapturedOutput output) {
		HandlerServer.run(withoutTokens().withBean(UserDetailsService.class, () -> TestUsers.of(Map.of("bob", "USER"))),
				Handlers.class, (client, context) -> {
					assertThat(client.send("GET", "/who", basic("bob", "bob"))).endsWith("\r\n\r\nbob Basic");
					assertThat(output).doesNotContain("Using generated security password");
				});
	}

	@Test
	void passwordsWithoutHttpsAreWarnedOf(CapturedOutput output) {
		HandlerServer.run(SecuredServer.withUser().withPropertyValues("jhttp.address=0.0.0.0"), Handlers.class,
				(client, context) -> assertThat(output).containsOnlyOnce("Passwords are sent unencrypted"));
	}

	@Test
	void tokensAndThisMachineAreNotWarnedOf(CapturedOutput output) {
		SecuredServer.withUser()
			.withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(context).hasNotFailed());
		SecuredServer.runner()
			.withBean(JwtDecoder.class, () -> DefaultSecurityTests::decode)
			.withPropertyValues("jhttp.address=0.0.0.0")
			.withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(output).doesNotContain("unencrypted"));
	}

	@Test
	void aDecoderOfTokensTakesThePlaceOfPasswords() {
		HandlerServer.run(SecuredServer.runner().withBean(JwtDecoder.class, () -> DefaultSecurityTests::decode),
				Handlers.class, (client, context) -> {
					assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ")
						.contains("\r\nWWW-Authenticate: Bearer\r\n")
						.doesNotContain("Basic");
					assertThat(client.send("GET", "/who", "Authorization: Bearer good"))
						.endsWith("\r\n\r\ncarl Bearer");
					assertThat(client.send("GET", "/who", "Authorization: Bearer bad")).startsWith("HTTP/1.1 401 ")
						.contains("error=\"invalid_token\"");
				});
	}

	private static Jwt decode(String token) {
		if (!token.equals("good")) {
			throw new BadJwtException("It is bad");
		}
		return Jwt.withTokenValue(token).header("alg", "none").subject("carl").build();
	}

	@Test
	void anIntrospectorTakesThePlaceOfPasswords() {
		OpaqueTokenIntrospector introspector = (token) -> {
			throw new BadOpaqueTokenException("It is bad");
		};
		HandlerServer.run(SecuredServer.runner().withBean(OpaqueTokenIntrospector.class, () -> introspector),
				Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/who", "Authorization: Bearer bad"))
					.startsWith("HTTP/1.1 401 ")
					.contains("\r\nWWW-Authenticate: Bearer error=\"invalid_token\""));
	}

	@Test
	void withoutAnyUsersNoClientComesInAndTheLogSaysSo(CapturedOutput output) {
		HandlerServer.run(SecuredServer.runner(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("GET", "/who", basic("user", ""))).startsWith("HTTP/1.1 403 ");
			assertThat(output).contains("Every request is refused, as there are no users.");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "management.server.port=0" })
	void healthIsOpenAndTellsUsersMore(String property) {
		HandlerServer.run(endpoints(SecuredServer.withUser()).withPropertyValues("management.server.address=127.0.0.1")
			.withPropertyValues(
					property.isEmpty() ? new String[] { "management.server.address=" } : new String[] { property }),
				Handlers.class, (application, context) -> {
					int port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
					TestClient client = new TestClient(port);
					assertThat(client.send("GET", "/actuator/health")).startsWith("HTTP/1.1 200 ")
						.doesNotContain("\"details\"", "\"components\"");
					assertThat(client.send("GET", "/actuator/health", basic("ann", "secret")))
						.startsWith("HTTP/1.1 200 ")
						.contains("\"components\"");
					assertThat(application.send("GET", "/livez")).startsWith("HTTP/1.1 200 ");
					for (String path : new String[] { "/actuator", "/actuator/conditions", "/actuator/nothing", "/" }) {
						assertThat(client.send("GET", path)).as(path).startsWith("HTTP/1.1 401 ");
					}
					assertThat(client.send("GET", "/actuator", basic("ann", "secret"))).startsWith("HTTP/1.1 200 ");
				});
	}

	@Test
	void rulesOfPropertiesBesideItFailTheStart() {
		SecuredServer.withUser()
			.withPropertyValues("jhttp.auth.users.ann={noop}a")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(UnusedPropertyException.class)
				.hasMessage("jhttp.auth.users.ann would have no effect: Spring Security protects this server"));
	}

	@Test
	void scriptsThatAreConfiguredWronglyAreToldAsWithoutIt() {
		SecuredServer.withUser()
			.withPropertyValues("jhttp.directory=.", "jhttp.cgi.enabled=true", "jhttp.cgi.directories=/a/../b")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("jhttp.cgi.directories"));
	}

	@Test
	void withoutSpringSecurityThereIsNothingOfIt() {
		SecuredServer.runner()
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/open"))
				.startsWith("HTTP/1.1 200 "));
	}

	@RequestHandler
	static class Handlers {

		@Get("/who")
		String who(HttpExchange exchange) {
			return exchange.principal().getName() + " " + exchange.authenticationScheme();
		}

		@Get("/open")
		String open() {
			return "open";
		}

		@Post("/who")
		String post() {
			return "posted";
		}

	}

}
