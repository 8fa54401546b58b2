package io.jhttp.spring.boot.webflux.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.HttpServer;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import io.jhttp.spring.boot.webflux.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JhttpHttpHandlerAdapter}: raw bytes in, and out.
 */
class JhttpHttpHandlerAdapterTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private final CountedBufferFactory buffers = new CountedBufferFactory();

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private HttpServer server;

	private int start(HttpHandler handler) throws IOException {
		return start(handler, HttpServer.builder());
	}

	private int start(HttpHandler handler, HttpServer.Builder builder) throws IOException {
		this.server = builder.port(0)
			.eventLoops(1)
			.handler(new JhttpHttpHandlerAdapter(handler, this.buffers, null))
			.handleError((request, failure) -> this.events.add(failure))
			.start();
		return this.server.port();
	}

	@AfterEach
	void nothingIsLeft() {
		if (this.server != null) {
			assertThat(eventually(() -> this.server.counters().activeRequests() == 0)).isTrue();
			this.server.close();
		}
		assertThat(eventually(() -> this.buffers.unreleased() == 0))
			.as("%d of %d buffers", this.buffers.unreleased(), this.buffers.made())
			.isTrue();
	}

	private static boolean eventually(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		return condition.getAsBoolean();
	}

	private DataBuffer buffer(String text) {
		return this.buffers.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String post(int length) {
		return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

	private static Mono<Void> echo(ServerHttpRequest request, ServerHttpResponse response) {
		return response.writeWith(request.getBody());
	}

	private Mono<Void> hello(ServerHttpRequest request, ServerHttpResponse response) {
		return response.writeWith(Mono.just(buffer("hello")));
	}

	@Test
	void contentWithALengthKeepsItAndOtherContentIsInChunks() throws Exception {
		int port = start((request, response) -> {
			if (request.getPath().value().equals("/length")) {
				response.getHeaders().setContentLength(5);
				return response.writeWith(Mono.just(buffer("hello")));
			}
			return response.writeWith(Flux.just("a", "bc").map(this::buffer));
		});
		try (RawClient client = new RawClient(port)) {
			client.send("GET /length HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.readTo("hello")).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 5\r\n");
			client.send(GET);
			assertThat(client.readTo("0\r\n\r\n")).contains("Transfer-Encoding: chunked\r\n")
				.endsWith("\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
		}
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() throws Exception {
		AtomicInteger count = new AtomicInteger();
		int port = start((request, response) -> Mono.delay(Duration.ofMillis(20L - count.get()))
			.then(response.writeWith(Mono.fromSupplier(() -> buffer("<" + count.incrementAndGet() + ">")))));
		assertThat(RawClient.exchange(port, GET + GET + LAST_GET)).containsSubsequence("<1>", "<2>", "<3>");
	}

	@Test
	void statusFieldsAndCookiesAreThoseOfTheResponse() throws Exception {
		int port = start((request, response) -> {
			response.setStatusCode(HttpStatus.CREATED);
			response.getHeaders().add("X", "1");
			response.getHeaders().add("X", "2");
			response.addCookie(ResponseCookie.from("name", "value").httpOnly(true).path("/").build());
			return response.setComplete();
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 201 Created\r\n")
			.contains("X: 1\r\nX: 2\r\n", "Set-Cookie: name=value; Path=/; HttpOnly\r\n", "Content-Length: 0\r\n");
	}

	@Test
	void theRequestIsAsTheClientHasSentIt() throws Exception {
		int port = start((request, response) -> {
			this.events.add(request.getURI().toString());
			this.events.add(request.getCookies().getFirst("b").getValue());
			this.events.add(request.getQueryParams().getFirst("q"));
			this.events.add(request.getHeaders().get("x"));
			this.events.add(request.getLocalAddress().getPort());
			this.events.add(request.getRemoteAddress().getAddress().isLoopbackAddress());
			this.events.add(AbstractServerHttpRequest.class.cast(request).getNativeRequest() instanceof HttpRequest);
			this.events
				.add(AbstractServerHttpResponse.class.cast(response).getNativeResponse() instanceof HttpResponse);
			assertThat(request.getSslInfo()).isNull();
			return response.setComplete();
		});
		RawClient.exchange(port, "SPAM /p%20q?q=1%262 HTTP/1.1\r\nHost: example.org:81\r\nCookie: a=1; b=\"2 3\"\r\n"
				+ "X: 1\r\nX: 2\r\nConnection: close\r\n\r\n");
		assertThat(this.events).containsExactly("http://example.org:81/p%20q?q=1%262", "2 3", "1&2", List.of("1", "2"),
				port, true, true, true);
	}

	@Test
	void aTargetThatIsNoUriIsRefused() throws Exception {
		int port = start(this::hello);
		assertThat(RawClient.exchange(port, "GET /a|b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 400 Bad Request\r\n");
	}

	@Test
	void headHasTheFieldsOfGetAndNoContent() throws Exception {
		int port = start(this::hello);
		assertThat(RawClient.exchange(port, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.contains("Content-Length: 5\r\n")
			.endsWith("\r\n\r\n");
	}

	@Test
	void headOfAStreamStatesNoLength() throws Exception {
		int port = start((request, response) -> response
			.writeAndFlushWith(Flux.just("a", "b").map((each) -> Mono.just(buffer(each)))));
		assertThat(RawClient.exchange(port, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
			.contains("Transfer-Encoding: chunked\r\n")
			.doesNotContain("Content-Length")
			.endsWith("\r\n\r\n");
	}

	@Test
	void handlersRunOnTheEventLoopWhichReactorRefusesToBlock() throws Exception {
		int port = start((request, response) -> {
			this.events.add(Thread.currentThread().getName());
			Mono.delay(Duration.ofMillis(1)).block();
			return response.setComplete();
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ");
		assertThat(this.events.take()).isEqualTo("jhttp-loop-0");
		assertThat(this.events.take()).isInstanceOf(IllegalStateException.class).asString().contains("block()");
	}

	@Test
	void contentIsReadAndWrittenAtOnce() throws Exception {
		int port = start(JhttpHttpHandlerAdapterTests::echo);
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
			assertThat(client.readTo("2\r\nab\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
			client.send("1\r\nc\r\n");
			assertThat(client.readTo("c\r\n")).isEqualTo("1\r\nc\r\n");
			client.send("0\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("0\r\n\r\n");
			client.send(post(1) + "x");
			assertThat(client.readTo("x\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aRequestThatWaitsFor100IsContinuedWhenItsContentIsWanted() throws Exception {
		int port = start(JhttpHttpHandlerAdapterTests::echo);
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue\r\n");
			client.send("ok");
			assertThat(client.readTo("ok\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void publishersAreAskedForNoMoreThanTheClientTakes() throws Exception {
		AtomicInteger emitted = new AtomicInteger();
		int port = start((request, response) -> response.writeWith(Flux.range(0, 1024).map((i) -> {
			emitted.incrementAndGet();
			return this.buffers.wrap(new byte[64 * 1024]);
		})));
		try (RawClient client = new RawClient(port)) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			client.readHead();
			settle(emitted::get);
			assertThat(emitted).hasValueLessThan(512);
			assertThat(client.skip(64 * MEBIBYTE + 1)).isEqualTo(64 * MEBIBYTE);
			assertThat(emitted).hasValue(1024);
		}
	}

	/** Until something grows no more, though the loop had its turns. */
	private void settle(LongSupplier growing) throws IOException {
		long before;
		do {
			before = growing.getAsLong();
			for (int i = 0; i < 2; i++) {
				RawClient.exchange(this.server.port(), "nonsense\r\n");
			}
		}
		while (growing.getAsLong() > before);
	}

	@Test
	void clientsSendNoMoreThanIsAskedFor() throws Exception {
		AtomicLong received = new AtomicLong();
		BaseSubscriber<DataBuffer> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				request(2);
			}

			@Override
			protected void hookOnNext(DataBuffer value) {
				received.addAndGet(text(value).length());
				JhttpHttpHandlerAdapterTests.this.events.add("piece");
			}

		};
		Sinks.Empty<Void> end = Sinks.empty();
		int port = start((request, response) -> {
			request.getBody().doOnComplete(end::tryEmitEmpty).subscribe(subscriber);
			return end.asMono().then(response.setComplete());
		});
		try (RawClient client = new RawClient(port)) {
			AtomicLong sent = new AtomicLong();
			byte[] mebibyte = new byte[MEBIBYTE];
			Thread sender = new Thread(() -> {
				try {
					client.send(post(32 * MEBIBYTE));
					for (int i = 0; i < 32; i++) {
						client.send(mebibyte);
						sent.incrementAndGet();
					}
				}
				catch (IOException ex) {
					this.events.add(ex);
				}
			});
			sender.start();
			assertThat(this.events.take()).isEqualTo("piece");
			assertThat(this.events.take()).isEqualTo("piece");
			settle(() -> received.get() + sent.get());
			assertThat(sent).hasValueLessThan(32);
			assertThat(received).hasValueLessThan(MEBIBYTE);
			subscriber.requestUnbounded();
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(received).hasValue(32 * MEBIBYTE);
			sender.join();
		}
	}

	@Test
	void eachGroupLeavesBeforeTheNextOneIsThere() throws Exception {
		Sinks.Many<String> groups = Sinks.many().unicast().onBackpressureBuffer();
		int port = start((request, response) -> response
			.writeAndFlushWith(groups.asFlux().map((each) -> Flux.just(buffer(each), buffer("!")))));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			groups.tryEmitNext("one");
			assertThat(client.readTo("!\r\n")).endsWith("\r\n\r\n3\r\none\r\n1\r\n!\r\n");
			groups.tryEmitNext("two");
			assertThat(client.readTo("!\r\n")).isEqualTo("3\r\ntwo\r\n1\r\n!\r\n");
			groups.tryEmitComplete();
			assertThat(client.readHead()).isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	void aClientThatLeavesCancelsThePublisher() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		int port = start(
				(request, response) -> response.writeAndFlushWith(Flux.concat(Mono.just(Mono.just(buffer("x"))),
						Flux.<Mono<DataBuffer>>never().doOnCancel(cancelled::countDown))));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readTo("x\r\n");
		}
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aClientThatLeavesCancelsThePublisherBehindUnreadContent() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		int port = start(
				(request, response) -> response.writeAndFlushWith(Flux.concat(Mono.just(Mono.just(buffer("x"))),
						Flux.<Mono<DataBuffer>>never().doOnCancel(cancelled::countDown))));
		try (RawClient client = new RawClient(port)) {
			client.send(post(3)).readTo("x\r\n");
			client.send("abc");
		}
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aGroupThatComesWhileTheClientLeavesIsReleased() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		AtomicReference<Subscriber<? super Flux<DataBuffer>>> subscriber = new AtomicReference<>();
		Publisher<Flux<DataBuffer>> groups = (actual) -> {
			actual.onSubscribe(new Subscription() {

				@Override
				public void request(long count) {
				}

				@Override
				public void cancel() {
					cancelled.countDown();
				}

			});
			subscriber.set(actual);
		};
		int port = start((request, response) -> response.writeAndFlushWith(groups));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			assertThat(eventually(() -> subscriber.get() != null)).isTrue();
			subscriber.get().onNext(Flux.just(buffer("x")));
			client.readTo("x\r\n");
		}
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		subscriber.get().onNext(Flux.just(buffer("y")));
	}

	@Test
	void aGroupWhoseWritingIsCancelledBeforeItBeginsIsReleased() throws Exception {
		AtomicReference<Subscription> writing = new AtomicReference<>();
		Flux<DataBuffer> group = Flux.from((actual) -> {
			writing.get().cancel();
			Flux.just(buffer("x")).subscribe(actual);
		});
		int port = start(
				(request, response) -> response.writeAndFlushWith(Mono.just(group)).doOnSubscribe(writing::set));
		try (RawClient client = new RawClient(port)) {
			client.send(GET);
			assertThat(eventually(() -> this.buffers.made() == 1)).isTrue();
		}
	}

	@Test
	void aResponseWhoseClientHasLeftTakesNoStatus() throws Exception {
		int port = start((request, response) -> request.getBody()
			.doOnNext(DataBufferUtils::release)
			.then()
			.onErrorResume(EOFException.class, (failure) -> {
				this.events.add(response.setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR));
				return Mono.empty();
			}));
		try (RawClient client = new RawClient(port)) {
			client.send(post(4) + "ab");
			assertThat(eventually(() -> this.buffers.made() == 1)).isTrue();
			client.reset();
		}
		assertThat(this.events.take()).isEqualTo(false);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStreamThatTheClientOfTheJdkCancelsIsCancelled(boolean withContent) throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		int port = start(
				(request, response) -> response.writeAndFlushWith(Flux.concat(Mono.just(Mono.just(buffer("x"))),
						Flux.<Mono<DataBuffer>>never().doOnCancel(cancelled::countDown))));
		URI uri = URI.create("http://localhost:" + port + "/");
		InputStream content = HttpClient.newHttpClient()
			.send(java.net.http.HttpRequest.newBuilder(uri)
				.method("POST", withContent ? BodyPublishers.ofString("abc") : BodyPublishers.noBody())
				.build(), BodyHandlers.ofInputStream())
			.body();
		assertThat(content.read()).isEqualTo('x');
		content.close();
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aClientThatSendsContentInATrickleIsLate() throws Exception {
		Duration patience = Duration.ofMillis(100);
		int port = start((request, response) -> request.getBody()
			.map(JhttpHttpHandlerAdapterTests::text)
			.doOnNext(this.events::add)
			.then()
			.onErrorResume(ResponseStatusException.class, (failure) -> {
				this.events.add("late");
				response.setStatusCode(failure.getStatusCode());
				return response.setComplete();
			}), HttpServer.builder()
				.timeouts(new Timeouts(Timeouts.DEFAULTS.head(), Timeouts.DEFAULTS.idle(), patience,
						Timeouts.DEFAULTS.write(), Timeouts.DEFAULTS.linger()))
				.pace(new Pace(1_000_000, 0)));
		try (RawClient client = new RawClient(port)) {
			client.send(post(MEBIBYTE));
			do {
				client.send("a");
			}
			while (!this.events.take().equals("late"));
			assertThat(client.readHead()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void unreadContentIsDiscardedWithItsResponse() throws Exception {
		int port = start((request, response) -> response.setComplete());
		try (RawClient client = new RawClient(port)) {
			client.send(post(3) + "abc" + post(3) + "a");
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			client.send("bc" + LAST_GET);
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void contentThatWaitsInAnOperatorIsReleasedWhenTheClientLeaves() throws Exception {
		int port = start((request, response) -> DataBufferUtils.join(request.getBody())
			.doOnNext(DataBufferUtils::release)
			.doOnError(this.events::add)
			.then());
		try (RawClient client = new RawClient(port)) {
			client.send(post(4) + "ab");
			assertThat(eventually(() -> this.buffers.made() == 1)).isTrue();
			client.reset();
		}
		assertThat(this.events.take()).isInstanceOf(EOFException.class);
	}

	@Test
	void formsWithFilesAreReleasedAlsoIfTheyAreMalformed() throws Exception {
		String form = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nspam\r\n--b--\r\n";
		DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();
		int port = start((request, response) -> reader.read(ResolvableType.forClass(Part.class), request, Map.of())
			.concatMap(Part::content)
			.doOnNext(DataBufferUtils::release)
			.then()
			.onErrorResume((failure) -> {
				response.setStatusCode(HttpStatus.BAD_REQUEST);
				return response.setComplete();
			}));
		for (String sent : List.of(form, form.replace("--b--", "--c--"))) {
			String answer = RawClient.exchange(port,
					"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nConnection: close\r\n"
							+ "Content-Length: " + sent.length() + "\r\n\r\n" + sent);
			assertThat(answer).startsWith((sent == form) ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
		}
	}

	@Test
	void aClientThatResetsWhileItDoesNotReadCancelsThePublisher() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		int port = start((request, response) -> response.writeWith(Flux.generate((sink) -> {
			sink.next(this.buffers.wrap(new byte[64 * 1024]));
		}).cast(DataBuffer.class).doOnCancel(cancelled::countDown)));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			client.reset();
		}
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aClientThatLeavesWithinItsContentIsAFailureOfTheContent() throws Exception {
		int port = start((request, response) -> request.getBody()
			.map(JhttpHttpHandlerAdapterTests::text)
			.doOnNext(this.events::add)
			.doOnError(this.events::add)
			.then());
		try (RawClient client = new RawClient(port)) {
			client.send(post(4) + "ab");
			assertThat(this.events.take()).isEqualTo("ab");
			client.reset();
		}
		assertThat(this.events.take()).isInstanceOf(EOFException.class);
	}

	@Test
	void contentThatIsTooLargeIsAFailureWithItsStatus() throws Exception {
		int port = start((request,
				response) -> request.getBody().then().onErrorResume(ResponseStatusException.class, (failure) -> {
					response.setStatusCode(failure.getStatusCode());
					return response.setComplete();
				}), HttpServer.builder().maxRequestContent(3));
		assertThat(RawClient.exchange(port,
				"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n"))
			.startsWith("HTTP/1.1 413 ");
	}

	@Test
	void contentCanBeHadOnce() throws Exception {
		int port = start((request, response) -> request.getBody()
			.map(JhttpHttpHandlerAdapterTests::text)
			.thenMany(request.getBody())
			.then()
			.doOnError(this.events::add)
			.onErrorComplete());
		try (RawClient client = new RawClient(port)) {
			client.send(post(1) + "a").readHead();
		}
		assertThat(this.events.take())
			.hasToString("java.lang.IllegalStateException: The content of a request can be read once");
	}

	@Test
	void contentThatIsCancelledIsDiscardedAndTheConnectionGoesOn() throws Exception {
		int port = start((request, response) -> request.getBody()
			.map(JhttpHttpHandlerAdapterTests::text)
			.take(1)
			.then(hello(request, response)));
		try (RawClient client = new RawClient(port)) {
			client.send(post(3) + "a");
			assertThat(client.readTo("hello\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
			client.send("bc" + post(1) + "d");
			assertThat(client.readTo("hello\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
		}
	}

	@Test
	void aHandlerThatFailsIsA500AndNothingElse() throws Exception {
		int port = start((request, response) -> {
			response.getHeaders().add("X", "1");
			return Mono.error(new IllegalArgumentException("wrong"));
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ").doesNotContain("X: 1");
		assertThat(this.events.take()).hasToString("java.lang.IllegalArgumentException: wrong");
	}

	@Test
	void aFieldThatNoResponseMayHaveIsA500() throws Exception {
		int port = start((request, response) -> {
			response.getHeaders().add("X", "a\nb");
			return hello(request, response);
		});
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ").doesNotContain("hello");
		assertThat(this.events.take()).isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void aResponseThatFailsAfterItsBeginningLooksIncomplete() throws Exception {
		int port = start((request, response) -> response
			.writeWith(Flux.concat(Mono.just(buffer("begun")), Mono.error(new IllegalStateException("failed")))));
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("5\r\nbegun\r\n");
	}

	@Test
	void piecesThatWaitForTheClientAreReleasedWhenTheHandlerGivesUp() throws Exception {
		int port = start((request, response) -> response
			.writeWith(Flux.generate((sink) -> sink.next(this.buffers.wrap(new byte[MEBIBYTE]))))
			.timeout(Duration.ofMillis(300))
			.doOnError(this.events::add));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			assertThat(this.events.take()).isInstanceOf(java.util.concurrent.TimeoutException.class);
		}
	}

	@Test
	void elementsComeFromOtherThreads() throws Exception {
		int port = start((request,
				response) -> response.writeWith(Flux.range(0, 1000)
					.publishOn(Schedulers.parallel())
					.map((i) -> buffer("."))
					.subscribeOn(Schedulers.boundedElastic())));
		assertThat(RawClient.exchange(port, "GET / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n" + ".".repeat(1000));
	}

	@Test
	void partsOfFilesAreSentAsTheyAre(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("file"),
				"0123456789".repeat(10_000).getBytes(StandardCharsets.UTF_8));
		int port = start((request, response) -> {
			response.getHeaders().setContentLength(50_000);
			return ((ZeroCopyHttpOutputMessage) response).writeWith(file, 5, 50_000);
		});
		assertThat(RawClient.exchange(port, LAST_GET)).endsWith("\r\n\r\n" + "5678901234".repeat(5_000));
		assertThat(this.buffers.made()).isZero();
	}

	@Test
	void aFileThatIsNotThereIsAFailure(@TempDir Path directory) throws Exception {
		int port = start((request, response) -> ((ZeroCopyHttpOutputMessage) response)
			.writeWith(directory.resolve("missing"), 0, 1));
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 500 ");
		assertThat(this.events.take()).isInstanceOf(java.nio.file.NoSuchFileException.class);
	}

}
