package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.CgiServer;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http2.Http2Client;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that keep what was one client's can do nothing to another one with it.
 */
class LateCallTests {

	private static final boolean EXHAUSTIVE = Boolean.getBoolean("jhttp.test.exhaustive");

	/** These say what they say at any time, of nothing that belongs to a client. */
	private static final Set<String> TIMELESS = Set.of("HttpExchange.server", "HttpExchange.request",
			"HttpExchange.response", "HttpExchange.isOfConnection", "ContentInput.close", "ContentInput.mark",
			"ContentInput.reset", "ContentInput.markSupported", "ResponseStream.close");

	/** What a handler can keep of an exchange. */
	private record Kept(HttpExchange exchange, InputStream content, @Nullable OutputStream output,
			@Nullable AsyncExchange detached) {

		static Kept of(HttpExchange exchange) {
			return new Kept(exchange, exchange.request().content(), exchange.response().output(), null);
		}

		HttpResponse response() {
			return this.exchange.response();
		}

		List<Object> all() {
			List<Object> all = new ArrayList<>(
					List.of(this.exchange, this.exchange.request(), this.exchange.response(), this.content));
			if (this.output != null) {
				all.add(this.output);
			}
			if (this.detached != null) {
				all.add(this.detached);
			}
			return all;
		}

	}

	@TempDir
	private Path directory;

	private final BlockingQueue<Kept> kept = new LinkedBlockingQueue<>();

	/** How often a handler ran that was handed over too late. */
	private final AtomicInteger ran = new AtomicInteger();

	private final ExecutorService others = Executors.newCachedThreadPool();

	private @Nullable HttpServer server;

	@BeforeEach
	void makeFile() throws IOException {
		Files.writeString(this.directory.resolve("eggs.txt"), "foreign");
	}

	@AfterEach
	void stop() {
		this.others.shutdown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer start(HttpServer.Builder builder) throws IOException {
		HttpServer started = builder.port(0).eventLoops(1).start();
		this.server = started;
		return started;
	}

	// All methods

	private static List<Method> methods(Object of) {
		Class<?> type = of.getClass();
		return Arrays.stream(type.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class)
			.filter((method) -> !method.getName().equals("toString"))
			.filter((method) -> !TIMELESS.contains(type.getSimpleName() + "." + method.getName()))
			.toList();
	}

	private Object[] arguments(Method method) throws IOException {
		Class<?>[] types = method.getParameterTypes();
		Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			arguments[i] = argument(method.getName(), types[i], i);
		}
		return arguments;
	}

	private @Nullable Object argument(String method, Class<?> type, int index) throws IOException {
		if (type == int.class) {
			boolean array = method.equals("read") || method.equals("write") || method.startsWith("readN");
			return array ? (index == 1) ? 0 : 1 : method.equals("sendInterim") ? 103 : 404;
		}
		if (type == long.class) {
			return 1L;
		}
		if (type == boolean.class) {
			return false;
		}
		if (type == byte[].class) {
			return "foreign".getBytes();
		}
		if (type == String.class) {
			return method.equals("redirectLocally") ? "/foreign" : "X-Foreign";
		}
		if (type == Path.class) {
			return this.directory.resolve("eggs.txt");
		}
		if (type == FileChannel.class) {
			return FileChannel.open(this.directory.resolve("eggs.txt"));
		}
		if (type == ContentPart.class) {
			return ContentPart.of("foreign".getBytes(), 0, 7);
		}
		if (type == List.class) {
			return method.equals("send") ? List.of(ContentPart.of("foreign".getBytes(), 0, 7))
					: List.of(Map.entry("X-Foreign", "foreign"));
		}
		if (type == HttpVersion.class) {
			return HttpVersion.HTTP_1_0;
		}
		if (type == EncodedHeaders.class) {
			return EncodedHeaders.of(List.of(Map.entry("X-Foreign", "foreign")));
		}
		if (type == HttpHandler.class) {
			return (HttpHandler) (exchange) -> {
				this.ran.incrementAndGet();
				exchange.response().send("foreign");
			};
		}
		if (type == Executor.class) {
			return this.others;
		}
		if (type == Runnable.class) {
			return (Runnable) () -> {
			};
		}
		if (type == Consumer.class) {
			return (Consumer<?>) (ended) -> {
			};
		}
		if (type == OutputStream.class) {
			return OutputStream.nullOutputStream();
		}
		if (type == Principal.class) {
			return (Principal) () -> "foreign";
		}
		if (type == AsyncExchange.Step.class) {
			return (AsyncExchange.Step) (exchange) -> this.ran.incrementAndGet();
		}
		if (type == AsyncExchange.ContentReceiver.class) {
			return new AsyncExchange.ContentReceiver() {
				@Override
				public void received(byte @Nullable [] content) {
					LateCallTests.this.ran.incrementAndGet();
				}

				@Override
				public void failed(HttpProblem problem) {
					LateCallTests.this.ran.incrementAndGet();
				}
			};
		}
		if (type == HandlerScope.class) {
			return (HandlerScope) () -> {
				throw new IllegalStateException("foreign");
			};
		}
		if (type == FailureHandler.class) {
			return (FailureHandler) (failure, exchange) -> {
				throw new IllegalStateException("foreign");
			};
		}
		if (type == Throwable.class) {
			return new IllegalStateException("late");
		}
		assertThat(type).as(method).isEqualTo(Object.class);
		return "foreign";
	}

