package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.spring.boot.autoconfigure.ConfigurationMetadataTests.Property;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link PropertiesServerCustomizer}: what becomes of each property, and what a
 * client notices of it.
 */
class PropertiesServerCustomizerTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	/** Less than the timeouts have by default that are tested with a shorter one. */
	private static final int PATIENCE = 8000;

	private final ApplicationContextRunner contextRunner = HandlerServer.runner()
		.withBean(HttpHandler.class, () -> (exchange) -> exchange.response().send("eggs"));

	@Test
	void defaultsAreThoseOfTheEngine() {
		HttpServer.Builder customized = customized(new JhttpProperties());
		// Without an address, the default one is that of the only listener.
		assertThat(customized).usingRecursiveComparison().ignoringFields("address").isEqualTo(HttpServer.builder());
		assertThat(customized.listeners()).usingRecursiveComparison().isEqualTo(HttpServer.builder().listeners());
	}

	/**
	 * If you add an option of the engine, add its property, or its name here, if it can
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
					"connectionLimits", "timeouts", "pace", "trustedProxies", "proxyProtocol", "tls", "listen",
					"clientLimit", "http2", "http2Limits",
					// With the address
					"addressFamily",
					// Code: beans, or JhttpServerCustomizer
					"handler", "workers", "verifyRequest", "handleError", "listener", "errors", "failures", "shutdown",
					// Tests
					"channels");
	}

	@ParameterizedTest
	@CsvSource({ "port, 81, address.port", "server-header, spam, serverField", "accept-count, 7, backlog",
			"event-loops, 7, eventLoops", "threads.max, 7, workerThreads", "threads.queue-capacity, 7, workerQueue",
			"http09, true, http09", "http2.enabled, false, http2",
			"http2.max-concurrent-streams, 7, http2Limits.concurrentStreams",
			"http2.max-concurrent-handlers, 7, http2Limits.concurrentHandlers",
			"http2.max-abuse-score, 7, http2Limits.abuseScore", "protocol-version, HTTP/1.0, version",
			"reuse-address, false, reuseAddress", "one-at-a-time, true, oneAtATime",
			"max-request-line-size, 7, headLimits.requestLine", "max-request-header-size, 7, headLimits.fieldSection",
			"max-request-header-count, 7, headLimits.fields", "max-request-body-size, 7, maxContent",
			"max-connections, 7, connectionLimits.connections",
			"max-connections-per-address, 7, connectionLimits.perAddress",
			"max-keep-alive-requests, 7, connectionLimits.requestsPerConnection",
			"pipelining-depth, 7, connectionLimits.pipeliningDepth", "min-body-rate, 7, pace.content",
			"min-write-rate, 7, pace.response" })
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

	/** A limit may be -1, which is none. */
	@ParameterizedTest
	@MethodSource("numbersOfForms")
	void numberOfFormsBelowItsBoundIsRefusedByItsName(String property) {
		String value = property.contains(".max-") ? "-2" : "-1";
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> ConfiguredMultipart.of(bind(property, value)))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("jhttp." + property));
	}

	static List<String> numbersOfForms() throws IOException {
		return allNumbers().filter((name) -> name.startsWith("multipart.") || name.equals("max-in-memory-size"))
			.toList();
	}

	private static Stream<String> allNumbers() throws IOException {
		return ConfigurationMetadataTests.properties()
			.stream()
			.filter(Property::isNumber)
			.map((property) -> property.name().substring("jhttp.".length()));
	}

	static List<String> numbers() throws IOException {
		return allNumbers()
			// They are refused where they are used: with virtual threads, at the end, by
			// handler beans, files, scripts, the access log, HTTPS and forms with files.
			.filter((property) -> !property.equals("threads.virtual.max") && !property.equals("shutdown-delay")
					&& !property.equals("max-in-memory-size") && !property.startsWith("async.")
					&& !property.startsWith("compression.") && !property.startsWith("files.")
					&& !property.startsWith("cgi.") && !property.startsWith("access-log.")
					&& !property.startsWith("ssl.") && !property.startsWith("multipart."))
			.toList();
	}

	@Test
	void versionThatTheServerDoesNotSpeakIsRefusedByItsName() {
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
	void http2IsSpokenUnlessItIsNotWanted() {
		String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\1\0\0\0\0";
		// Settings of the server, and why the connection ends: those of the client are
		// missing.
		run((port) -> assertThat(exchange(port, preface)).startsWith("\0\0\30\4\0\0\0\0\0").contains("expected"));
		run((port) -> assertThat(exchange(port, preface)).startsWith("HTTP/1.1 505 "), "jhttp.http2.enabled=false");
		run((port) -> assertThat(exchange(port, preface)).startsWith("HTTP/1.0 505 "),
				"jhttp.protocol-version=HTTP/1.0");
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

	@ParameterizedTest
	@CsvSource({ "header-timeout=50ms, 'GET / HTTP/1.1\r\n', HTTP/1.1 408",
			"keep-alive-timeout=300ms, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', HTTP/1.1 200",
			"body-timeout=50ms, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n', HTTP/1.1 408" })
	void clientThatSaysNoMoreIsGivenUp(String property, String request, String answer) throws IOException {
		try (HttpServer server = start(PropertiesServerCustomizerTests::readAll, property);
				Socket client = connect(server)) {
			write(client, request);
			assertThat(readToEnd(client)).startsWith(answer + " ");
		}
	}

	@Test
	void clientThatTakesNoAnswerIsGivenUp() throws IOException {
		HttpHandler handler = HttpHandler.nonBlocking((exchange) -> exchange.response().send(new byte[50_000_000]));
		try (HttpServer server = start(handler, "write-timeout=50ms"); Socket client = connect(server)) {
			write(client, GET);
			assertThat(client.getInputStream().read()).isEqualTo('H');
			awaitNoConnection(server);
		}
	}

	@Test
	void connectionOfAClientThatDoesNotNoticeItsEndIsClosed() throws IOException {
		try (HttpServer server = start(PropertiesServerCustomizerTests::readAll, "linger-timeout=50ms");
				Socket client = connect(server)) {
			write(client, LAST_GET + GET);
			assertThat(readToEnd(client)).startsWith("HTTP/1.1 200 ");
			awaitNoConnection(server);
		}
	}

	/** Less than a connection lingers by default. */
	private static void awaitNoConnection(HttpServer server) {
		long began = System.nanoTime();
		while (server.counters().openConnections() > 0) {
			assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
		}
	}

	@Test
	void contentThatComesTooSlowlyIsRefused() throws IOException {
		try (HttpServer server = start(PropertiesServerCustomizerTests::readAll, "min-body-rate=1TB",
				"body-timeout=50ms"); Socket client = connect(server)) {
			int most = 10_000_000;
			write(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + most + "\r\n\r\n");
			for (int i = 0; i < most && client.getInputStream().available() == 0; i++) {
				write(client, "x");
			}
			assertThat(readToEnd(client)).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void clientThatTakesItsAnswerTooSlowlyIsGivenUp() throws Exception {
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		try (HttpServer server = start(endless(end), "min-write-rate=1TB", "write-timeout=50ms");
				Socket client = connect(server)) {
			write(client, GET);
			byte[] taken = new byte[1000];
			long began = System.nanoTime();
			while (!end.isDone()) {
				client.getInputStream().read(taken);
				assertThat(System.nanoTime() - began).isLessThan(TimeUnit.MILLISECONDS.toNanos(PATIENCE));
			}
			assertThat(end.get()).hasMessageContaining("in time");
		}
	}

	@Test
	void connectionBeyondAllThatThereMayBeIsRefused() throws Exception {
		BusyHandler busy = new BusyHandler();
		try (HttpServer server = start(busy::handle, "max-connections=1")) {
			try {
				write(busy.connect(server), GET);
				busy.entered.acquire();
				assertThat(readToEnd(busy.connect(server))).startsWith("HTTP/1.1 503 ");
			}
			finally {
				busy.release();
			}
		}
	}

	@Test
	void eachEventLoopMayBeBusy() throws Exception {
		int more = Runtime.getRuntime().availableProcessors() + 1;
		BusyHandler busy = new BusyHandler();
		try (HttpServer server = start(busy, "event-loops=" + more)) {
			try {
				for (int i = 0; i < more; i++) {
					write(busy.connect(server), GET);
					assertThat(busy.entered.tryAcquire(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
				}
			}
			finally {
				busy.release();
			}
		}
	}

	@Test
	void connectionsBeyondThoseThatTheSystemMayHoldWait() throws Exception {
		BusyHandler busy = new BusyHandler();
		try (HttpServer server = start(busy, "accept-count=1", "event-loops=1")) {
			try {
				write(busy.connect(server), GET);
				busy.entered.acquire();
				assertThatIOException().isThrownBy(() -> {
					for (int i = 0; i < 10; i++) {
						busy.connect(server.address(), 100);
					}
				});
			}
			finally {
				busy.release();
			}
		}
	}

	@Test
	void otherConnectionsHaveTheirTurnBetweenPipelinedRequests() throws Exception {
		BusyHandler busy = new BusyHandler();
		try (HttpServer server = start(busy, "pipelining-depth=1", "event-loops=1")) {
			try {
				Socket other = busy.connect(server);
				write(other, GET.replace("/ ", "/before "));
				assertThat(other.getInputStream().read()).isEqualTo('H');
				Socket many = busy.connect(server);
				write(many, GET + GET.replace("/ ", "/2 ") + LAST_GET.replace("/ ", "/3 "));
				busy.entered.acquire();
				write(other, LAST_GET.replace("/ ", "/other "));
				busy.release.countDown();
				readToEnd(many);
				readToEnd(other);
				assertThat(busy.paths).containsSubsequence("/", "/other", "/3");
			}
			finally {
				busy.release();
			}
		}
	}

	@Test
	void oneThreadHandlesAllRequestsIfItIsToBeOneAtATime() throws IOException {
		HttpHandler handler = HttpHandler
			.nonBlocking((exchange) -> exchange.response().send(Thread.currentThread().getName()));
		try (HttpServer server = start(handler, "one-at-a-time=true")) {
			assertThat(exchange(server.port(), LAST_GET)).endsWith("jhttp-worker-0");
			assertThat(exchange(server.port(), LAST_GET)).endsWith("jhttp-worker-0");
		}
	}

	/** As the server has closed the first connection, it is the one that remembers it. */
	@Test
	void portIsNotHadAgainAtOnceUnlessItMayBe() throws IOException {
		int port;
		try (HttpServer server = start(PropertiesServerCustomizerTests::readAll)) {
			port = server.port();
			assertThat(exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 ");
		}
		assertThatExceptionOfType(BindException.class).isThrownBy(
				() -> start(PropertiesServerCustomizerTests::readAll, "port=" + port, "reuse-address=false").close());
		start(PropertiesServerCustomizerTests::readAll, "port=" + port).close();
	}

	@Test
	void proxiesSayForWhomTheySpeakInTheWaysOfTheProperties() throws IOException {
		HttpHandler handler = (exchange) -> exchange.response()
			.send(exchange.request().remoteAddress().getAddress().getHostAddress());
		String fields = "X-Forwarded-For: 203.0.113.1\r\nForwarded: for=203.0.113.2\r\n\r\n";
		String request = LAST_GET.replace("\r\n\r\n", "\r\n" + fields);
		try (HttpServer server = start(handler, "proxies.trusted=loopback", "proxies.headers=forwarded")) {
			assertThat(exchange(server.port(), request)).endsWith("\r\n\r\n203.0.113.2");
		}
		try (HttpServer server = start(handler, "proxies.trusted=loopback", "proxies.proxy-protocol=true")) {
			assertThat(exchange(server.port(), "PROXY TCP4 203.0.113.3 127.0.0.1 4711 80\r\n" + LAST_GET))
				.endsWith("\r\n\r\n203.0.113.3");
		}
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

	/** Without a context: what is tested is a property of the server. */
	private static HttpServer start(HttpHandler handler, String... properties) throws IOException {
		Map<String, String> values = new HashMap<>(Map.of("jhttp.port", "0", "jhttp.address", "127.0.0.1"));
		for (String property : properties) {
			String[] nameAndValue = property.split("=", 2);
			values.put("jhttp." + nameAndValue[0], nameAndValue[1]);
		}
		return customized(bind(values)).handler(handler).start();
	}

	private static void readAll(HttpExchange exchange) throws IOException {
		exchange.request().content().readAllBytes();
		exchange.response().send("read");
	}

	private static HttpHandler endless(CompletableFuture<Throwable> end) {
		return (exchange) -> {
			try {
				while (true) {
					exchange.response().output().write(new byte[100_000]);
				}
			}
			catch (IOException ex) {
				end.complete(ex);
				throw ex;
			}
		};
	}

	private static Socket connect(HttpServer server) throws IOException {
		Socket socket = new TestClient(server.port()).connect();
		socket.setSoTimeout(PATIENCE);
		return socket;
	}

	private static void write(Socket socket, String bytes) throws IOException {
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
	}

	private static String readToEnd(Socket socket) throws IOException {
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static JhttpProperties bind(String property, String value) {
		return bind(Map.of("jhttp." + property, value));
	}

	private static JhttpProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bind("jhttp", JhttpProperties.class).get();
	}

	private static HttpServer.Builder customized(JhttpProperties properties) {
		HttpServer.Builder builder = HttpServer.builder();
		new PropertiesServerCustomizer(properties).customize(builder);
		return builder;
	}

	/**
	 * Keeps its thread busy with each request for the root: the event loop, unless only
	 * its method is used.
	 */
	private static final class BusyHandler implements NonBlockingHttpHandler {

		private final Semaphore entered = new Semaphore(0);

		private final CountDownLatch release = new CountDownLatch(1);

		private final List<String> paths = new CopyOnWriteArrayList<>();

		private final List<Socket> clients = new ArrayList<>();

		@Override
		public void handle(HttpExchange exchange) throws Exception {
			this.paths.add(exchange.request().path());
			if (exchange.request().path().equals("/")) {
				this.entered.release();
				this.release.await();
			}
			exchange.response().send();
		}

		Socket connect(HttpServer server) throws IOException {
			return connect(server.address(), PATIENCE);
		}

		Socket connect(SocketAddress address, int timeout) throws IOException {
			Socket socket = new Socket();
			this.clients.add(socket);
			socket.setSoTimeout(PATIENCE);
			socket.connect(address, timeout);
			return socket;
		}

		void release() throws IOException {
			this.release.countDown();
			for (Socket client : this.clients) {
				client.close();
			}
		}

	}

}
