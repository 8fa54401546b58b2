package io.jhttp.spring.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.Shutdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JhttpServerAutoConfiguration}.
 */
class JhttpServerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0")
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send(Thread.currentThread().toString()));

	@Test
	void serverRunsWithItsLifecycle() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(JhttpServer.class)
				.hasSingleBean(JhttpServerStartStopLifecycle.class)
				.hasSingleBean(JhttpServerGracefulShutdownLifecycle.class);
			assertThat(context.getBean(JhttpServer.class).isRunning()).isTrue();
		});
	}

	@Test
	void disabledServerHasNoBeans() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JhttpServer.class)
				.doesNotHaveBean(JhttpServerStartStopLifecycle.class)
				.doesNotHaveBean(JhttpServerGracefulShutdownLifecycle.class));
	}

	@Test
	void serverOfTheApplicationReplacesOurs() {
		this.contextRunner.withUserConfiguration(ServerConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(JhttpServer.class);
			assertThat(send(context)).contains("Server: mine\r\n");
		});
	}

	@Test
	void startStopLifecycleOfTheApplicationReplacesOurs() {
		this.contextRunner.withUserConfiguration(StartStopConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(JhttpServerStartStopLifecycle.class)
				.hasBean("ownStartStop"));
	}

	@Test
	void gracefulShutdownLifecycleOfTheApplicationReplacesOurs() {
		this.contextRunner.withUserConfiguration(GracefulShutdownConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(JhttpServerGracefulShutdownLifecycle.class)
				.hasBean("ownGracefulShutdown"));
	}

	@Test
	void shutdownDelayBelowZeroFailsTheStartAndNamesTheProperty() {
		this.contextRunner.withPropertyValues("jhttp.shutdown-delay=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("jhttp.shutdown-delay")));
	}

	@Test
	void shutdownDelayThatLeavesNoTimeForRequestsFailsTheStart() {
		ApplicationContextRunner runner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class));
		runner.withPropertyValues("jhttp.shutdown-delay=30s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getReason()).contains("timeout-per-shutdown-phase, which is 30000 ms")));
		runner.withPropertyValues("jhttp.shutdown-delay=30ms", "spring.lifecycle.timeout-per-shutdown-phase=31ms")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void propertiesAreBound() {
		this.contextRunner
			.withPropertyValues("jhttp.address=127.0.0.1", "jhttp.max-connections=7", "jhttp.shutdown=immediate")
			.run((context) -> {
				JhttpProperties properties = context.getBean(JhttpProperties.class);
				assertThat(properties.getAddress()).isNotNull();
				assertThat(properties.getMaxConnections()).isEqualTo(7);
				assertThat(properties.getShutdown()).isEqualTo(Shutdown.IMMEDIATE);
				InetSocketAddress address = context.getBean(JhttpServer.class).getAddress();
				assertThat(address.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
			});
	}

	@Test
	void propertiesHaveTheirDefaults() {
		JhttpProperties properties = new JhttpProperties();
		assertThat(properties.getPort()).isEqualTo(8000);
		assertThat(properties.getAddress()).isNull();
		assertThat(properties.getDirectory()).isNull();
		assertThat(properties.getHandlerClass()).isNull();
		assertThat(properties.getServerHeader()).isEqualTo("jhttp");
		assertThat(properties.getShutdown()).isEqualTo(Shutdown.GRACEFUL);
		assertThat(properties.getCgi().getDirectories()).containsExactly("/cgi-bin", "/htbin");
	}

	@Test
	void addressIsEveryInterfaceByDefault() {
		this.contextRunner.run((
				context) -> assertThat(context.getBean(JhttpServer.class).getAddress().getAddress().isAnyLocalAddress())
					.isTrue());
	}

	@Test
	void serverHeaderIsSent() {
		this.contextRunner.withPropertyValues("jhttp.server-header=spam/1.0")
			.run((context) -> assertThat(send(context)).contains("\r\nServer: spam/1.0\r\n"));
	}

	@Test
	void emptyServerHeaderIsNotSent() {
		this.contextRunner.withPropertyValues("jhttp.server-header=")
			.run((context) -> assertThat(send(context)).startsWith("HTTP/1.1 200 ").doesNotContain("Server:"));
	}

	@Test
	void portOutOfRangeFailsTheStartAndNamesTheProperty() {
		this.contextRunner.withPropertyValues("jhttp.port=65536")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("jhttp.port"));
	}

	@Test
	void serverHeaderThatIsNoneFailsTheStartAndNamesTheProperty() {
		this.contextRunner.withPropertyValues("jhttp.server-header=a\r\nb")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("jhttp.server-header"));
	}

	@Test
	void customizersAreCalledInOrderAndAfterTheProperties() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.withPropertyValues("jhttp.server-header=property")
			.run((context) -> assertThat(send(context)).contains("Server: second\r\n"));
	}

	@Test
	void handlersRunOnPlatformThreadsByDefault() {
		this.contextRunner.run((context) -> assertThat(send(context)).doesNotContain("VirtualThread"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsIfTheApplicationUsesThem() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(send(context)).contains("VirtualThread", "jhttp-worker-"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void customizerCanChooseOtherThreadsThanVirtualOnes() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.withBean(JhttpServerCustomizer.class,
					() -> (builder) -> builder.workers((task) -> new Thread(task, "mine").start(), 10))
			.run((context) -> assertThat(send(context)).contains("mine").doesNotContain("VirtualThread"));
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void virtualThreadsAreNotAskedForWhereThereAreNone() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(send(context)).doesNotContain("VirtualThread"));
	}

	private static String send(AssertableApplicationContext context) {
		return HandlerServer.client(context).send("GET", "/");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		JhttpServer ownServer(HttpHandler handler) {
			return new JhttpServer(HttpServer.builder().port(0).serverHeader("mine").handler(handler));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StartStopConfiguration {

		@Bean
		JhttpServerStartStopLifecycle ownStartStop(JhttpServer server, ApplicationContext context) {
			return new JhttpServerStartStopLifecycle(server, context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GracefulShutdownConfiguration {

		@Bean
		JhttpServerGracefulShutdownLifecycle ownGracefulShutdown(JhttpServer server) {
			return new JhttpServerGracefulShutdownLifecycle(server, Shutdown.GRACEFUL, Duration.ZERO);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		@Order(2)
		JhttpServerCustomizer second() {
			return (builder) -> builder.serverHeader("second");
		}

		@Bean
		@Order(1)
		JhttpServerCustomizer first() {
			return (builder) -> builder.serverHeader("first");
		}

	}

}
