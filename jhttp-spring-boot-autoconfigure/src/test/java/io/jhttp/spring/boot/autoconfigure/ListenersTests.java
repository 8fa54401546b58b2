package io.jhttp.spring.boot.autoconfigure;

import java.net.Socket;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthContributorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.health.JhttpHealthIndicator;
import io.jhttp.spring.boot.autoconfigure.metrics.JhttpMetricsAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.metrics.JhttpServerMetrics;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for the listeners of {@code jhttp.listeners}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class ListenersTests {

	@TempDir
	private static Path directory;

	private static Path keyStore;

	/** The common pool may have a single one. */
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JhttpServerAutoConfiguration.class,
				JhttpHealthContributorAutoConfiguration.class, JhttpMetricsAutoConfiguration.class))
		.withPropertyValues("spring.ssl.bundle.jks.web.keystore.location=file:" + keyStore,
				"spring.ssl.bundle.jks.web.keystore.password=" + KeyStoreFile.PASSWORD)
		.withBean(HttpHandler.class, () -> (exchange) -> {
			if (exchange.request().path().equals("/wait")) {
				this.entered.countDown();
				this.release.await();
			}
			exchange.response().send(exchange.request().listener() + " " + exchange.request().scheme());
		});

	private final ApplicationContextRunner contextRunner = this.bareRunner
		.withConfiguration(AutoConfigurations.of(JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
				InfoEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
				JacksonAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=info");

	private final ApplicationContextRunner twoRunner = this.contextRunner.withPropertyValues(
			"jhttp.listeners.first.port=0", "jhttp.listeners.first.address=127.0.0.1", "jhttp.listeners.second.port=0");

	@BeforeAll
	static void createKeyStore() throws Exception {
		keyStore = KeyStoreFile.create(directory, "web.example");
	}

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	private static int port(ApplicationContext context, String listener) {
		return context.getEnvironment().getRequiredProperty("local.jhttp." + listener + ".port", int.class);
	}

	private static String send(ApplicationContext context, String listener, String path) {
		return new TestClient(port(context, listener)).send("GET", path);
	}

	private static String send(Path socket, String path) throws IOException {
		try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			client.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void exactlyTheConfiguredListenersOpen(CapturedOutput output) {
		this.twoRunner.run((context) -> {
			JhttpServer server = context.getBean(JhttpServer.class);
			assertThat(server.getAddresses().keySet()).containsExactly("first", "second");
			assertThat(send(context, "first", "/")).endsWith("first http");
			assertThat(send(context, "second", "/")).endsWith("second http");
			assertThat(send(context, "first", "/actuator/info")).contains("actuator.v3+json");
			assertThat(context.getEnvironment().getProperty("local.jhttp.port", int.class))
				.isEqualTo(port(context, "first"));
			assertThat(output)
				.contains("Jhttp started on port " + port(context, "first")
						+ " (http) with address 127.0.0.1 for listener first")
				.contains("Jhttp started on port " + port(context, "second") + " (http) for listener second");
		});
	}

	@Test
	void healthAndMetricsNameListeners() {
		this.twoRunner.run((context) -> {
			send(context, "second", "/");
			assertThat(context.getBean(JhttpHealthIndicator.class).health().getDetails())
				.hasEntrySatisfying("listeners", (listeners) -> assertThat(listeners).asString()
					.contains("first=127.0.0.1 port " + port(context, "first"), "second="));
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(JhttpServerMetrics.class).bindTo(registry);
			assertThat(registry.get("jhttp.connections.accepted").tag("listener", "second").functionCounter().count())
				.isOne();
			assertThat(registry.get("jhttp.connections.accepted").tag("listener", "first").functionCounter().count())
				.isZero();
		});
	}

	@Test
	void aProfileCanOverrideOneValue() {
		this.twoRunner.withPropertyValues("jhttp.listeners.second.address=127.0.0.1")
			.run((context) -> assertThat(context.getBean(JhttpServer.class).getAddresses().get("second")).asString()
				.contains("127.0.0.1"));
	}

	@Test
	void listenersSpeakHttpsByTheirOwnBundleAndRedirectToIt() {
		this.twoRunner
			.withPropertyValues("jhttp.listeners.second.ssl.bundle=web", "jhttp.listeners.plain.port=0",
					"jhttp.listeners.plain.serves=redirect")
			.run((context) -> {
				assertThat(send(context, "first", "/")).endsWith("first http");
				assertThat(send(context, "second", "/")).contains(" 400 Bad Request");
				assertThat(send(context, "plain", "/a"))
					.contains("\r\nLocation: https://test:" + port(context, "second") + "/a\r\n");
			});
	}

	@Test
	void managementIsServedWhereAListenerSaysSo() {
		this.twoRunner
			.withPropertyValues("jhttp.listeners.operators.port=0", "jhttp.listeners.operators.serves=management",
					"management.server.base-path=/ops")
			.run((context) -> {
				assertThat(send(context, "operators", "/ops/actuator/info")).contains("actuator.v3+json");
				assertThat(send(context, "operators", "/")).contains(" 404 Not Found");
				assertThat(send(context, "first", "/actuator/info")).endsWith("first http");
				assertThat(context.getEnvironment().getProperty("local.management.port", int.class))
					.isEqualTo(port(context, "operators"));
			});
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void unixSocketsHaveThePermissionsThatAreAskedFor() {
		Path application = directory.resolve("a.sock");
		Path management = directory.resolve("m.sock");
		this.contextRunner
			.withPropertyValues("jhttp.listeners.web.path=" + application, "jhttp.listeners.web.permissions=rw-rw-rw-",
					"jhttp.listeners.ops.path=" + management, "jhttp.listeners.ops.serves=management")
			.run((context) -> {
				assertThat(send(application, "/")).endsWith("web http");
				assertThat(send(management, "/actuator/info")).contains("actuator.v3+json");
				assertThat(Files.getPosixFilePermissions(application))
					.isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
				assertThat(Files.getPosixFilePermissions(management))
					.isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
				assertThat(context.getEnvironment().getProperty("local.jhttp.port")).isNull();
				assertThat(context.getEnvironment().getProperty("local.management.port")).isNull();
			});
		assertThat(application).doesNotExist();
	}

	@Test
	void managementStopsWhenTheRequestsOfTheApplicationAreAnswered() {
		this.twoRunner
			.withPropertyValues("jhttp.listeners.operators.port=0", "jhttp.listeners.operators.serves=management")
			.run((context) -> {
				int first = port(context, "first");
				int operators = port(context, "operators");
				CompletableFuture<String> held = CompletableFuture
					.supplyAsync(() -> new TestClient(first).send("GET", "/wait"), this.threads);
				assertThat(this.entered.await(20, TimeUnit.SECONDS)).isTrue();
				ConfigurableApplicationContext source = context.getSourceApplicationContext();
				CompletableFuture<Void> closed = CompletableFuture.runAsync(source::close, this.threads);
				awaitRefusal(first);
				assertThat(new TestClient(operators).send("GET", "/actuator/info")).contains("actuator.v3+json");
				this.release.countDown();
				assertThat(held.get(20, TimeUnit.SECONDS)).endsWith("first http");
				closed.get(20, TimeUnit.SECONDS);
				assertThatIOException().isThrownBy(() -> new TestClient(operators).connect());
			});
	}

	private static void awaitRefusal(int port) {
		try {
			while (true) {
				new TestClient(port).connect().close();
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			// As it should be
		}
	}

	@ParameterizedTest
	@CsvSource({ "jhttp.port=0, jhttp.port", "jhttp.address=127.0.0.1, jhttp.address",
			"jhttp.ssl.bundle=web, jhttp.ssl.bundle", "jhttp.ssl.redirect-from-port=0, jhttp.ssl.redirect-from-port",
			"jhttp.proxies.proxy-protocol=true, jhttp.proxies.proxy-protocol",
			"management.server.port=0, management.server.port",
			"management.server.address=127.0.0.1, management.server.address",
			"jhttp.listeners.first.serves=redirect, none that serves the application has a port and an SSL bundle",
			"jhttp.listeners.first.path=/run/a, 'a port, the path of a Unix socket, or inherited=true'",
			"jhttp.listeners.first.permissions=rw-------, Only a listener with the path",
			"jhttp.listeners.third.address=127.0.0.1, 'a port, the path of a Unix socket, or inherited=true'",
			"jhttp.listeners.first.port=70000, A port is a number from 0 to 65535",
			"jhttp.listeners.first.prot=1, jhttp.listeners.first.prot",
			"jhttp.listeners.first.ssl.key-store=a, jhttp.listeners.first.ssl.key-store",
			"jhttp.listeners.first.ssl.client-auth=need, jhttp.listeners.first.ssl.bundle",
			"jhttp.listeners.first.proxy-protocol=true, jhttp.proxies.trusted",
			"jhttp.listeners.first.http2.enabled=true;jhttp.protocol-version=HTTP/1.0, does not speak HTTP/2",
			"jhttp.http2.max-concurrent-streams=9;jhttp.protocol-version=HTTP/1.0, does not speak HTTP/2" })
	void whatListenersCannotDoFailsTheStart(String property, String message) {
		this.twoRunner.withPropertyValues(property.split(";"))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@Test
	void eachListenerSaysWhetherItSpeaksHttp2() {
		this.twoRunner.withPropertyValues("jhttp.http2.enabled=false", "jhttp.listeners.second.http2.enabled=true")
			.run((context) -> {
				assertThat(beginHttp2(port(context, "first"))).startsWith("HTTP/1.1 505 ");
				assertThat(beginHttp2(port(context, "second"))).startsWith("\0\0\30\4");
			});
	}

	private static String beginHttp2(int port) throws IOException {
		try (Socket socket = new TestClient(port).connect()) {
			socket.getOutputStream()
				.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\1\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "rw-r, such as rw-rw----", "660, such as rw-rw----" })
	void permissionsAreWrittenAsLsDoes(String permissions, String message) {
		this.contextRunner
			.withPropertyValues("jhttp.listeners.web.path=" + directory.resolve("p.sock"),
					"jhttp.listeners.web.permissions=" + permissions)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@Test
	void someListenerServesTheApplication() {
		this.contextRunner.withPropertyValues("jhttp.listeners.ops.port=0", "jhttp.listeners.ops.serves=management")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("None of these listeners serves the application"));
	}

	@Test
	void managementNeedsEndpoints() {
		this.bareRunner
			.withPropertyValues("jhttp.listeners.web.port=0", "jhttp.listeners.ops.port=0",
					"jhttp.listeners.ops.serves=management")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("spring-boot-starter-actuator"));
	}

}
