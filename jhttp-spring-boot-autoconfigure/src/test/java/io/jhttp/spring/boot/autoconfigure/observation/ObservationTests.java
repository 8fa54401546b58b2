package io.jhttp.spring.boot.autoconfigure.observation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for observations of requests to a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class ObservationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class,
				JhttpObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
		.withBean(Handlers.class);

	private ApplicationContextRunner observed() {
		return this.contextRunner.withBean(RecordingHandler.class).withBean(SimpleMeterRegistry.class);
	}

	@Test
	void requestIsObservedAsSpringsWebFrameworksDo() {
		observed().run((context) -> {
			assertThat(get(context, "/things/a%3Fb?c=d")).startsWith("HTTP/1.1 200 ");
			Observation.Context observation = stopped(context);
			assertThat(observation.getName()).isEqualTo("http.server.requests");
			assertThat(observation.getContextualName()).isEqualTo("http get /things/{id}");
			assertThat(observation.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("exception", "none", "method",
					"GET", "outcome", "SUCCESS", "status", "200", "uri", "/things/{id}"));
			assertThat(observation.getHighCardinalityKeyValues())
				.isEqualTo(KeyValues.of("authenticated", "false", "http.url", "/things/a%3Fb"));
			Timer timer = context.getBean(MeterRegistry.class).get("http.server.requests").timer();
			assertThat(timer.count()).isOne();
		});
	}

	@Test
	void spanSaysWhetherAUserWasAuthenticatedButMetricsDoNot() {
		observed().withBean(JhttpFilter.class, () -> (exchange, next) -> {
			exchange.authenticated(() -> "ann", "Test");
			next.handle(exchange);
		}).run((context) -> {
			get(context, "/things/a");
			Observation.Context observation = stopped(context);
			assertThat(observation.getHighCardinalityKeyValue("authenticated").getValue()).isEqualTo("true");
			assertThat(observation.getLowCardinalityKeyValue("authenticated")).isNull();
		});
	}

	@Test
	void observationCoversTheWholeExchange() {
		observed().run((context) -> {
			try (Socket socket = HandlerServer.client(context).connect()) {
				socket.getOutputStream()
					.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				RecordingHandler handler = context.getBean(RecordingHandler.class);
				Handlers handlers = context.getBean(Handlers.class);
				handlers.entered.await();
				assertThat(handler.started).hasSize(1);
				assertThat(handler.stopped).isEmpty();
				handlers.release.countDown();
				assertThat(stopped(context)).isSameAs(handler.started.get(0));
			}
		});
	}

	@Test
	void unknownPathsMethodsAndRedirectsAreFewValues() throws IOException {
		Files.createDirectory(this.directory.resolve("sub"));
		Files.writeString(this.directory.resolve("a.txt"), "eggs");
		observed().run((context) -> {
			get(context, "/unknown/path");
			assertThat(values(context)).isEqualTo("none, GET, CLIENT_ERROR, 404, NOT_FOUND");
			HandlerServer.client(context).send("SPAM", "/things/a");
			assertThat(values(context)).isEqualTo("none, SPAM, SUCCESS, 204, /things/{id}");
			HandlerServer.client(context).send("EGGS", "/things/a");
			assertThat(values(context)).isEqualTo("none, UNKNOWN, SERVER_ERROR, 501, UNKNOWN");
			HandlerServer.client(context).send("POST", "/things/a");
			assertThat(values(context)).isEqualTo("none, POST, CLIENT_ERROR, 405, UNKNOWN");
			HandlerServer.client(context).send("TRACE", "/things/a");
			assertThat(values(context)).isEqualTo("none, TRACE, CLIENT_ERROR, 405, UNKNOWN");
		});
		observed().withPropertyValues("jhttp.directory=" + this.directory).run((context) -> {
			assertThat(get(context, "/a.txt")).endsWith("eggs");
			assertThat(values(context)).isEqualTo("none, GET, SUCCESS, 200, /**");
			get(context, "/a.txt");
			assertThat(values(context)).isEqualTo("none, GET, SUCCESS, 200, /**");
			get(context, "/sub");
			assertThat(values(context)).isEqualTo("none, GET, REDIRECTION, 301, /**");
			get(context, "/unknown.txt");
			assertThat(values(context)).isEqualTo("none, GET, CLIENT_ERROR, 404, /**");
		});
	}

	@Test
	void handlerThatRedirectsWithoutARouteIsARedirection() {
		observed()
			.withBean(JhttpServerCustomizer.class,
					() -> (builder) -> builder
						.handler((exchange) -> exchange.response().sendRedirect(302, "/elsewhere")))
			.run((context) -> {
				get(context, "/any");
				assertThat(values(context)).isEqualTo("none, GET, REDIRECTION, 302, REDIRECTION");
			});
	}

	@Test
	void failureOfAHandlerIsNamed() {
		observed().run((context) -> {
			assertThat(get(context, "/broken")).startsWith("HTTP/1.1 500 ");
			Observation.Context observation = stopped(context);
			assertThat(text(observation)).isEqualTo("IllegalStateException, GET, SERVER_ERROR, 500, /broken");
			assertThat(observation.getError()).hasMessage("broken");
		});
	}

	@Test
	void clientThatLeavesHasNoOutcome() {
		observed().run((context) -> {
			Handlers handlers = context.getBean(Handlers.class);
			try (Socket socket = HandlerServer.client(context).connect()) {
				socket.setSoLinger(true, 0);
				socket.getOutputStream()
					.write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				handlers.entered.await();
			}
			handlers.release.countDown();
			assertThat(values(context)).isEqualTo("ClientGoneException, GET, UNKNOWN, UNKNOWN, /large");
		});
	}

	@Test
	void nonBlockingMethodsStayOnTheEventLoop() {
		observed().run((context) -> {
			assertThat(get(context, "/quick")).contains("jhttp-loop");
			assertThat(values(context)).isEqualTo("none, GET, SUCCESS, 200, /quick");
		});
	}

	@Test
	void observationIsTheCurrentOneOfTheHandlersThread() {
		observed().run((context) -> {
			assertThat(get(context, "/current")).endsWith("http.server.requests jhttp-worker-0");
			assertThat(context.getBean(ObservationRegistry.class).getCurrentObservation()).isNull();
		});
	}

	@Test
	void observationsCanBeSwitchedOff() {
		observed().withPropertyValues("management.observations.enable.http.server.requests=false").run((context) -> {
			assertThat(get(context, "/things/a")).startsWith("HTTP/1.1 200 ");
			assertThat(context.getBean(RecordingHandler.class).started).isEmpty();
		});
	}

	@Test
	void observationsCanBeRenamed() {
		observed().withPropertyValues("management.observations.http.server.requests.name=my.requests")
			.run((context) -> {
				get(context, "/things/a");
				assertThat(stopped(context).getName()).isEqualTo("my.requests");
			});
	}

	@Test
	void conventionCanBeReplaced() {
		observed().withBean(JhttpServerObservationConvention.class, OwnConvention::new).run((context) -> {
			get(context, "/things/a");
			assertThat(stopped(context).getName()).isEqualTo("own");
		});
	}

	@Test
	void valuesOfTheUriAreBounded(CapturedOutput output) {
		// One of them is that of requests which are still running
		observed().withPropertyValues("management.metrics.web.server.max-uri-tags=2").run((context) -> {
			for (String path : List.of("/things/a", "/quick", "/current")) {
				get(context, path);
				stopped(context);
			}
			assertThat(context.getBean(MeterRegistry.class).get("http.server.requests").meters()).hasSize(1);
		});
		assertThat(output).contains("Reached the maximum number of 'uri' tags for 'http.server.requests'");
	}

	@Test
	void serverIsNotObservedIfNoHandlerWouldLearnOfIt() {
		bare().withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(ObservingCustomizer.class).isNeeded()).isFalse());
		observed().run((context) -> assertThat(context.getBean(ObservingCustomizer.class).isNeeded()).isTrue());
	}

	@Test
	void withoutARegistryThereIsNothing() {
		bare().run((context) -> assertThat(context).doesNotHaveBean(ObservingCustomizer.class));
	}

	@Test
	void withoutBootsObservationsThereIsNothing() {
		bare().withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer.observation"))
			.run((context) -> assertThat(context).hasSingleBean(JhttpServer.class)
				.doesNotHaveBean(ObservingCustomizer.class));
	}

	@Test
	void withoutMetricsRequestsAreObserved() {
		bare().withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.withBean(RecordingHandler.class)
			.withBean(Handlers.class)
			.withClassLoader(
					new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.micrometer.metrics"))
			.run((context) -> {
				get(context, "/things/a");
				assertThat(values(context)).isEqualTo("none, GET, SUCCESS, 200, /things/{id}");
			});
	}

	private static ApplicationContextRunner bare() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpObservationAutoConfiguration.class))
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");
	}

	private static String get(AssertableApplicationContext context, String target) {
		return HandlerServer.client(context).send("GET", target);
	}

	/** The next one that ends; a client may have its answer a moment before. */
	private static Observation.Context stopped(AssertableApplicationContext context) throws InterruptedException {
		return context.getBean(RecordingHandler.class).next();
	}

	private static String values(AssertableApplicationContext context) throws InterruptedException {
		return text(stopped(context));
	}

	private static String text(Observation.Context observation) {
		return String.join(", ",
				observation.getLowCardinalityKeyValues().stream().map((each) -> each.getValue()).toList());
	}

	/** Also there with all handlers of Boot. */
	static final class RecordingHandler implements ObservationHandler<Observation.Context> {

		private final List<Observation.Context> started = new CopyOnWriteArrayList<>();

		private final BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.started.add(context);
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		Observation.Context next() throws InterruptedException {
			Observation.Context next = this.stopped.poll(20, TimeUnit.SECONDS);
			assertThat(next).as("an observation that has ended").isNotNull();
			return next;
		}

	}

	static final class OwnConvention implements JhttpServerObservationConvention {

		@Override
		public String getName() {
			return "own";
		}

	}

	@RequestHandler
	static class Handlers {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private final ObservationRegistry registry;

		Handlers(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Get("/things/{id}")
		String thing(@PathVariable String id) {
			return id;
		}

		@HttpVerb(value = "SPAM", path = "/things/{id}")
		void spam(@PathVariable String id) {
		}

		@Get("/wait")
		String waiting() throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			return "waited";
		}

		@Get("/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

		@Get("/large")
		void large(HttpExchange exchange) throws Exception {
			this.entered.countDown();
			this.release.await();
			OutputStream output = exchange.response().output();
			while (true) {
				output.write(new byte[100_000]);
			}
		}

		@NonBlocking
		@Get("/quick")
		String quick() {
			return Thread.currentThread().getName();
		}

		@Get("/current")
		String current() {
			Observation current = this.registry.getCurrentObservation();
			return ((current != null) ? current.getContext().getName() : "none") + " "
					+ Thread.currentThread().getName();
		}

	}

}
