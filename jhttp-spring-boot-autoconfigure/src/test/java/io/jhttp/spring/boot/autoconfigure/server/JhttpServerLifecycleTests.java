package io.jhttp.spring.boot.autoconfigure.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the life of a {@link JhttpServer} in a context.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class JhttpServerLifecycleTests {

	private static final String COMMENCING = "Commencing graceful shutdown. Waiting for active requests to complete";

	private static final String COMPLETE = "Graceful shutdown complete";

	private static final String ABORTED = "Graceful shutdown aborted with one or more requests still active";

	private final WaitingHandler handler = new WaitingHandler();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0")
		.withBean(HttpHandler.class, () -> this.handler);

	@Test
	void serverIsBoundInStartAndNotBefore() {
		JhttpServer server = new JhttpServer(HttpServer.builder().port(0).handler(this.handler));
		assertThat(server.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(server::getPort);
		server.start();
		int port = server.getPort();
		assertThat(new TestClient(port).send("GET", "/")).startsWith("HTTP/1.1 200 ");
		server.close();
		assertThat(server.isRunning()).isFalse();
		assertRefused(port);
	}

	@Test
	void contextCanBeStoppedAndStartedAgain() {
		this.contextRunner.run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			int port = context.getBean(JhttpServer.class).getPort();
			source.stop();
			assertRefused(port);
			source.start();
			assertThat(HandlerServer.client(context).send("GET", "/")).startsWith("HTTP/1.1 200 ");
			assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class))
				.isEqualTo(context.getBean(JhttpServer.class).getPort());
		});
	}

	@Test
	void pausedContextKeepsItsServer() {
		this.contextRunner.run((context) -> {
			int port = context.getBean(JhttpServer.class).getPort();
			context.getSourceApplicationContext().pause();
			assertThat(new TestClient(port).send("GET", "/")).startsWith("HTTP/1.1 200 ");
			context.getSourceApplicationContext().restart();
			assertThat(context.getBean(JhttpServer.class).getPort()).isEqualTo(port);
		});
	}

	/** What devtools do: the old context is closed when the new one starts. */
	@Test
	void newContextHasThePortOfTheOneBefore() {
		ConfigurableApplicationContext first = run(0);
		int port = first.getBean(JhttpServer.class).getPort();
		for (int restart = 0; restart < 3; restart++) {
			assertThat(new TestClient(port).send("GET", "/")).startsWith("HTTP/1.1 200 ");
			first.close();
			first = run(port);
			assertThat(first.getBean(JhttpServer.class).getPort()).isEqualTo(port);
		}
		first.close();
		assertRefused(port);
	}

	private ConfigurableApplicationContext run(int port) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("jhttp.port", port)));
		context.registerBean(HttpHandler.class, () -> this.handler);
		context.register(JhttpServerAutoConfiguration.class);
		context.refresh();
		return context;
	}

	@Test
	void runningServerKeepsTheMachineAliveByOneKindOfThread() {
		this.contextRunner.run((context) -> assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("jhttp-loop-"))
			.isNotEmpty()
			.allSatisfy((thread) -> assertThat(thread.isDaemon()).isFalse()));
	}

	/** The recipe of docs/spring-boot.md. */
	@Test
	void secondServerIsThreeBeans() {
		this.contextRunner.withUserConfiguration(SecondServerConfiguration.class).run((context) -> {
			int first = context.getBean("jhttpServer", JhttpServer.class).getPort();
			int second = context.getBean("adminServer", JhttpServer.class).getPort();
			assertThat(new TestClient(first).send("GET", "/")).endsWith("answered");
			assertThat(new TestClient(second).send("GET", "/")).endsWith("admin");
			assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class)).isEqualTo(first);
			context.getSourceApplicationContext().close();
			assertRefused(first);
			assertRefused(second);
		});
	}

	@Test
	void startsAndEndsInThePhasesOfBootsWebServers() {
		this.contextRunner.run((context) -> {
			SmartLifecycle startStop = context.getBean(JhttpServerStartStopLifecycle.class);
			SmartLifecycle graceful = context.getBean(JhttpServerGracefulShutdownLifecycle.class);
			assertThat(startStop.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 2048);
			assertThat(graceful.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 1024);
			assertThat(startStop.isPauseable()).isFalse();
			assertThat(graceful.isPauseable()).isFalse();
		});
	}

	@Test
	void portIsSetInTheEnvironmentOfTheContextAndOfItsParents() {
		new ApplicationContextRunner().run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
			int port = context.getBean(JhttpServer.class).getPort();
			assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class)).isEqualTo(port);
			assertThat(parent.getEnvironment().getProperty("local.jhttp.port", int.class)).isEqualTo(port);
		}));
	}

	@Test
	void listenersOfTheStartCanReadThePortAndReachTheServer() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> assertThat(context.getBean(ListenerConfiguration.class).answers).singleElement()
				.asString()
				.startsWith("HTTP/1.1 200 "));
	}

	@Test
	void startIsLogged(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			int port = context.getBean(JhttpServer.class).getPort();
			assertThat(output).containsPattern("Jhttp started on port " + port + " \\(http\\)\\R");
		});
		this.contextRunner.withPropertyValues("jhttp.address=127.0.0.1").run((context) -> {
			int port = context.getBean(JhttpServer.class).getPort();
			assertThat(output).contains("Jhttp started on port " + port + " (http) with address 127.0.0.1");
		});
	}

	@Test
	void serverIsClosedIfAListenerOfItsStartFails() {
		int[] port = new int[1];
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof JhttpServerInitializedEvent initialized) {
				port[0] = initialized.getServer().getPort();
				throw new IllegalArgumentException("listener");
			}
		})).run((context) -> {
			assertThat(context).hasFailed();
			assertRefused(port[0]);
		});
	}

	@Test
	void serverIsClosedIfAListenerFailsWhenTheContextIsStartedAgain() {
		int[] port = new int[1];
		boolean[] fail = new boolean[1];
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof JhttpServerInitializedEvent initialized) {
				port[0] = initialized.getServer().getPort();
				Assert.state(!fail[0], "listener");
			}
		})).run((context) -> {
			context.getSourceApplicationContext().stop();
			fail[0] = true;
			assertThatExceptionOfType(ApplicationContextException.class)
				.isThrownBy(context.getSourceApplicationContext()::start);
			assertRefused(port[0]);
		});
	}

	@Test
	void serverIsClosedIfALaterPhaseFails() {
		int[] port = new int[1];
		this.contextRunner.withBean(FailingLifecycle.class)
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof JhttpServerInitializedEvent initialized) {
					port[0] = initialized.getServer().getPort();
				}
			}))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(port[0]).isPositive();
				assertRefused(port[0]);
			});
	}

	@Test
	void trafficIsRefusedBeforeTheServerStops() {
		List<Object> states = new ArrayList<>();
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof AvailabilityChangeEvent<?> change) {
				states.add(change.getState());
				states.add(context.getBeanFactory().getBean(JhttpServer.class).isRunning());
			}
		})).run((context) -> {
			context.getSourceApplicationContext().close();
			assertThat(states).containsExactly(ReadinessState.REFUSING_TRAFFIC, true);
		});
	}

	@Test
	void trafficIsNotRefusedWhenOnlyAChildContextIsClosed() {
		List<Object> states = new ArrayList<>();
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof AvailabilityChangeEvent<?> change) {
				states.add(change.getState());
			}
		})).run((context) -> {
			AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
			child.setParent(context.getSourceApplicationContext());
			child.refresh();
			child.close();
			assertThat(states).isEmpty();
		});
	}

	@Test
	void refusedTrafficOfAWebApplicationIsLeftToBoot() {
		List<Object> states = new ArrayList<>();
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withPropertyValues("jhttp.port=0")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof AvailabilityChangeEvent<?> change) {
					states.add(change.getState());
				}
			}))
			.run((context) -> {
				context.getSourceApplicationContext().close();
				assertThat(states).isEmpty();
			});
	}

	@Test
	void runningRequestFinishesBeforeTheContextIsClosed(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			CountDownLatch stopped = new CountDownLatch(1);
			try (Socket socket = new TestClient(server.getPort()).connect()) {
				sendWaiting(socket);
				context.getBean(JhttpServerGracefulShutdownLifecycle.class).stop(stopped::countDown);
				assertThat(stopped.getCount()).as("stop(Runnable) returns at once").isOne();
				assertThat(output).contains(COMMENCING).doesNotContain(COMPLETE);
				awaitRefused(server.getPort());
				this.handler.release.countDown();
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 200 ")
					.endsWith("answered");
			}
			assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(output).contains(COMPLETE);
		});
		assertThat(output).doesNotContain(ABORTED);
	}

	@Test
	void requestsAreServedForTheTimeOfTheDelay(CapturedOutput output) {
		this.contextRunner.withPropertyValues("jhttp.shutdown-delay=1h").run((context) -> {
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(JhttpServerGracefulShutdownLifecycle.class).stop(stopped::countDown);
			assertThat(output).contains("New connections are accepted for another 3600 s");
			assertThat(HandlerServer.client(context).send("GET", "/")).startsWith("HTTP/1.1 200 ");
			assertThat(stopped.getCount()).isOne();
			context.getSourceApplicationContext().close();
			assertThat(stopped.getCount()).isZero();
		});
	}

	@Test
	void runningRequestIsAbortedAfterTheGracePeriod(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			try (Socket socket = new TestClient(server.getPort()).connect()) {
				sendWaiting(socket);
				CompletableFuture<Void> drained = server.drain();
				server.stop();
				assertThat(drained).isCompleted();
				assertThat(output).contains(COMMENCING, ABORTED).doesNotContain(COMPLETE);
			}
			finally {
				this.handler.release.countDown();
			}
		});
	}

	@Test
	void gracePeriodIsThatOfThePhase(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(ShortPhaseConfiguration.class).run((context) -> {
			try (Socket socket = HandlerServer.client(context).connect()) {
				sendWaiting(socket);
				context.getSourceApplicationContext().close();
				assertThat(output).contains(COMMENCING, ABORTED).doesNotContain(COMPLETE);
			}
			finally {
				this.handler.release.countDown();
			}
		});
	}

	@Test
	void immediateShutdownDoesNotWait(CapturedOutput output) {
		this.contextRunner.withPropertyValues("jhttp.shutdown=immediate").run((context) -> {
			try (Socket socket = HandlerServer.client(context).connect()) {
				sendWaiting(socket);
				context.getSourceApplicationContext().close();
			}
			finally {
				this.handler.release.countDown();
			}
		});
		assertThat(output).doesNotContain(COMMENCING);
	}

	@Test
	void serverThatDoesNotRunIsDrainedAlready(CapturedOutput output) {
		JhttpServer server = new JhttpServer(HttpServer.builder().port(0).handler(this.handler));
		assertThat(server.drain()).isCompleted();
		server.stop();
		assertThat(output).doesNotContain(COMMENCING);
	}

	private void sendWaiting(Socket socket) throws Exception {
		socket.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(this.handler.entered.await(20, TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * The event loops let those in that have connected before, so this takes a moment.
	 */
	private static void awaitRefused(int port) throws IOException {
		try {
			while (true) {
				new TestClient(port).connect().close();
				LockSupport.parkNanos(1_000_000);
			}
		}
		catch (ConnectException ex) {
			// As it should be
		}
	}

	private static void assertRefused(int port) {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new TestClient(port).connect());
	}

	static final class WaitingHandler implements HttpHandler {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public void handle(HttpExchange exchange) throws IOException, InterruptedException {
			if (exchange.request().path().equals("/wait")) {
				this.entered.countDown();
				this.release.await();
			}
			exchange.response().send("answered");
		}

	}

	static final class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("later phase");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		private final List<String> answers = new ArrayList<>();

		private final Environment environment;

		ListenerConfiguration(Environment environment) {
			this.environment = environment;
		}

		@Order(0)
		@EventListener
		void onStart(JhttpServerInitializedEvent event) {
			int port = this.environment.getRequiredProperty("local.jhttp.port", int.class);
			this.answers.add(new TestClient(port).send("GET", "/"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondServerConfiguration {

		@Bean(defaultCandidate = false)
		JhttpServer adminServer() {
			return new JhttpServer(
					HttpServer.builder().port(0).handler((exchange) -> exchange.response().send("admin")));
		}

		@Bean(defaultCandidate = false)
		JhttpServerStartStopLifecycle adminServerStartStop(@Qualifier("adminServer") JhttpServer server) {
			return new JhttpServerStartStopLifecycle(server, (event) -> {
			});
		}

		@Bean(defaultCandidate = false)
		JhttpServerGracefulShutdownLifecycle adminServerGracefulShutdown(@Qualifier("adminServer") JhttpServer server) {
			return new JhttpServerGracefulShutdownLifecycle(server, Shutdown.GRACEFUL, Duration.ZERO);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ShortPhaseConfiguration {

		@Bean(AnnotationConfigApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
		DefaultLifecycleProcessor lifecycleProcessor() {
			DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
			processor.setTimeoutPerShutdownPhase(50);
			return processor;
		}

	}

}
