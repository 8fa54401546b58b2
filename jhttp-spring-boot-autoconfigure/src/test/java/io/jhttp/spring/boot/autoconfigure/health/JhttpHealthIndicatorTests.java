package io.jhttp.spring.boot.autoconfigure.health;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.jhttp.server.BreakingServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JhttpHealthIndicator}.
 */
class JhttpHealthIndicatorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class,
				JhttpHealthContributorAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");

	@Test
	void serverThatRunsIsUp() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(JhttpHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("address", "127.0.0.1")
				.containsEntry("port", context.getBean(JhttpServer.class).getPort());
		});
	}

	@Test
	void serverThatDoesNotRunIsDown() {
		this.contextRunner.run((context) -> {
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(JhttpHealthIndicator.class).health().getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void serverWhoseEventLoopHasDiedIsDown() {
		BreakingServer breaking = new BreakingServer();
		this.contextRunner.withBean(JhttpServerCustomizer.class, () -> breaking::breakable).run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			JhttpHealthIndicator indicator = context.getBean(JhttpHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			breaking.breakNow(server.getPort());
			waitUntil(() -> server.getFailure() != null);
			assertThat(server.isRunning()).isTrue();
			assertDown(indicator);
		});
	}

	private static void assertDown(JhttpHealthIndicator indicator) {
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(indicator.health().getDetails()).containsEntry("error",
				"java.lang.IllegalStateException: The clock is broken");
	}

	private static void waitUntil(BooleanSupplier condition) {
		long begun = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
			Thread.onSpinWait();
		}
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void indicatorCanBeReplaced() {
		this.contextRunner.withBean("jhttpHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).doesNotHaveBean(JhttpHealthIndicator.class));
	}

	@Test
	void withoutAServerThereIsNone() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

}
