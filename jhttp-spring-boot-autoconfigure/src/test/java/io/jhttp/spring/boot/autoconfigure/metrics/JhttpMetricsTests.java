package io.jhttp.spring.boot.autoconfigure.metrics;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for metrics of a real server.
 */
@Timeout(60)
class JhttpMetricsTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpMetricsAutoConfiguration.class,
						MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
		.withBean(SimpleMeterRegistry.class);

	private ApplicationContextRunner files() throws IOException {
		Files.writeString(this.directory.resolve("a.txt"), "eggs");
		return this.contextRunner.withPropertyValues("jhttp.directory=" + this.directory);
	}

	@Test
	void connectionsAndRequestsAreCounted() throws IOException {
		files().run((context) -> {
			TestClient client = HandlerServer.client(context);
			try (Socket socket = client.connect()) {
				socket.getOutputStream()
					.write("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThat(socket.getInputStream().read()).isEqualTo('H');
				assertThat(gauge(context, "jhttp.connections.active")).isOne();
				assertThat(counter(context, "jhttp.connections.accepted")).isOne();
				assertThat(gauge(context, "jhttp.requests.queued")).isZero();
				assertThat(gauge(context, "jhttp.threads.workers")).isOne();
			}
			client.send("no verb", "/");
			assertThat(counter(context, "jhttp.requests.refused")).isOne();
		});
	}

	@Test
	void streamsOfHttp2AreCountedAndWhyTheyWereReset() {
		CountDownLatch release = new CountDownLatch(1);
		HttpHandler handler = (exchange) -> {
			release.await();
			exchange.response().send();
		};
		// The preface, SETTINGS, and GET / on two streams
		String sent = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a" + "000000040000000000"
				+ "0000060105000000018286844101" + "61" + "0000060105000000038286844101" + "61";
		String cancelled = "00000403000000000100000008";
		this.contextRunner.withBean(HttpHandler.class, () -> handler).run((context) -> {
			try (Socket socket = HandlerServer.client(context).connect()) {
				socket.getOutputStream().write(HexFormat.of().parseHex(sent));
				awaitGauge(context, "jhttp.http2.streams.active", 2);
				assertThat(counter(context, "jhttp.http2.streams.opened")).isEqualTo(2);
				socket.getOutputStream().write(HexFormat.of().parseHex(cancelled));
				FunctionCounter resets = context.getBean(MeterRegistry.class)
					.get("jhttp.http2.streams.reset")
					.tag("reason", "cancelled")
					.functionCounter();
				await("streams reset", resets::count, 1);
				release.countDown();
				awaitGauge(context, "jhttp.http2.streams.active", 0);
			}
			finally {
				release.countDown();
			}
		});
	}

	@Test
	void requestsThatWaitAreCountedApart() {
		CountDownLatch release = new CountDownLatch(1);
		HttpHandler handler = (exchange) -> {
			release.await();
			exchange.response().send();
		};
		this.contextRunner.withBean(HttpHandler.class, () -> handler)
			.withPropertyValues("jhttp.threads.max=1")
			.run((context) -> {
				TestClient client = HandlerServer.client(context);
				try (Socket idle = client.connect();
						Socket first = client.connect();
						Socket second = client.connect()) {
					for (Socket socket : List.of(first, second)) {
						socket.getOutputStream()
							.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					}
					awaitGauge(context, "jhttp.connections.active", 3);
					awaitGauge(context, "jhttp.requests.active", 2);
					awaitGauge(context, "jhttp.requests.queued", 1);
					assertThat(idle.isConnected()).isTrue();
				}
				finally {
					release.countDown();
				}
			});
	}

	private static void awaitGauge(AssertableApplicationContext context, String name, double value) {
		await(name, () -> gauge(context, name), value);
	}

	private static void await(String name, DoubleSupplier measured, double value) {
		long began = System.nanoTime();
		while (measured.getAsDouble() != value && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
			Thread.onSpinWait();
		}
		assertThat(measured.getAsDouble()).as(name).isEqualTo(value);
	}

	@Test
	void whatIsGivenUpIsCountedByReason() throws IOException {
		files().withPropertyValues("jhttp.max-connections-per-address=1").run((context) -> {
			TestClient client = HandlerServer.client(context);
			try (Socket first = client.connect(); Socket second = client.connect()) {
				assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 503 ");
				assertThat(first.isConnected()).isTrue();
			}
			assertThat(context.getBean(MeterRegistry.class)
				.get("jhttp.shed")
				.tag("reason", "too-many-from-address")
				.functionCounter()
				.count()).isOne();
		});
	}

	@Test
	void cacheOfFilesIsMeasured() throws IOException {
		files().run((context) -> {
			TestClient client = HandlerServer.client(context);
			// What was written just now is not kept yet
			while (gauge(context, "jhttp.files.cache.entries") == 0) {
				client.send("GET", "/a.txt");
			}
			double misses = gets(context, "miss");
			assertThat(misses).isPositive();
			client.send("GET", "/a.txt");
			assertThat(gets(context, "hit")).isOne();
			assertThat(gets(context, "miss")).isEqualTo(misses);
			assertThat(gauge(context, "jhttp.files.cache.entries")).isOne();
			assertThat(gauge(context, "jhttp.files.cache.size")).isGreaterThan(4);
		});
	}

	@Test
	void stoppedServerHasNothingOpen() throws IOException {
		files().run((context) -> {
			context.getSourceApplicationContext().stop();
			assertThat(gauge(context, "jhttp.connections.active")).isZero();
			assertThat(gauge(context, "jhttp.threads.workers")).isZero();
		});
	}

	@Test
	void metricsCanBeReplaced() throws IOException {
		files().withBean("own", JhttpServerMetrics.class)
			.run((context) -> assertThat(context).hasSingleBean(JhttpServerMetrics.class));
	}

	@Test
	void withoutMicrometerThereAreNone() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JhttpServerAutoConfiguration.class, JhttpMetricsAutoConfiguration.class))
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasSingleBean(JhttpServer.class)
				.doesNotHaveBean(JhttpMetricsAutoConfiguration.class));
	}

	@Test
	void withoutAServerThereAreNone() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JhttpServerMetrics.class)
				.doesNotHaveBean(FileCacheMetrics.class));
	}

	private static double gets(AssertableApplicationContext context, String result) {
		return context.getBean(MeterRegistry.class)
			.get("jhttp.files.cache.gets")
			.tag("result", result)
			.functionCounter()
			.count();
	}

	private static double gauge(AssertableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	private static double counter(AssertableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get(name).functionCounter().count();
	}

}
