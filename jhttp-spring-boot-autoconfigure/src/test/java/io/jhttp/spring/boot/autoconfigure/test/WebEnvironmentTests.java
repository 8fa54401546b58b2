package io.jhttp.spring.boot.autoconfigure.test;

import java.util.List;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthIndicator;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what {@code @SpringBootTest} says of a web environment.
 */
class WebEnvironmentTests {

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, Derived.class, Plain.Nested.class, None.class })
	void noPortIsBoundWithoutAWebEnvironment(Class<?> testClass) {
		ApplicationContext context = context(testClass);
		JhttpServer server = context.getBean(JhttpServer.class);
		assertThat(server.isRunning()).isFalse();
		assertThat(context.getEnvironment().containsProperty("local.jhttp.port")).isFalse();
		assertThat(context.getBean(HandlerInventory.class).routes()).hasSize(1);
		assertThat(new JhttpHealthIndicator(server).health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(classes = { RandomPort.class, DefinedPort.class, ToldOtherwise.class, ToldByAProfile.class,
			ToldByAFile.class, WithoutAnnotation.class })
	void serverListensInAWebEnvironmentAndWhereNothingIsSaid(Class<?> testClass) {
		ApplicationContext context = context(testClass);
		try {
			assertThat(context.getBean(JhttpServer.class).isRunning()).isTrue();
			assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class)).isPositive();
		}
		finally {
			context.getBean(JhttpServer.class).stop();
		}
	}

	@Test
	void eachListenerHasARandomPort() {
		ApplicationContext context = context(RandomPorts.class);
		JhttpServer server = context.getBean(JhttpServer.class);
		try {
			assertThat(server.getPort("first")).isNotIn(81, 82);
			assertThat(server.getPort("second")).isNotIn(81, 82);
			assertThat(JhttpLocalTestWebServerProvider.localTestWebServer(context).uri())
				.isEqualTo("http://localhost:" + server.getPort("first"));
		}
		finally {
			server.stop();
		}
	}

	@Test
	void clientOfATestWithoutAServerSaysWhatToDo() {
		assertThatIllegalStateException()
			.isThrownBy(() -> JhttpLocalTestWebServerProvider.localTestWebServer(context(Plain.class)).uri())
			.withMessageContaining("webEnvironment = WebEnvironment.RANDOM_PORT");
	}

	@Test
	void contextsWithAndWithoutAServerAreNotShared() {
		assertThat(new JhttpContextCustomizer(true)).isNotEqualTo(new JhttpContextCustomizer(false))
			.isEqualTo(new JhttpContextCustomizer(true));
	}

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	@SpringBootTest(classes = Application.class, properties = { "jhttp.port=0", "jhttp.address=127.0.0.1" })
	static class Plain {

		class Nested {

		}

	}

	static class Derived extends Plain {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = { "jhttp.port=0", "jhttp.address=127.0.0.1" })
	static class None {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	static class RandomPort {

	}

	/** By {@code application-listeners.properties}. */
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@ActiveProfiles("listeners")
	static class RandomPorts {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.DEFINED_PORT,
			properties = "jhttp.port=0")
	static class DefinedPort {

	}

	@SpringBootTest(classes = Application.class, properties = { "jhttp.port=0", "jhttp.auto-startup=true" })
	static class ToldOtherwise {

	}

	/** By {@code application-listening.properties}. */
	@SpringBootTest(classes = Application.class, properties = "jhttp.port=0")
	@ActiveProfiles("listening")
	static class ToldByAProfile {

	}

	@SpringBootTest(classes = Application.class, properties = "jhttp.port=0")
	@TestPropertySource("classpath:application-listening.properties")
	static class ToldByAFile {

	}

	@ContextConfiguration(classes = Application.class, initializers = ConfigDataApplicationContextInitializer.class)
	@TestPropertySource(properties = "jhttp.port=0")
	static class WithoutAnnotation {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(JhttpServerAutoConfiguration.class)
	@Import(Greeting.class)
	static class Application {

	}

	@RequestHandler
	static class Greeting {

		@Get
		String get() {
			return "Hello";
		}

	}

}
