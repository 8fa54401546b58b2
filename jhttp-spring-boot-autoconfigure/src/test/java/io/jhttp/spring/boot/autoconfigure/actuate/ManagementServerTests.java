package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.concurrent.TimeUnit;

import io.jhttp.server.BreakingServer;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthContributorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthIndicator;
import io.jhttp.spring.boot.autoconfigure.server.LocalPorts;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManagementServer}.
 */
class ManagementServerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpActuatorAutoConfiguration.class,
						JhttpHealthContributorAutoConfiguration.class, EndpointAutoConfiguration.class,
						JacksonEndpointAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.server.port=0");

	@Test
	void portIsNotBoundIfTheServerOfTheApplicationDoesNotStart() {
		this.contextRunner.withPropertyValues("jhttp.auto-startup=false")
			.run((context) -> assertThat(context.getBean(ManagementServer.class).isRunning()).isFalse());
	}

	@Test
	void errorIsAProblemForProgramsAndAPageForBrowsers() {
		this.contextRunner.run((context) -> {
			TestClient client = new TestClient(
					context.getEnvironment().getRequiredProperty(ManagementServer.LOCAL_PORT, Integer.class));
			assertThat(client.send("GET", "/none", "Accept: application/json")).startsWith("HTTP/1.1 404 ")
				.contains("application/problem+json", "\"status\":404");
			assertThat(client.send("GET", "/none", "Accept: text/html")).startsWith("HTTP/1.1 404 ")
				.contains("<p>Error code: 404</p>");
		});
	}

	@Test
	void applicationIsDownWhenAnEventLoopOfItHasDied() {
		this.contextRunner.withUserConfiguration(Breaking.class).run((context) -> {
			JhttpHealthIndicator indicator = context.getBean(JhttpHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			context.getBean(BreakingServer.class)
				.breakNow(context.getEnvironment().getRequiredProperty(ManagementServer.LOCAL_PORT, Integer.class));
			ManagementServer server = context.getBean(ManagementServer.class);
			long begun = System.nanoTime();
			while (server.getFailure() == null) {
				assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
				Thread.onSpinWait();
			}
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(indicator.health().getDetails())
				.containsEntry("error", "java.lang.IllegalStateException: The clock is broken")
				.containsEntry("server", "management");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Breaking {

		@Bean
		BreakingServer breakingServer() {
			return new BreakingServer();
		}

		@Bean
		ManagementServer jhttpManagementServer(BreakingServer breaking, ObjectProvider<Endpoints> endpoints,
				ApplicationContext context) {
			HttpServer.Builder builder = HttpServer.builder().port(0);
			breaking.breakable(builder);
			return new ManagementServer(builder, endpoints, "/actuator", new LocalPorts(context), true);
		}

	}

}
