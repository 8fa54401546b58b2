package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application starts with and without each library that is optional, with
 * all auto-configurations that it would have.
 */
@Timeout(120)
class OptionalDependencyTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-components=always");

	@Test
	void everythingIsThere() {
		this.contextRunner.run((context) -> {
			TestClient client = new TestClient(context.getBean(JhttpServer.class).getPort());
			assertThat(client.send("GET", "/actuator/health/jhttp")).contains("\"status\":\"UP\"");
			assertThat(client.send("GET", "/actuator/metrics/http.server.requests")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/actuator/metrics/jhttp.connections.active")).contains("\"value\":1.0");
			assertThat(client.send("GET", "/actuator/mappings")).contains("\"jhttp\"");
			assertThat(client.send("GET", "/actuator/prometheus")).startsWith("HTTP/1.1 200 ")
				.contains("jhttp_connections_active", "http_server_requests_seconds_count{");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.core", "io.micrometer.tracing", "io.prometheus", "tools.jackson", "brave" })
	void applicationStartsWithout(String library) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JhttpServer.class));
	}

	/** Without Boot's own auto-configurations, which are in the same jars. */
	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health",
			"org.springframework.boot.jackson", "org.springframework.boot.micrometer.metrics",
			"org.springframework.boot.micrometer.observation", "org.springframework.boot.micrometer.tracing",
			"io.micrometer.core", "tools.jackson" })
	void jhttpStartsWithout(String module) {
		new ApplicationContextRunner().withUserConfiguration(JhttpOnly.class)
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
			.withClassLoader(new FilteredClassLoader(module))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JhttpServer.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JhttpAutoConfigurations.class)
	static class JhttpOnly {

	}

	static class JhttpAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected @Nullable AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return null;
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("io.jhttp."))
				.collect(Collectors.toCollection(ArrayList::new));
		}

		@Override
		protected Set<String> getExclusions(AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
			return Collections.emptySet();
		}

	}

}