	/** What a method throws, or returns. */
	private Object call(Object on, Method method) throws IOException {
		method.setAccessible(true);
		try {
			return String.valueOf(method.invoke(on, arguments(method)));
		}
		catch (InvocationTargetException ex) {
			return ex.getTargetException();
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The methods that do not refuse to do anything. */
	private List<String> accepted(Kept of) throws IOException {
		List<String> accepted = new ArrayList<>();
		for (Object object : of.all()) {
			for (Method method : methods(object)) {
				Object outcome = call(object, method);
				boolean refused = (object instanceof AsyncExchange) ? isInert(method, outcome)
						: outcome instanceof IllegalStateException ex && "The exchange is over".equals(ex.getMessage());
				if (!refused) {
					accepted.add(object.getClass().getSimpleName() + "." + method.getName()
							+ Arrays.toString(method.getParameterTypes()) + " " + outcome);
				}
			}
		}
		assertThat(this.ran).hasValue(0);
		return accepted;
	}

	/** What a detached exchange is documented to do when it is over. */
	private static boolean isInert(Method method, Object outcome) {
		return switch (method.getName()) {
			case "resume", "execute", "send", "complete", "abort" -> outcome.equals("false");
			case "isOver" -> outcome.equals("true");
			case "unsent" -> outcome.equals("0");
			default -> outcome.equals("null");
		};
	}

	private void answer(HttpExchange exchange) throws Exception {
		String path = exchange.request().path();
		switch (path) {
			case "/loop", "/stream-on-loop" -> keepAndAnswer(exchange);
			case "/worker" -> exchange.dispatch(this::keepAndAnswer);
			case "/executor" -> exchange.dispatch(this::keepAndAnswer, this.others);
			case "/detached" -> {
				exchange.response().output().write("own".getBytes());
				exchange.response().output().flush();
				AsyncExchange detached = exchange.detach();
				this.kept.add(new Kept(exchange, exchange.request().content(), exchange.response().output(), detached));
				detached.send(" bytes".getBytes());
				detached.complete();
			}
			case "/resumed" -> {
				AsyncExchange detached = exchange.detach();
				this.kept.add(new Kept(exchange, exchange.request().content(), exchange.response().output(), detached));
				detached.resume((later) -> later.response().output().write("own bytes".getBytes()));
			}
			case "/failing" -> exchange.dispatch((later) -> {
				this.kept.add(Kept.of(later));
				later.response().discardContent();
				throw new IllegalStateException("failing");
			});
			default -> exchange.response().send("nothing");
		}
	}

	private void keepAndAnswer(HttpExchange exchange) throws IOException {
		this.kept.add(Kept.of(exchange));
		exchange.response().output().write("own bytes".getBytes());
		if (exchange.request().path().startsWith("/stream")) {
			exchange.response().output().flush();
		}
	}

	private HttpServer.Builder keeping() {
		return HttpServer.builder().handleError((request, failure) -> {
		}).handler((NonBlockingHttpHandler) this::answer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/loop", "/stream-on-loop", "/worker", "/executor", "/detached", "/resumed", "/failing" })
	void everyMethodRefusesOnceTheExchangeIsOver(String path) throws Exception {
		HttpServer running = start(keeping());
		try (RawClient client = new RawClient(running.port())) {
			client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").readHead();
			Kept late = this.kept.take();
			assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
			assertThat(accepted(late)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/loop", "/worker", "/detached" })
	void everyMethodRefusesInWhateverProtocol(String path) throws Exception {
		HttpServer running = start(keeping());
		try (Http2Client client = new Http2Client(running.port())) {
			client.head(1, "GET " + path).await(1);
			Kept late = this.kept.take();
			assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
			assertThat(accepted(late)).isEmpty();
		}
	}

	/** On the thread, and the connection, that another exchange has at the moment. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyMethodRefusesInTheMiddleOfTheNextExchange(boolean worker) throws Exception {
		CompletableFuture<List<String>> accepted = new CompletableFuture<>();
		HttpHandler next = (exchange) -> {
			exchange.response().header("X-Own", "yes");
			if (worker) {
				exchange.response().output().write("be".getBytes());
				exchange.response().output().flush();
			}
			accepted.complete(accepted(this.kept.take()));
			exchange.response().output().write("fore".getBytes());
		};
		NonBlockingHttpHandler first = (exchange) -> {
			if (exchange.request().path().equals("/next")) {
				if (worker) {
					exchange.dispatch(next);
				}
				else {
					next.handle(exchange);
				}
			}
			else {
				keepAndAnswer(exchange);
			}
		};
		HttpServer running = start(HttpServer.builder().handler(first));
		try (RawClient client = new RawClient(running.port())) {
			client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n"
					+ "POST /next HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
			assertThat(client.readResponse()).endsWith("own bytes");
			String answer = client.readToEnd();
			assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("X-Own: yes\r\n");
			assertThat(answer).endsWith(worker ? "\r\n\r\n2\r\nbe\r\n4\r\nfore\r\n0\r\n\r\n" : "\r\n\r\nfore");
			assertThat(answer).doesNotContain("oreign");
		}
		assertThat(accepted.get()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "the loop", "a suspended one" })
	void noOtherThreadUsesWhatTheEventLoopHas(String whose) throws Exception {
		CompletableFuture<AsyncExchange> detached = new CompletableFuture<>();
		CountDownLatch tried = new CountDownLatch(1);
		HttpServer running = start(HttpServer.builder().handler((NonBlockingHttpHandler) (exchange) -> {
			this.kept.add(Kept.of(exchange));
			if (whose.equals("the loop")) {
				tried.await();
			}
			else {
				detached.complete(exchange.detach());
			}
			exchange.response().discardContent().header("X-Own", "yes");
		}));
		try (RawClient client = new RawClient(running.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			Kept others = this.kept.take();
			for (Object object : List.of(others.exchange(), others.response(), others.output())) {
				for (Method method : methods(object)) {
					if (Set.of("send", "write", "flush", "header", "status", "dispatch", "detach")
						.contains(method.getName()) && method.getReturnType() != String.class) {
						Object outcome = call(object, method);
						boolean reads = method.getParameterCount() == 0 && method.getName().equals("status");
						assertThat(reads || outcome instanceof IllegalStateException).as(method.toString()).isTrue();
					}
				}
			}
			tried.countDown();
			if (whose.equals("a suspended one")) {
				detached.get().complete();
			}
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n")
				.contains("X-Own: yes\r\n")
				.doesNotContain("oreign");
		}
	}

	/** The server knows more of an exchange than its handler while it tells listeners. */
	@Test
	void whatListenersMaySeeHandlersCannotChange() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		HttpServer running = start(keeping().listener(new ExchangeListener() {

			@Override
			public void exchangeEnded(CompletedExchange exchange) {
				ended.countDown();
			}

		}));
		try (RawClient client = new RawClient(running.port())) {
			client.send("GET /worker HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
			ended.await();
			Kept late = this.kept.take();
			assertThat(Eventually.holds(() -> accepted(late, "method").isEmpty())).isTrue();
			assertThat(accepted(late)).isEmpty();
		}
	}

	private List<String> accepted(Kept of, String method) {
		try {
			return accepted(of).stream().filter((line) -> line.contains("." + method)).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A watch reads in place of the worker that has the connection. */
	@Test
	void theClientOfAnExchangeThatHasEndedIsNotWatched() throws Exception {
		byte[] large = new byte[16_000_000];
		NonBlockingHttpHandler answers = (exchange) -> {
			if (exchange.request().path().equals("/large")) {
				this.kept.add(Kept.of(exchange));
				exchange.response().discardContent().send(large);
			}
			else {
				exchange.dispatch((later) -> {
					byte[] content = later.request().content().readAllBytes();
					later.response().send(content.length + " " + Arrays.hashCode(content));
				});
			}
		};
		// Its end waits to be told until all of it has left.
		HttpServer running = start(HttpServer.builder().handler(answers).listener(new ExchangeListener() {
		}));
		byte[] content = new byte[1_000_000];
		ThreadLocalRandom.current().nextBytes(content);
		AtomicBoolean watched = new AtomicBoolean();
		Socket socket = new Socket();
		socket.setReceiveBufferSize(16 * 1024);
		try (RawClient client = new RawClient(socket, running.port())) {
			client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
			Kept ended = this.kept.take();
			Object outcome = "";
			try {
				ended.exchange().onClientGone(() -> watched.set(true));
			}
			catch (IllegalStateException ex) {
				outcome = ex;
			}
			client.read(large.length);
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
			for (int at = 0; at < content.length; at += 20_000) {
				client.send(Arrays.copyOfRange(content, at, at + 20_000));
			}
			assertThat(client.readResponse()).endsWith("\r\n\r\n1000000 " + Arrays.hashCode(content));
			assertThat(outcome).isInstanceOf(IllegalStateException.class);
		}
		assertThat(Eventually.holds(() -> running.counters().openConnections() == 0)).isTrue();
		assertThat(watched).isFalse();
	}

	/**
	 * An instance of a handler class is its connection's, but not the exchange it has
	 * had.
	 */
	public static class Keeping extends BaseHttpRequestHandler {

		private static final BlockingQueue<Keeping> instances = new LinkedBlockingQueue<>();

		private @Nullable Kept kept;

		@Get
		public void answer() throws IOException {
			this.kept = new Kept(exchange(), input(), exchange().response().output(), null);
			sendResponse(200);
			sendHeader("Content-Length", "9");
			endHeaders();
			output().write("own bytes".getBytes());
			instances.add(this);
		}

	}

	@Test
	void handlerClassesKeepNoExchange() throws Exception {
		HttpServer running = start(
				HttpServer.builder().handler(RequestHandlers.perConnection(Keeping.class, Keeping::new)));
		try (RawClient client = new RawClient(running.port())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readResponse()).endsWith("own bytes");
			Keeping instance = Keeping.instances.take();
			assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
			Kept late = instance.kept;
			assertThat(late).isNotNull();
			assertThat(accepted(late)).isEmpty();
			for (String name : List.of("exchange", "request", "input", "command", "path", "headers", "output")) {
				Method method = method(BaseHttpRequestHandler.class, name);
				assertThat(call(instance, method)).as(name).isInstanceOf(IllegalStateException.class);
			}
		}
	}

	/** Its own, or that of a class that it extends. */
	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((each) -> each.getName().equals(name))
			.findFirst()
			.orElseGet(() -> method(type.getSuperclass(), name));
	}

	@Test
	void handlersOfFilesAndScriptsEndAnExchangeLikeOthers() throws Exception {
		FileHandler files = FileHandler.of(CgiServer.root(this.directory));
		CgiHandler scripts = CgiHandler.builder(FileHandler.builder(CgiServer.root(this.directory))).build();
		Files.writeString(this.directory.resolve("root/eggs.txt"), "eggs");
		Path script = Files.createDirectories(this.directory.resolve("root/cgi-bin")).resolve("eggs.sh");
		Files.writeString(script, "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nscript'\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		HttpServer running = start(HttpServer.builder().handler((exchange) -> {
			this.kept.add(new Kept(exchange, exchange.request().content(), null, null));
			exchange.proceed(exchange.request().path().startsWith("/cgi-bin/") ? scripts : files);
		}));
		for (String path : List.of("/eggs.txt", "/cgi-bin/eggs.sh")) {
			try (RawClient client = new RawClient(running.port())) {
				client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
				Kept late = this.kept.take();
				assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
				assertThat(accepted(late)).isEmpty();
			}
		}
	}

	// Under load

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachClientGetsItsOwnBytesWhateverEarlierHandlersDo(boolean listening) throws Exception {
		int clients = 8;
		int requests = EXHAUSTIVE ? 2_000 : 150;
		AtomicInteger unexpected = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		LinkedBlockingQueue<Kept> ended = new LinkedBlockingQueue<>(64);
		HttpServer.Builder builder = HttpServer.builder()
			.handleError((request, failure) -> unexpected.addAndGet("late".equals(failure.getMessage()) ? 0 : 1))
			.handler((NonBlockingHttpHandler) (exchange) -> echo(exchange, ended));
		if (listening) {
			builder.listener(new ExchangeListener() {
			});
		}
		HttpServer running = start(builder);
		List<CompletableFuture<?>> late = new ArrayList<>();
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			late.add(CompletableFuture.runAsync(() -> callLate(ended, over, calls), this.others));
		}
		List<CompletableFuture<?>> conversations = new ArrayList<>();
		for (int i = 0; i < clients; i++) {
			int number = i;
			conversations
				.add(CompletableFuture.runAsync(() -> converse(running.address(), number, requests), this.others));
		}
		CompletableFuture.allOf(conversations.toArray(CompletableFuture<?>[]::new)).join();
		over.set(true);
		CompletableFuture.allOf(late.toArray(CompletableFuture<?>[]::new)).join();
		assertThat(calls.get()).isGreaterThan(requests);
		assertThat(unexpected).hasValue(0);
		assertThat(Eventually.holds(() -> running.counters().activeRequests() == 0)).isTrue();
	}

	/** The content of a request, and the number that says whose it is. */
	private void echo(HttpExchange exchange, LinkedBlockingQueue<Kept> ended) throws IOException {
		String number = String.valueOf(exchange.request().header("X-Number"));
		switch (number.charAt(number.length() - 1) % 4) {
			case 0 -> {
				exchange.response().output().write(number.getBytes());
				ended.offer(Kept.of(exchange));
			}
			case 1 -> {
				AsyncExchange detached = exchange.detach();
				Kept all = new Kept(exchange, exchange.request().content(), exchange.response().output(), detached);
				detached.resume((later) -> {
					later.response().output().write((number + " ").getBytes());
					later.request().content().transferTo(later.response().output());
					ended.offer(new Kept(later, all.content(), all.output(), null));
				});
			}
			case 2 -> exchange.dispatch((later) -> {
				OutputStream output = later.response().output();
				output.write((number + " ").getBytes());
				output.flush();
				later.request().content().transferTo(output);
				later.response().output().flush();
			});
			default -> exchange.dispatch((later) -> {
				byte[] content = later.request().content().readAllBytes();
				later.response().contentLength(number.length() + 1 + content.length);
				later.response().output().write((number + " ").getBytes());
				later.response().output().write(content);
				later.response().output().flush();
			});
		}
	}

	private void callLate(LinkedBlockingQueue<Kept> ended, AtomicBoolean over, AtomicInteger calls) {
		List<Kept> known = new ArrayList<>();
		try {
			while (!over.get()) {
				Kept more = ended.poll();
				if (more != null && !isOver(more)) {
					// Until its handler has returned, it may be helped.
					ended.offer(more);
				}
				else if (more != null) {
					if (known.size() < 16) {
						known.add(more);
					}
					else {
						known.set(ThreadLocalRandom.current().nextInt(16), more);
					}
				}
				for (Kept each : known) {
					List<Object> all = each.all();
					Object one = all.get(ThreadLocalRandom.current().nextInt(all.size()));
					List<Method> methods = methods(one);
					call(one, methods.get(ThreadLocalRandom.current().nextInt(methods.size())));
					calls.incrementAndGet();
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isOver(Kept kept) {
		try {
			kept.exchange().route();
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	private static void converse(InetSocketAddress server, int client, int requests) {
		try (RawClient connection = new RawClient(server.getPort())) {
			for (int i = 0; i < requests; i++) {
				String number = client + "-" + i;
				String content = ("content of " + number + " ").repeat(1 + i % 50);
				connection.send("POST / HTTP/1.1\r\nHost: a\r\nX-Number: " + number + "\r\nContent-Length: "
						+ content.length() + "\r\n\r\n" + content);
				String head = connection.readHead();
				assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("oreign");
				String expected = (number.charAt(number.length() - 1) % 4 == 0) ? number : number + " " + content;
				assertThat(content(connection, head)).isEqualTo(expected);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Chunk by chunk, if it is chunked. */
	private static String content(RawClient connection, String head) throws IOException {
		if (!head.contains("Transfer-Encoding: chunked\r\n")) {
			String length = head.replaceFirst("(?s).*\r\nContent-Length: (\\d+)\r\n.*", "$1");
			return new String(connection.read(Integer.parseInt(length)));
		}
		StringBuilder content = new StringBuilder();
		while (true) {
			StringBuilder size = new StringBuilder();
			while (size.length() < 2 || size.charAt(size.length() - 1) != '\n') {
				size.append((char) connection.read(1)[0]);
			}
			int length = Integer.parseInt(size.toString().strip(), 16);
			content.append(new String(connection.read(length)));
			assertThat(new String(connection.read(2))).isEqualTo("\r\n");
			if (length == 0) {
				return content.toString();
			}
		}
	}

}
