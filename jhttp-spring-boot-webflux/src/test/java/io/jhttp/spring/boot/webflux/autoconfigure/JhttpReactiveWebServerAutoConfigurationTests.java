package io.jhttp.spring.boot.webflux.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.webflux.JhttpReactiveWebServerFactory;
import io.jhttp.spring.boot.webflux.JhttpWebServerCustomizer;
import io.jhttp.spring.boot.webflux.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JhttpReactiveWebServerAutoConfiguration} and the properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class JhttpReactiveWebServerAutoConfigurationTests {

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(
				AutoConfigurations.of(JhttpReactiveWebServerAutoConfiguration.class, SslAutoConfiguration.class))
		.withUserConfiguration(UriHandler.class)
		.withPropertyValues("server.port=0");

	private static int port(ApplicationContext context) {
		return ((AssertableReactiveWebApplicationContext) context)
			.getSourceApplicationContext(AnnotationConfigReactiveWebServerApplicationContext.class)
			.getWebServer()
			.getPort();
	}

	private static String get(ApplicationContext context, String fields) throws IOException {
		return RawClient.exchange(port(context), LAST_GET + fields + "\r\n");
	}

	@Test
	void theServerOfAReactiveApplicationIsThisOne() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(JhttpReactiveWebServerFactory.class);
			assertThat(get(context, "")).startsWith("HTTP/1.1 200 OK\r\n").contains("http://a/ from ");
		});
	}

	@Test
	void thePortIsAPropertyOfTheEnvironment() {
		this.contextRunner
			.withInitializer((context) -> new ServerPortInfoApplicationContextInitializer()
				.initialize((ConfigurableApplicationContext) context))
			.run((context) -> assertThat(context.getBean(Environment.class).getProperty("local.server.port"))
				.isEqualTo(String.valueOf(port(context))));
	}

	@Test
	void anotherFactoryTakesItsPlace() {
		this.contextRunner.withUserConfiguration(OwnFactory.class)
			.run((context) -> assertThat(context).getBean(ReactiveWebServerFactory.class)
				.isInstanceOf(OwnServerFactory.class));
	}

	@Test
	void otherApplicationsHaveNoSuchServer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpReactiveWebServerAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveWebServerFactory.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void customizersComeAfterTheProperties() {
		this.contextRunner.withUserConfiguration(Customizing.class)
			.withPropertyValues("server.server-header=property")
			.run((context) -> assertThat(get(context, "")).contains("Server: customized\r\n"));
	}

	@Test
	void propertiesOfBootAndOfTheEngineCount() {
		this.contextRunner
			.withPropertyValues("server.server-header=mine", "server.max-http-request-header-size=200B",
					"server.jhttp.max-request-line-size=100B", "server.jhttp.max-request-body-size=3B")
			.run((context) -> {
				assertThat(get(context, "")).contains("Server: mine\r\n");
				assertThat(get(context, "X: " + "x".repeat(200) + "\r\n")).startsWith("HTTP/1.1 431 ");
				assertThat(RawClient.exchange(port(context),
						"GET /" + "x".repeat(100) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
					.startsWith("HTTP/1.1 414 ");
				assertThat(get(context, "Content-Length: 4\r\n")).startsWith("HTTP/1.1 413 ");
			});
	}

	@Test
	void proxiesAreBelievedWithTheNativeStrategyOnly() {
		String forwarded = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: example.org\r\n";
		this.contextRunner.run((context) -> assertThat(get(context, forwarded)).contains("http://a/ from /127.0.0.1"));
		this.contextRunner.withPropertyValues("server.forward-headers-strategy=native")
			.run((context) -> assertThat(get(context, forwarded)).contains("https://example.org/ from /192.0.2.7"));
		this.contextRunner
			.withPropertyValues("server.forward-headers-strategy=native", "server.jhttp.proxies.trusted=10.0.0.1")
			.run((context) -> assertThat(get(context, forwarded)).contains("http://a/ from /127.0.0.1"));
	}

	@Test
	void valuesThatTheEngineCannotTakeAreRefusedWithTheirProperty() {
		assertRefused("server.jhttp.max-connections=0", "server.jhttp.max-connections");
		assertRefused("server.jhttp.body-timeout=0s", "server.jhttp.body-timeout");
		assertRefused("server.jhttp.handshake-timeout=-1s", "server.jhttp.handshake-timeout");
		assertRefused("server.jhttp.event-loops=0", "server.jhttp.event-loops");
		assertRefused("server.jhttp.proxies.proxy-protocol=true", "server.jhttp.proxies.proxy-protocol");
		assertRefused("server.server-header=a\u0001b", "server.server-header");
	}

	@Test
	void namesThatAreNoPropertiesAreRefused() {
		this.contextRunner.withPropertyValues("server.jhttp.max-conections=7")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnboundConfigurationPropertiesException.class)
				.hasMessageContaining("server.jhttp.max-conections"));
	}

	@Test
	void propertiesOfTheOtherStarterAreToldToDoNothing(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).doesNotContain("These properties do nothing"));
		this.contextRunner.withPropertyValues("jhttp.port=8000", "jhttp.files.listing=false")
			.run((context) -> assertThat(output).contains("These properties do nothing without "
					+ "jhttp-spring-boot-starter: jhttp.files.listing, jhttp.port. "));
	}

	private void assertRefused(String value, String property) {
		this.contextRunner.withPropertyValues(value)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining(property));
	}

	@Test
	void aBundleThatIsNotThereIsAFailure() {
		this.contextRunner.withPropertyValues("server.ssl.bundle=missing")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchSslBundleException.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class UriHandler {

		@Bean
		HttpHandler httpHandler() {
			return (request,
					response) -> response.writeWith(Mono.just(DefaultDataBufferFactory.sharedInstance
						.wrap((request.getURI() + " from " + request.getRemoteAddress().getAddress())
							.getBytes(StandardCharsets.UTF_8))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactory {

		@Bean
		OwnServerFactory ownFactory() {
			return new OwnServerFactory();
		}

	}

	static class OwnServerFactory extends JhttpReactiveWebServerFactory {

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizing {

		@Bean
		JhttpWebServerCustomizer customizer() {
			return (builder) -> builder.serverHeader("customized");
		}

	}

}
