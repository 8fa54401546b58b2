package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthContributorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.metrics.JhttpServerMetrics;
import io.jhttp.spring.boot.autoconfigure.observation.JhttpObservationAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import reactor.core.publisher.Mono;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.web.bind.annotation.RequestParam;

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

	private final ApplicationContextRunner jhttpRunner = new ApplicationContextRunner()
		.withUserConfiguration(JhttpOnly.class)
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.endpoints.web.exposure.include=*");

	@Test
	void everythingIsThere() {
		this.contextRunner.run((context) -> {
			TestClient client = HandlerServer.client(context);
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

	// Each alone, without Boot's own auto-configurations, which are in the same jars

	@Test
	void eachOptionalDependencyIsOneOfThese() throws Exception {
		Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));
		NodeList optional = (NodeList) XPathFactory.newInstance()
			.newXPath()
			.evaluate("/project/dependencies/dependency[optional='true']/artifactId", pom, XPathConstants.NODESET);
		assertThat(IntStream.range(0, optional.getLength()).mapToObj((i) -> optional.item(i).getTextContent()))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(Dependency.values()).map(Dependency::artifact).toList());
	}

	@ParameterizedTest
	@EnumSource
	void serverAndHandlerBeansWorkWithout(Dependency dependency) {
		this.jhttpRunner.withClassLoader(dependency.missing()).withUserConfiguration(Texts.class).run((context) -> {
			assertThat(HandlerServer.client(context).send("GET", "/texts")).endsWith("\r\n\r\ntext");
			assertThat(HandlerServer.client(context).send("GET", "/texts/later")).endsWith("\r\n\r\nlater");
			assertThat(HandlerServer.client(context).send("GET", "/texts/number?n=x")).startsWith("HTTP/1.1 400 ");
		});
	}

	@Test
	void withoutReactorItsResultsAreObjectsLikeOthers() {
		this.jhttpRunner.withUserConfiguration(Reactive.class)
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/reactive"))
				.endsWith("\r\n\r\nmono"));
		this.jhttpRunner.withUserConfiguration(Reactive.class)
			.withClassLoader(Dependency.REACTOR.missing())
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/reactive"))
				.startsWith("HTTP/1.1 200 ")
				.doesNotContain("mono"));
	}

	@Test
	void withoutConvertersOfBootTheirCustomizersAreNotAsked() {
		ApplicationContextRunner runner = this.jhttpRunner.withUserConfiguration(Indented.class);
		runner.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/data")).endsWith("\n}"));
		runner.withClassLoader(Dependency.HTTP_CONVERTER.missing())
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/data")).endsWith("{\"a\":1}"));
	}

	/** Whether there is JSON at all is up to spring-web: see OptionalLibraryTests. */
	@Test
	void withoutJacksonThereAreNoEndpoints() {
		ApplicationContextRunner runner = this.jhttpRunner
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasBean("jhttpEndpoints"));
		runner.withClassLoader(Dependency.JACKSON.missing())
			.run((context) -> assertThat(context).doesNotHaveBean("jhttpEndpoints"));
	}

	@Test
	void withoutBootsJacksonThereIsJsonOfTheDefaultMapper() {
		this.jhttpRunner.withUserConfiguration(Data.class)
			.withClassLoader(Dependency.BOOT_JACKSON.missing())
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/data")).endsWith("{\"a\":1}"));
	}

	@Test
	void withoutTheValidationApiNothingIsValidated() {
		Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
		ApplicationContextRunner runner = this.jhttpRunner.withUserConfiguration(Constraints.class)
			.withBean(Validator.class, () -> validator);
		runner.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/constraints?n=11"))
			.startsWith("HTTP/1.1 400 "));
		runner.withClassLoader(Dependency.VALIDATION.missing())
			.run((context) -> assertThat(HandlerServer.client(context).send("GET", "/constraints?n=11"))
				.endsWith("11"));
	}

	@Test
	void withoutTheActuatorThereAreNoEndpointsNoMappingsAndNoExchanges() {
		assertIsThereOnlyWith(Dependency.ACTUATOR, JhttpActuatorAutoConfiguration.class);
		ApplicationContextRunner runner = this.jhttpRunner.withBean(InMemoryHttpExchangeRepository.class);
		String[] beans = { "jhttpMappingDescriptionProvider", "jhttpExchangeRecorder" };
		for (String bean : beans) {
			runner.run((context) -> assertThat(context).hasBean(bean));
			runner.withClassLoader(Dependency.ACTUATOR.missing())
				.run((context) -> assertThat(context).doesNotHaveBean(bean));
		}
	}

	@Test
	void withoutHealthThereIsNoIndicator() {
		assertIsThereOnlyWith(Dependency.HEALTH, JhttpHealthContributorAutoConfiguration.class);
	}

	@Test
	void withoutMetricsThereAreNoMeters() {
		this.jhttpRunner.withBean(SimpleMeterRegistry.class)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(Dependency.METRICS.missing())
			.run((context) -> assertThat(context).hasBean("jhttpObservingCustomizer")
				.doesNotHaveBean(MaximumAllowableTagsMeterFilter.class)
				.doesNotHaveBean(JhttpServerMetrics.class));
	}

	@Test
	void withoutObservationsRequestsAreNotObserved() {
		assertIsThereOnlyWith(Dependency.OBSERVATION, JhttpObservationAutoConfiguration.class);
	}

	@Test
	void withoutTheConfigurationOfSpringSecurityThereAreNoChains() {
		assertIsThereOnlyWith(Dependency.SECURITY_CONFIG, JhttpSecurityAutoConfiguration.class);
	}

	@Test
	void withoutBootsSecurityThereIsNoUser() {
		ApplicationContextRunner runner = this.jhttpRunner.withPropertyValues("spring.security.user.password=secret");
		runner.run((context) -> assertThat(context).hasBean("jhttpUserDetailsManager"));
		runner.withClassLoader(Dependency.BOOT_SECURITY.missing())
			.run((context) -> assertThat(context).doesNotHaveBean("jhttpUserDetailsManager"));
	}

	@Test
	void withoutBootsTestSupportThePortIsStillInTheEnvironment() {
		this.jhttpRunner.withClassLoader(Dependency.TEST.missing())
			.run((context) -> assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class))
				.isEqualTo(context.getBean(JhttpServer.class).getPort()));
	}

	private void assertIsThereOnlyWith(Dependency dependency, Class<?>... autoConfigurations) {
		ApplicationContextRunner runner = this.jhttpRunner.withBean(InMemoryHttpExchangeRepository.class)
			.withBean(ObservationRegistry.class, ObservationRegistry::create);
		for (Class<?> autoConfiguration : autoConfigurations) {
			runner.run((context) -> assertThat(context).hasSingleBean(autoConfiguration));
			runner.withClassLoader(dependency.missing())
				.run((context) -> assertThat(context).doesNotHaveBean(autoConfiguration));
		}
	}

	/**
	 * What an application need not have.
	 */
	enum Dependency {

		REACTOR("reactor-core", "reactor"),

		HTTP_CONVERTER("spring-boot-http-converter", "org.springframework.boot.http.converter"),

		JACKSON("jackson-databind", "tools.jackson"),

		VALIDATION("jakarta.validation-api", "jakarta.validation"),

		ACTUATOR("spring-boot-actuator-autoconfigure", "org.springframework.boot.actuate"),

		HEALTH("spring-boot-health", "org.springframework.boot.health"),

		BOOT_JACKSON("spring-boot-jackson", "org.springframework.boot.jackson"),

		METRICS("spring-boot-micrometer-metrics", "org.springframework.boot.micrometer.metrics", "io.micrometer.core"),

		OBSERVATION("spring-boot-micrometer-observation", "org.springframework.boot.micrometer.observation"),

		TEST("spring-boot-test", "org.springframework.boot.test.http", "org.springframework.boot.test.web"),

		BCRYPT("spring-security-crypto", "org.springframework.security.crypto"),

		BOOT_SECURITY("spring-boot-security", "org.springframework.boot.security"),

		SECURITY_CONFIG("spring-security-config", "org.springframework.security.config"),

		SECURITY_WEB("spring-security-web", "org.springframework.security.web"),

		JOSE("spring-security-oauth2-jose", "org.springframework.security.oauth2.jwt",
				"org.springframework.security.oauth2.jose"),

		RESOURCE_SERVER("spring-security-oauth2-resource-server",
				"org.springframework.security.oauth2.server.resource");

		private final String artifact;

		private final String[] packages;

		Dependency(String artifact, String... packages) {
			this.artifact = artifact;
			this.packages = packages;
		}

		String artifact() {
			return this.artifact;
		}

		FilteredClassLoader missing() {
			return new FilteredClassLoader(this.packages);
		}

	}

	@RequestHandler("/texts")
	static class Texts {

		@Get
		String text() {
			return "text";
		}

		@Get("/later")
		CompletionStage<String> later() {
			return CompletableFuture.completedFuture("later");
		}

		@Get("/number")
		String number(@RequestParam int n) {
			return "" + n;
		}

	}

	@RequestHandler
	static class Reactive {

		@Get("/reactive")
		Mono<String> get() {
			return Mono.just("mono");
		}

	}

	@RequestHandler
	static class Data {

		@Get("/data")
		Map<String, Integer> get() {
			return Map.of("a", 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Indented {

		@Bean
		Data data() {
			return new Data();
		}

		@Bean
		ServerHttpMessageConvertersCustomizer indented() {
			JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
			return (builder) -> builder.registerDefaults()
				.withJsonConverter(new JacksonJsonHttpMessageConverter(mapper));
		}

	}

	@RequestHandler
	static class Constraints {

		@Get("/constraints")
		String get(@RequestParam @Max(10) int n) {
			return "" + n;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Open.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ JhttpAutoConfigurations.class, Open.class })
	static class JhttpOnly {

	}

	/** Spring Security would ask for passwords. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuthenticationConfiguration.class)
	static class Open {

		@Bean
		JhttpSecurityFilterChain open(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

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
