package io.jhttp.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.beans.BeansEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.logging.LoggersEndpointAutoConfiguration;
import org.springframework.boot.actuate.beans.BeansEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for actuator endpoints on a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EndpointsOverJhttpTests {

	private static final String V3 = "application/vnd.spring-boot.actuator.v3+json";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class,
				JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
				JacksonEndpointAutoConfiguration.class, JacksonAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, BeansEndpointAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class, LoggersEndpointAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
		.withBean(LoggingSystem.class, () -> LoggingSystem.get(getClass().getClassLoader()))
		.withAllowBeanDefinitionOverriding(true)
		.withBean(RunningApplication.class)
		.withBean("handler", HttpHandler.class, () -> (exchange) -> exchange.response().send("application"));

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpActuatorAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("application"));

	/** All of them are there, for JMX. */
	private ApplicationContextRunner exposedByJmx() {
		return this.contextRunner.withBean(StockEndpoint.class)
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*");
	}

	@Test
	void healthIsTheOnlyEndpointThatIsExposedByDefault() {
		exposedByJmx().run((context) -> {
			assertThat(context).hasSingleBean(StockEndpoint.class)
				.hasSingleBean(EnvironmentEndpoint.class)
				.hasSingleBean(BeansEndpoint.class);
			assertThat(get(context, "/actuator/health")).startsWith("HTTP/1.1 200 OK\r\n")
				.contains("\r\nContent-Type: " + V3 + "\r\n")
				.endsWith("\r\n\r\n{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
			assertThat(get(context, "/actuator/env")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/actuator/beans")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/actuator/stock/thread/a")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/actuator")).contains("/actuator/health").doesNotContain("env", "beans", "stock");
		});
	}

	@Test
	void whatNoEndpointKnowsIsLeftToTheApplication() {
		this.contextRunner.run((context) -> {
			assertThat(get(context, "/")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/actuator/")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/actuatorx/health")).endsWith("\r\n\r\napplication");
			assertThat(get(context, "/%zz/health")).endsWith("\r\n\r\napplication");
		});
	}

	@Test
	void escapedPathIsTheSameEndpoint() {
		this.contextRunner.run((context) -> assertThat(get(context, "/%61ctuator/he%61lth")).contains("\"UP\""));
	}

	@Test
	void linksAreThoseThatTheClientOfAProxyKnows() {
		this.contextRunner
			.withPropertyValues("jhttp.proxies.trusted=loopback",
					"jhttp.proxies.headers=x-forwarded-proto,x-forwarded-port")
			.run((context) -> assertThat(HandlerServer.client(context)
				.send("GET", "/actuator", "X-Forwarded-Proto: https", "X-Forwarded-Port: 8443"))
				.contains("\"self\":{\"href\":\"https://test:8443/actuator\",\"templated\":false}"));
	}

	@Test
	void linksTellWhatThereIs() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health,loggers")
			.run((context) -> assertThat(get(context, "/actuator")).startsWith("HTTP/1.1 200 OK\r\n")
				.contains("\"self\":{\"href\":\"http://test/actuator\",\"templated\":false}",
						"\"health-path\":{\"href\":\"http://test/actuator/health/{*path}\",\"templated\":true}",
						"\"loggers-name\":{\"href\":\"http://test/actuator/loggers/{name}\",\"templated\":true}"));
	}

	@Test
	void linksCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.endpoints.web.discovery.enabled=false")
			.run((context) -> assertThat(get(context, "/actuator")).endsWith("\r\n\r\napplication"));
	}

	@Test
	void exposureBasePathAndPathMappingAreHonoured() {
		exposedByJmx()
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.web.exposure.exclude=beans,stock",
					"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.health=check")
			.run((context) -> {
				assertThat(get(context, "/manage/check")).contains("\"UP\"");
				assertThat(get(context, "/manage/health")).endsWith("\r\n\r\napplication");
				assertThat(get(context, "/manage/env")).contains("\"propertySources\"");
				assertThat(context).hasSingleBean(BeansEndpoint.class);
				assertThat(get(context, "/manage/beans")).endsWith("\r\n\r\napplication");
				assertThat(get(context, "/manage/stock/thread/a")).endsWith("\r\n\r\napplication");
				assertThat(get(context, "/actuator/env")).endsWith("\r\n\r\napplication");
			});
	}

	@Test
	void endpointsCanStandAtTheRoot() {
		this.contextRunner.withPropertyValues("management.endpoints.web.base-path=/").run((context) -> {
			assertThat(get(context, "/health")).contains("\"UP\"");
			assertThat(get(context, "/")).endsWith("\r\n\r\napplication");
		});
	}

	@Test
	void accessRulesAreHonoured() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.loggers.access=READ_ONLY", "management.endpoint.env.access=NONE")
			.run((context) -> {
				assertThat(get(context, "/actuator/loggers/ROOT")).startsWith("HTTP/1.1 200 ");
				assertThat(HandlerServer.client(context)
					.send("POST", "/actuator/loggers/ROOT", "{}".getBytes(StandardCharsets.UTF_8),
							"Content-Type: application/json"))
					.startsWith("HTTP/1.1 405 ")
					.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
				assertThat(get(context, "/actuator/env")).endsWith("\r\n\r\napplication");
			});
	}

	@Test
	void operationsTakeContentSelectorsAndParameters() {
		withStock().run((context) -> {
			assertThat(post(context, "/actuator/stock/eggs", "{\"amount\":3}")).startsWith("HTTP/1.1 204 ");
			assertThat(get(context, "/actuator/stock/eggs")).endsWith("\r\n\r\n{\"eggs\":3}");
			assertThat(get(context, "/actuator/stock?names=eggs&names=sp%61m+x"))
				.endsWith("\r\n\r\n[\"eggs\",\"spam x\"]");
			assertThat(HandlerServer.client(context).send("DELETE", "/actuator/stock/eggs"))
				.startsWith("HTTP/1.1 204 ");
			assertThat(get(context, "/actuator/stock/eggs")).startsWith("HTTP/1.1 404 ");
			assertThat(get(context, "/actuator/stock/path/a/b%20c")).endsWith("\r\n\r\n[\"a\",\"b c\"]");
			assertThat(HandlerServer.client(context).send("HEAD", "/actuator/stock?names=eggs"))
				.startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Length: 8\r\n")
				.endsWith("\r\n\r\n");
			assertThat(HandlerServer.client(context).send("OPTIONS", "/actuator/stock/eggs"))
				.startsWith("HTTP/1.1 204 ")
				.contains("\r\nAllow: DELETE, GET, HEAD, OPTIONS, POST\r\n");
		});
	}

	@Test
	void ambiguousPathsAreRefused() {
		withStock().run((context) -> {
			for (String path : new String[] { "a%2Fb", "%2e%2e", "..;x", "a%5Cb", "%00", "%ff" }) {
				assertThat(get(context, "/actuator/stock/path/" + path)).as(path).startsWith("HTTP/1.1 400 ");
			}
		});
		withStock().withPropertyValues("jhttp.allow-encoded-slash=true")
			.run((context) -> assertThat(get(context, "/actuator/stock/path/a/b%2Fc"))
				.endsWith("\r\n\r\n[\"a\",\"b/c\"]"));
	}

	@Test
	void mistakesOfClientsAreTold(CapturedOutput output) {
		withStock().run((context) -> {
			assertThat(post(context, "/actuator/stock/eggs", "{}")).startsWith("HTTP/1.1 400 ");
			assertThat(post(context, "/actuator/stock/eggs", "{\"amount\":\"x\"}")).startsWith("HTTP/1.1 400 ");
			assertThat(post(context, "/actuator/stock/eggs", "{")).startsWith("HTTP/1.1 400 ");
			assertThat(post(context, "/actuator/stock/eggs", "[]")).startsWith("HTTP/1.1 400 ");
			assertThat(HandlerServer.client(context)
				.send("POST", "/actuator/stock/eggs", "amount=3".getBytes(StandardCharsets.UTF_8),
						"Content-Type: application/x-www-form-urlencoded"))
				.startsWith("HTTP/1.1 415 ");
			assertThat(HandlerServer.client(context).send("PUT", "/actuator/stock/eggs")).startsWith("HTTP/1.1 405 ");
			assertThat(HandlerServer.client(context).send("GET", "/actuator/stock/eggs", "Accept: text/html"))
				.startsWith("HTTP/1.1 406 ");
			assertThat(HandlerServer.client(context).send("GET", "/actuator/stock/eggs", "Accept: /"))
				.startsWith("HTTP/1.1 406 ");
		});
		assertThat(output).doesNotContain("Exception");
	}

	@Test
	void clientChoosesTheVersion() {
		this.contextRunner.run((context) -> {
			assertThat(accept(context, "application/json")).contains("\r\nContent-Type: application/json\r\n");
			assertThat(accept(context, "application/vnd.spring-boot.actuator.v2+json"))
				.contains("\r\nContent-Type: application/vnd.spring-boot.actuator.v2+json\r\n");
			assertThat(accept(context, "text/html, application/json;q=0.5, */*;q=0.1"))
				.contains("\r\nContent-Type: application/json\r\n");
			assertThat(accept(context, "*/*")).contains("\r\nContent-Type: " + V3 + "\r\n");
		});
	}

	private static String accept(AssertableApplicationContext context, String types) {
		return HandlerServer.client(context).send("GET", "/actuator/health", "Accept: " + types);
	}

	@Test
	void resourceIsSentAsAWholeOrInPart() {
		withStock().run((context) -> {
			String path = "/actuator/stock/file/any/bytes";
			assertThat(get(context, path)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n0123456789");
			assertThat(range(context, path, "bytes=2-4")).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Range: bytes 2-4/10\r\n")
				.endsWith("\r\n\r\n234");
			assertThat(range(context, path, "bytes=-3")).startsWith("HTTP/1.1 206 ").endsWith("\r\n\r\n789");
			assertThat(range(context, path, "bytes=20-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */10\r\n");
			assertThat(range(context, path, "lines=1-2")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n0123456789");
		});
	}

	private static String range(AssertableApplicationContext context, String path, String range) {
		return HandlerServer.client(context).send("GET", path, "Range: " + range);
	}

	@Test
	void operationsRunOnWorkers() {
		withStock()
			.run((context) -> assertThat(get(context, "/actuator/stock/thread/any/x/y")).contains("jhttp-worker-"));
	}

	@Test
	void failureOfAnOperationIsAnsweredWith500() {
		withStock().run((context) -> assertThat(post(context, "/actuator/stock/broken", "{\"amount\":1}"))
			.startsWith("HTTP/1.1 500 "));
	}

	@Test
	void probesTellWhetherTheApplicationTakesTraffic() {
		this.contextRunner.run((context) -> {
			assertThat(get(context, "/actuator/health/liveness")).startsWith("HTTP/1.1 200 ");
			assertThat(get(context, "/actuator/health/readiness")).startsWith("HTTP/1.1 200 ");
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			assertThat(get(context, "/actuator/health/readiness")).startsWith("HTTP/1.1 503 ")
				.endsWith("{\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(get(context, "/actuator/health/unknown")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void probesCanHaveShortPaths() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.probes.add-additional-paths=true",
					"management.endpoint.health.group.startup.include=ping",
					"management.endpoint.health.group.startup.additional-path=server:/startz")
			.run((context) -> {
				AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
				assertThat(get(context, "/livez")).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"UP\"}");
				assertThat(get(context, "/readyz")).startsWith("HTTP/1.1 503 ");
				assertThat(get(context, "/startz")).startsWith("HTTP/1.1 200 ");
				assertThat(get(context, "/livezz")).endsWith("\r\n\r\napplication");
			});
	}

	@Test
	void healthGroupsAndDetailsAreThoseOfBoot() {
		this.contextRunner.withBean("brokenHealthIndicator", HealthIndicator.class, () -> () -> Health.down().build())
			.withPropertyValues("management.endpoint.health.show-components=always",
					"management.endpoint.health.group.some.include=ping")
			.run((context) -> {
				assertThat(get(context, "/actuator/health")).startsWith("HTTP/1.1 503 ")
					.contains("\"broken\":{\"status\":\"DOWN\"}");
				assertThat(get(context, "/actuator/health/some")).startsWith("HTTP/1.1 200 ");
				assertThat(get(context, "/actuator/health/broken")).startsWith("HTTP/1.1 503 ");
			});
	}

	@Test
	void endpointsStandBehindFilters() {
		JhttpFilter filter = (exchange, next) -> exchange.response().status(401).send();
		this.contextRunner.withBean(JhttpFilter.class, () -> filter)
			.withPropertyValues("management.endpoint.health.probes.add-additional-paths=true")
			.run((context) -> {
				assertThat(get(context, "/actuator/health")).startsWith("HTTP/1.1 401 ");
				assertThat(get(context, "/actuator")).startsWith("HTTP/1.1 401 ");
				assertThat(get(context, "/livez")).startsWith("HTTP/1.1 401 ");
			});
	}

	@Test
	void endpointsCanHaveAServerOfTheirOwn(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("management.server.port=0", "management.server.address=127.0.0.1",
					"management.server.base-path=ops/", "jhttp.server-header=spam",
					"management.endpoint.health.probes.add-additional-paths=true",
					"management.endpoint.health.group.own.include=ping",
					"management.endpoint.health.group.own.additional-path=management:/ownz")
			.run((context) -> {
				TestClient management = management(context);
				assertThat(management.send("GET", "/ops/actuator/health")).contains("\r\nServer: spam\r\n", "\"UP\"");
				assertThat(management.send("GET", "/ops/actuator")).contains("http://test/ops/actuator/health");
				assertThat(management.send("GET", "/ownz")).contains("\"UP\"");
				assertThat(management.send("GET", "/livez")).startsWith("HTTP/1.1 404 ");
				assertThat(management.send("GET", "/")).startsWith("HTTP/1.1 404 ");
				assertThat(get(context, "/ops/actuator/health")).endsWith("\r\n\r\napplication");
				assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
				assertThat(get(context, "/livez")).contains("\"UP\"");
				assertThat(output)
					.contains("Jhttp started on port " + context.getEnvironment().getProperty("local.management.port")
							+ " (http) with address 127.0.0.1");
			});
	}

	@Test
	void portOfTheApplicationIsNoPortOfTheirOwn() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ManagementEndpoints.class)
			.getBean(JhttpServer.class)
			.satisfies((server) -> assertThat(context.getEnvironment().getProperty("local.management.port", int.class))
				.isEqualTo(server.getPort())));
	}

	@Test
	void errorOnAPortOfTheirOwnIsAProblemForProgramsAndAPageForBrowsers() {
		this.contextRunner.withPropertyValues("management.server.port=0").run((context) -> {
			TestClient management = management(context);
			assertThat(management.send("GET", "/none", "Accept: application/json")).startsWith("HTTP/1.1 404 ")
				.contains("application/problem+json", "\"status\":404");
			assertThat(management.send("GET", "/none", "Accept: text/html")).startsWith("HTTP/1.1 404 ")
				.contains("<p>Error code: 404</p>");
		});
	}

	@Test
	void negativePortSwitchesThemOff() {
		this.contextRunner.withPropertyValues("management.server.port=-1").run((context) -> {
			assertThat(context).doesNotHaveBean(ManagementEndpoints.class);
			assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
			assertThat(context.getEnvironment().getProperty("local.management.port")).isNull();
		});
	}

	@Test
	void whatManagementPropertiesCannotDoFailsTheStart() {
		this.contextRunner.withPropertyValues("management.server.address=127.0.0.1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.server.address"));
		this.contextRunner.withPropertyValues("management.server.base-path=/ops")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.server.base-path"));
		this.contextRunner.withPropertyValues("management.server.port=65536")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("management.server.port"));
	}

	@Test
	void portInUseIsToldWithItsOwnProperty() throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			this.contextRunner.withPropertyValues("management.server.port=" + taken.getLocalPort())
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("in use"));
		}
	}

	@Test
	void readinessIsRefusedBeforeTheServerStops() {
		List<String> probes = new ArrayList<>();
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof ContextClosedEvent) {
				int port = context.getBeanFactory().getBean(JhttpServer.class).getPort();
				probes.add(new TestClient(port).send("GET", "/actuator/health/readiness"));
				probes.add(new TestClient(port).send("GET", "/"));
			}
		})).run((context) -> {
			context.getSourceApplicationContext().close();
			assertThat(probes).hasSize(2);
			assertThat(probes.get(0)).startsWith("HTTP/1.1 503 ").endsWith("{\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(probes.get(1)).endsWith("\r\n\r\napplication");
		});
	}

	@Test
	void probesAreAnsweredWhileRequestsFinish() {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		HttpHandler slow = (exchange) -> {
			entered.countDown();
			release.await();
			exchange.response().send("finished");
		};
		this.contextRunner.withPropertyValues("management.server.port=0", "management.server.address=127.0.0.1")
			.withBean("handler", HttpHandler.class, () -> slow)
			.withBean("draining", Draining.class)
			.withInitializer((context) -> context.getBeanFactory()
				.registerDependentBean("draining", "jhttpServerGracefulShutdownLifecycle"))
			.run((context) -> {
				TestClient management = management(context);
				Draining draining = context.getBean(Draining.class);
				CompletableFuture<Void> closed;
				try (Socket socket = HandlerServer.client(context).connect()) {
					socket.getOutputStream()
						.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
					closed = CompletableFuture.runAsync(context.getSourceApplicationContext()::close);
					assertThat(draining.begun.await(20, TimeUnit.SECONDS)).isTrue();
					assertThat(management.send("GET", "/actuator/health/readiness")).startsWith("HTTP/1.1 503 ");
					release.countDown();
					assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
						.endsWith("finished");
				}
				closed.get(20, TimeUnit.SECONDS);
			});
	}

	@Test
	void webApplicationKeepsBootsOwn() {
		// What makes Boot take a context for one of a web application
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory().registerScope("session", new SimpleThreadScope()))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ApplicationEndpoints.class);
				assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
			});
	}

	@Test
	void withoutTheActuatorThereAreNoEndpoints() {
		this.bareRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate")).run((context) -> {
			assertThat(context).doesNotHaveBean(JhttpActuatorAutoConfiguration.class);
			assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
		});
	}

	@Test
	void withoutJacksonThereAreNoEndpointsAndTheLogSaysSo(CapturedOutput output) {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson")).run((context) -> {
			assertThat(context).doesNotHaveBean(ApplicationEndpoints.class);
			assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
		});
		assertThat(output).contains("Add spring-boot-starter-jackson");
	}

	@Test
	void withoutHealthThereAreOtherEndpoints() {
		this.bareRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					JacksonEndpointAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=env")
			.run((context) -> {
				assertThat(get(context, "/actuator/env")).contains("\"propertySources\"");
				assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication");
			});
	}

	@Test
	void endpointsNeedTheServer() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ApplicationEndpoints.class));
	}

	@Test
	void supplierOfEndpointsCanBeReplaced() {
		this.contextRunner.withBean(WebEndpointsSupplier.class, () -> Collections::emptyList)
			.run((context) -> assertThat(get(context, "/actuator/health")).endsWith("\r\n\r\napplication"));
	}

	private ApplicationContextRunner withStock() {
		return this.contextRunner.withBean(StockEndpoint.class)
			.withPropertyValues("management.endpoints.web.exposure.include=stock");
	}

	private static TestClient management(AssertableApplicationContext context) {
		return new TestClient(context.getEnvironment().getRequiredProperty("local.management.port", int.class));
	}

	private static String get(AssertableApplicationContext context, String target) {
		return HandlerServer.client(context).send("GET", target);
	}

	private static String post(AssertableApplicationContext context, String target, String json) {
		return HandlerServer.client(context)
			.send("POST", target, json.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
	}

	/** As {@code SpringApplication} tells it. */
	static class RunningApplication implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			AvailabilityChangeEvent.publish(event.getApplicationContext(), LivenessState.CORRECT);
			AvailabilityChangeEvent.publish(event.getApplicationContext(), ReadinessState.ACCEPTING_TRAFFIC);
		}

	}

	/** Is stopped right after the server of the application has begun to drain. */
	static class Draining implements SmartLifecycle {

		final CountDownLatch begun = new CountDownLatch(1);

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			this.begun.countDown();
		}

		@Override
		public boolean isRunning() {
			return this.begun.getCount() > 0;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 1024;
		}

	}

	@Endpoint(id = "stock")
	static class StockEndpoint {

		private final Map<String, Integer> amounts = new ConcurrentHashMap<>();

		@ReadOperation
		List<String> names(List<String> names) {
			return names;
		}

		@ReadOperation
		@Nullable Map<String, Integer> one(@Selector String name) {
			Integer amount = this.amounts.get(name);
			return (amount != null) ? Map.of(name, amount) : null;
		}

		@WriteOperation
		void set(@Selector String name, int amount) {
			Assert.state(!name.equals("broken"), "broken");
			this.amounts.put(name, amount);
		}

		@DeleteOperation
		void remove(@Selector String name) {
			this.amounts.remove(name);
		}

		@ReadOperation
		Object remaining(@Selector String kind, @Selector(match = Selector.Match.ALL_REMAINING) String[] rest) {
			return switch (kind) {
				case "file" -> new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII));
				case "thread" -> Thread.currentThread().getName();
				default -> rest;
			};
		}

	}

}
