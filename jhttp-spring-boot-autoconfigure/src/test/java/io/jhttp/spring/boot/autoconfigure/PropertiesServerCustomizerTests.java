package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.ConfigurationMetadataTests.Property;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PropertiesServerCustomizer}: what becomes of each property, and what a
 * client notices of it.
 */
class PropertiesServerCustomizerTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1")
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("eggs"));

	@Test
	void defaultsAreThoseOfTheEngine() {
		assertThat(customized(new JhttpProperties())).usingRecursiveComparison().isEqualTo(HttpServer.builder());
	}

	/**
	 * Whoever adds an option of the engine adds its property, or its name here, if it can
	 * only be said in code.
	 */
	@Test
	void eachOptionOfTheEngineHasAProperty() {
		Set<String> options = Arrays.stream(HttpServer.Builder.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() > 0)
			.map(Method::getName)
			.collect(Collectors.toSet());
		assertThat(options).contains("port")
			.isSubsetOf(
					// Properties
					"port", "address", "serverHeader", "backlog", "eventLoops", "workerThreads", "workerQueue",
					"http09", "protocolVersion", "reuseAddress", "oneAtATime", "maxRequestContent", "headLimits",
					"connectionLimits", "timeouts", "pace", "trustedProxies", "proxyProtocol", "tls",
					// Code: beans, or JhttpServerCustomizer
					"handler", "workers", "verifyRequest", "handleError", "listener");
	}

	@ParameterizedTest
	@CsvSource({ "port, 81, address.port", "server-header, spam, serverField", "accept-count, 7, backlog",
			"event-loops, 7, eventLoops", "threads.max, 7, workerThreads", "threads.queue-capacity, 7, workerQueue",
			"http09, true, http09", "protocol-version, HTTP/1.0, version", "reuse-address, false, reuseAddress",
			"one-at-a-time, true, oneAtATime", "max-request-line-size, 7, headLimits.requestLine",
			"max-request-header-size, 7, headLimits.fieldSection", "max-request-header-count, 7, headLimits.fields",
			"max-request-body-size, 7, maxContent", "max-connections, 7, connectionLimits.connections",
			"max-connections-per-address, 7, connectionLimits.perAddress",
			"max-keep-alive-requests, 7, connectionLimits.requestsPerConnection",
			"pipelining-depth, 7, connectionLimits.pipeliningDepth", "min-body-rate, 7, pace.content",
			"min-write-rate, 7, pace.answer" })
	void propertyReachesTheEngine(String property, String value, String setting) {
		assertThat(customized(bind(property, value))).extracting(setting).hasToString(value);
	}

	@ParameterizedTest
	@CsvSource({ "header-timeout, head", "keep-alive-timeout, idle", "body-timeout, body", "write-timeout, write",
			"linger-timeout, linger" })
	void timeoutReachesTheEngine(String property, String setting) {
		assertThat(customized(bind(property, "7s"))).extracting("timeouts." + setting).isEqualTo(Duration.ofSeconds(7));
	}

	@ParameterizedTest
	@MethodSource("numbers")
	void numberBelowZeroIsRefusedByItsName(String property) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> customized(bind(property, "-1")))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("jhttp." + property));
	}

	static List<String> numbers() throws IOException {
		return ConfigurationMetadataTests.properties()
			.stream()
			.filter(Property::isNumber)
			.map((property) -> property.name().substring("jhttp.".length()))
			// They are refused where they are used: with virtual threads, at the end, by
			// handler beans, files, scripts, the access log and HTTPS.
			.filter((property) -> !property.equals("threads.virtual.max") && !property.equals("shutdown-delay")
					&& !property.equals("max-in-memory-size") && !property.startsWith("async.")
					&& !property.startsWith("files.") && !property.startsWith("cgi.")
					&& !property.startsWith("access-log.") && !property.startsWith("ssl."))
			.toList();
	}

	@Test
	void versionThatNobodyAnswersInIsRefusedByItsName() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> customized(bind("protocol-version", "HTTP/0.9")))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("jhttp.protocol-version"));
	}

	@Test
	void protocolVersionIsThatOfEveryAnswer() {
		run((port) -> assertThat(exchange(port, GET)).startsWith("HTTP/1.0 200 OK\r\n")
			.contains("\r\nConnection: close\r\n"), "jhttp.protocol-version=HTTP/1.0");
	}

	@Test
	void extremesThatTheEngineTakesAreNotRefused() {
		JhttpProperties properties = bind("max-request-line-size", "2147483647B");
		assertThat(customized(properties)).extracting("headLimits.requestLine").isEqualTo(Integer.MAX_VALUE);
		properties = bind("header-timeout", "106751d");
		assertThat(customized(properties)).extracting("timeouts.head").isEqualTo(Duration.ofDays(106_751));
		assertThat(customized(bind("max-request-body-size", "0"))).extracting("maxContent").isEqualTo(0L);
		assertThat(customized(bind("min-body-rate", "0"))).extracting("pace.content").isEqualTo(0L);
		assertThat(customized(bind("threads.queue-capacity", "0"))).extracting("workerQueue").isEqualTo(0);
	}

	@Test
	void longRequestLineIsRefused() {
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 414 "),
				"jhttp.max-request-line-size=13B");
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 "),
				"jhttp.max-request-line-size=14B");
	}

	@Test
	void largeHeaderIsRefused() {
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 431 "),
				"jhttp.max-request-header-size=20B");
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 431 "),
				"jhttp.max-request-header-count=1");
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 "),
				"jhttp.max-request-header-count=2");
	}

	@Test
	void largeBodyIsRefused() {
		run((port) -> {
			TestClient client = new TestClient(port);
			assertThat(client.send("POST", "/", new byte[1])).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("POST", "/", new byte[2])).startsWith("HTTP/1.1 413 ");
		}, "jhttp.max-request-body-size=1B");
	}

	@Test
	void http09IsAnsweredIfItIsWanted() {
		run((port) -> assertThat(exchange(port, "GET /\r\n")).isEqualTo("eggs"), "jhttp.http09=true");
		run((port) -> assertThat(exchange(port, "GET /\r\n")).startsWith("HTTP/1.1 400 "));
	}

	@Test
	void connectionIsClosedAfterItsLastRequest() {
		run((port) -> assertThat(exchange(port, GET + GET + GET).split("HTTP/1.1 200 ", -1)).hasSize(3),
				"jhttp.max-keep-alive-requests=2");
	}

	@Test
	void addressHasItsShareOfConnections() {
		run((port) -> {
			try (Socket first = new TestClient(port).connect()) {
				first.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
				first.getInputStream().read();
				assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 503 ");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "jhttp.max-connections-per-address=1");
	}

	@Test
	void requestBeyondThePoolAndItsQueueIsRefused() {
		assertSecondHandlerIsRefused("jhttp.threads.max=1", "jhttp.threads.queue-capacity=0");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void requestBeyondTheVirtualThreadsIsRefused() {
		assertSecondHandlerIsRefused("spring.threads.virtual.enabled=true", "jhttp.threads.virtual.max=1");
	}

	@Test
	void queueMayHaveAnyCapacity() {
		run((port) -> assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 "),
				"jhttp.threads.queue-capacity=2147483647");
	}

	private void assertSecondHandlerIsRefused(String... properties) {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		HttpHandler handler = (exchange) -> {
			running.countDown();
			release.await();
			exchange.response().send("spam");
		};
		this.contextRunner.withBean("handler", HttpHandler.class, () -> handler, (bean) -> bean.setPrimary(true))
			.withPropertyValues(properties)
			.run((context) -> {
				int port = context.getBean(JhttpServer.class).getPort();
				try (Socket first = new TestClient(port).connect()) {
					first.getOutputStream().write(LAST_GET.getBytes(StandardCharsets.US_ASCII));
					running.await();
					assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 503 ");
					release.countDown();
					assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
						.endsWith("spam");
				}
				finally {
					release.countDown();
				}
			});
	}

	private void run(Consumer<Integer> test, String... properties) {
		this.contextRunner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(JhttpServer.class).getPort()));
	}

	private static String exchange(int port, String request) {
		try (Socket socket = new TestClient(port).connect()) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JhttpProperties bind(String property, String value) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource(Map.of("jhttp." + property, value));
		return new Binder(source).bind("jhttp", JhttpProperties.class).get();
	}

	private static HttpServer.Builder customized(JhttpProperties properties) {
		HttpServer.Builder builder = HttpServer.builder();
		new PropertiesServerCustomizer(properties).customize(builder);
		return builder;
	}

}
