package io.jhttp.spring.boot.autoconfigure.observation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for traces that go on through the server.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class TracingTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	private final CompletableFuture<FinishedSpan> reported = new CompletableFuture<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class,
				JhttpObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, BraveAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "management.tracing.sampling.probability=1")
		.withBean(SpanReporter.class, () -> this.reported::complete)
		.withBean(Handlers.class);

	@Test
	void workerContinuesTheTraceOfTheClient(CapturedOutput output) throws Exception {
		this.contextRunner.run((context) -> {
			assertThat(get(context, "/worker")).endsWith("\r\n\r\n" + TRACE + " jhttp-worker-0");
			FinishedSpan span = this.reported.get(20, TimeUnit.SECONDS);
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentId()).isEqualTo(PARENT);
			assertThat(span.getName()).isEqualTo("http get /worker");
			assertThat(span.getTags()).containsEntry("http.url", "/worker").containsEntry("status", "200");
		});
		assertThat(output).contains("handled in " + TRACE);
	}

	@Test
	void eventLoopContinuesTheTraceOfTheClient() {
		this.contextRunner
			.run((context) -> assertThat(get(context, "/loop")).contains("\r\n\r\n" + TRACE + " jhttp-loop"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadContinuesTheTraceOfTheClient() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(get(context, "/virtual")).endsWith("\r\n\r\n" + TRACE + " virtual"));
	}

	@Test
	void failureIsLoggedWithinTheTrace() {
		this.contextRunner.run((context) -> {
			context.getBean(Handlers.class);
			assertThat(get(context, "/broken")).startsWith("HTTP/1.1 500 ");
			assertThat(this.reported.get(20, TimeUnit.SECONDS).getError()).hasMessage("broken");
		});
	}

	@Test
	void nothingIsLeftInTheThread() {
		this.contextRunner.run((context) -> {
			get(context, "/worker");
			String second = HandlerServer.client(context).send("GET", "/worker");
			assertThat(second).doesNotContain(TRACE).containsPattern("\r\n\r\n[0-9a-f]{32} jhttp-worker-0$");
		});
	}

	private static String get(AssertableApplicationContext context, String target) {
		return HandlerServer.client(context).send("GET", target, "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
	}

	@RequestHandler
	static class Handlers {

		private static final Logger logger = LoggerFactory.getLogger(Handlers.class);

		@Get("/worker")
		String worker() {
			logger.info("handled in {}", MDC.get("traceId"));
			return MDC.get("traceId") + " " + Thread.currentThread().getName();
		}

		@NonBlocking
		@Get("/loop")
		String loop() {
			return worker();
		}

		@Get("/virtual")
		String virtual() throws ReflectiveOperationException {
			boolean virtual = (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
			return MDC.get("traceId") + (virtual ? " virtual" : " platform");
		}

		@Get("/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

	}

}
