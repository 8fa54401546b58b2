package io.jhttp.spring.boot.webflux;

import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JhttpReactiveWebServerFactory} and {@link JhttpWebServer}.
 */
class JhttpReactiveWebServerFactoryTests {

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

	private final JhttpReactiveWebServerFactory factory = new JhttpReactiveWebServerFactory(0);

	private @Nullable WebServer server;

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static HttpHandler saying(String text) {
		return (request, response) -> response.writeWith(Mono.just(buffer(text)));
	}

	private WebServer start(HttpHandler handler) {
		WebServer started = this.factory.getWebServer(handler);
		this.server = started;
		started.start();
		return started;
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	@Test
	void aServerHasAPortWhileItRuns() throws Exception {
		WebServer server = this.factory.getWebServer(saying("hello"));
		assertThat(server.getPort()).isEqualTo(-1);
		server.start();
		int port = server.getPort();
		assertThat(port).isPositive();
		assertThat(RawClient.exchange(port, LAST_GET)).startsWith("HTTP/1.1 200 OK\r\n")
			.contains("hello")
			.doesNotContain("Server:");
		server.stop();
		assertThat(server.getPort()).isEqualTo(-1);
		server.stop();
		server.start();
		this.server = server;
		assertThat(RawClient.exchange(server.getPort(), LAST_GET)).contains("hello");
	}

	@Test
	void theLogSaysWhereTheServerListens() {
		WebServer started = start(saying("hello"));
		assertThat(((JhttpWebServer) started).startedMessage())
			.isEqualTo("Jhttp started on port " + started.getPort() + " (http)");
	}

	@Test
	void aPortInUseIsToldToBootsAnalysis() {
		int port = start(saying("hello")).getPort();
		WebServer second = new JhttpReactiveWebServerFactory(port).getWebServer(saying("hello"));
		assertThatExceptionOfType(PortInUseException.class).isThrownBy(second::start)
			.satisfies((failure) -> assertThat(failure.getPort()).isEqualTo(port));
	}

	@Test
	void anAddressOfAnotherMachineIsAFailure() throws Exception {
		this.factory.setAddress(InetAddress.getByName("192.0.2.1"));
		WebServer server = this.factory.getWebServer(saying("hello"));
		assertThatExceptionOfType(WebServerException.class).isThrownBy(server::start)
			.withMessageContaining("192.0.2.1")
			.isNotInstanceOf(PortInUseException.class);
	}

	@Test
	void http2IsSpokenIfItIsEnabled(@TempDir Path directory) throws Exception {
		KeyStoreFile own = KeyStoreFile.create(directory, "own");
		this.factory.setSsl(Ssl.forBundle("web"));
		this.factory.setSslBundles(new DefaultSslBundleRegistry("web", bundle(own, own)));
		HttpHandler echo = (request, response) -> response.writeWith(request.getBody());
		assertThat(post(start(echo).getPort(), own).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
		stop();
		Http2 http2 = new Http2();
		http2.setEnabled(true);
		this.factory.setHttp2(http2);
		HttpResponse<byte[]> response = post(start(echo).getPort(), own);
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(response.body()).hasSize(4 * 1024 * 1024).containsOnly(7);
	}

	private static HttpResponse<byte[]> post(int port, KeyStoreFile own) throws Exception {
		byte[] content = new byte[4 * 1024 * 1024];
		Arrays.fill(content, (byte) 7);
		return HttpClient.newBuilder()
			.sslContext(own.trusting(own))
			.build()
			.send(HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
				.POST(HttpRequest.BodyPublishers.ofByteArray(content))
				.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	@Test
	void aGracefulStopWaitsForRequestsAndRefusesConnections() throws Exception {
		this.factory.setShutdown(Shutdown.GRACEFUL);
		Sinks.Empty<Void> end = Sinks.empty();
		WebServer started = start((request, response) -> {
			this.events.add("begun");
			return end.asMono().then(response.setComplete());
		});
		int port = started.getPort();
		try (RawClient client = new RawClient(port)) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(this.events.take()).isEqualTo("begun");
			started.shutDownGracefully(this.events::add);
			assertThat(isRefused(port)).isTrue();
			assertThat(this.events).isEmpty();
			end.tryEmitEmpty();
			assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").contains("Connection: close\r\n");
		}
		assertThat(this.events.take()).isEqualTo(GracefulShutdownResult.IDLE);
	}

	private static boolean isRefused(int port) throws Exception {
		for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); System.nanoTime() < end;) {
			try {
				new RawClient(port).close();
			}
			catch (ConnectException ex) {
				return true;
			}
			catch (SocketException ex) {
				// The listener was closed while it was connected to: the next one is
				// refused.
				assertThat(ex).hasMessageContaining("reset");
			}
		}
		return false;
	}

	@Test
	void aStopEndsAGracefulOneAndTheRequestsThatAreLeft() throws Exception {
		this.factory.setShutdown(Shutdown.GRACEFUL);
		WebServer started = start((request, response) -> Mono.<Void>never()
			.doOnSubscribe((subscription) -> this.events.add("begun"))
			.doOnCancel(() -> this.events.add("cancelled")));
		try (RawClient client = new RawClient(started.getPort())) {
			client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(this.events.take()).isEqualTo("begun");
			started.shutDownGracefully(this.events::add);
			started.stop();
			assertThat(List.of(this.events.take(), this.events.take()))
				.containsExactlyInAnyOrder(GracefulShutdownResult.REQUESTS_ACTIVE, "cancelled");
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@Test
	void anImmediateStopWaitsForNothing() {
		WebServer started = start(saying("hello"));
		CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
		started.shutDownGracefully(result::complete);
		assertThat(result).isCompletedWithValue(GracefulShutdownResult.IMMEDIATE);
	}

	@Test
	void customizersComeAfterEverythingElse() throws Exception {
		this.factory.setServerHeader("first");
		this.factory.addServerCustomizers(List.of((builder) -> builder.serverHeader("second")));
		assertThat(RawClient.exchange(start(saying("hello")).getPort(), LAST_GET)).contains("Server: second\r\n");
	}

	@Test
	void connectionsAreEncryptedAndNewBundlesNeedNoRestart(@TempDir Path directory) throws Exception {
		KeyStoreFile first = KeyStoreFile.create(directory, "first");
		KeyStoreFile second = KeyStoreFile.create(directory, "second");
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("web", bundle(first, second));
		Ssl ssl = Ssl.forBundle("web");
		ssl.setClientAuth(Ssl.ClientAuth.WANT);
		this.factory.setSsl(ssl);
		this.factory.setSslBundles(bundles);
		int port = start((request, response) -> {
			SslInfo info = request.getSslInfo();
			return response.writeWith(Mono.just(buffer(request.getURI().getScheme() + " "
					+ info.getPeerCertificates()[0].getSubjectX500Principal() + " " + info.getSessionId().length())));
		}).getPort();
		assertThat(get(port, first, second)).isEqualTo("https CN=second 64");
		bundles.updateBundle("web", bundle(second, first));
		assertThat(get(port, second, first)).isEqualTo("https CN=first 64");
	}

	private static SslBundle bundle(KeyStoreFile own, KeyStoreFile trusted) throws Exception {
		return SslBundle.of(SslStoreBundle.of(own.load(), KeyStoreFile.PASSWORD, trusted.load()));
	}

	private static String get(int port, KeyStoreFile trusted, KeyStoreFile own) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(trusted.trusting(own)).build();
		return client
			.send(HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/")).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Test
	void keyStoresOfTheServerPropertiesAreUsedToo(@TempDir Path directory) throws Exception {
		KeyStoreFile own = KeyStoreFile.create(directory, "own");
		Ssl ssl = new Ssl();
		ssl.setKeyStore(own.path().toUri().toString());
		ssl.setKeyStorePassword(KeyStoreFile.PASSWORD);
		this.factory.setSsl(ssl);
		WebServer started = start(saying("hello"));
		assertThat(((JhttpWebServer) started).startedMessage()).endsWith(" (https)");
		assertThat(get(started.getPort(), own, own)).isEqualTo("hello");
	}

	private static final String GZIP_GET = "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n";

	private void compress(int minSize) {
		Compression compression = new Compression();
		compression.setEnabled(true);
		compression.setMinResponseSize(DataSize.ofBytes(minSize));
		compression.setExcludedUserAgents(new String[] { "old" });
		this.factory.setCompression(compression);
	}

	private static Mono<Void> text(ServerHttpResponse response, String text) {
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		response.getHeaders().setContentLength(text.length());
		response.getHeaders().setETag("\"1\"");
		return response.writeWith(Mono.just(buffer(text)));
	}

	private static String unzipped(String response) throws Exception {
		String body = response.substring(response.indexOf("\r\n\r\n") + 4);
		try (GZIPInputStream gzip = new GZIPInputStream(
				new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)))) {
			return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void textIsCompressedForThoseWhoAccept() throws Exception {
		compress(10);
		String text = "0123456789".repeat(1000);
		int port = start((request, response) -> text(response, text)).getPort();
		String compressed = RawClient.exchange(port, GZIP_GET.replace("1.1", "1.0") + "\r\n");
		assertThat(compressed).contains("Content-Encoding: gzip\r\n", "Vary: Accept-Encoding\r\n", "ETag: W/\"1\"\r\n")
			.doesNotContain("Content-Length")
			.hasSizeLessThan(500);
		assertThat(unzipped(compressed)).isEqualTo(text);
		assertThat(RawClient.exchange(port, LAST_GET)).contains("Vary: Accept-Encoding\r\n", "ETag: \"1\"\r\n")
			.endsWith("\r\n\r\n" + text);
		assertThat(RawClient.exchange(port, GZIP_GET + "User-Agent: Old\r\n\r\n")).endsWith("\r\n\r\n" + text);
	}

	@Test
	void littleTextAndOtherTypesAreNotCompressed() throws Exception {
		compress(10);
		int port = start((request, response) -> request.getPath().value().equals("/") ? text(response, "short")
				: saying("no type").handle(request, response))
			.getPort();
		assertThat(RawClient.exchange(port, GZIP_GET + "\r\n")).endsWith("\r\n\r\nshort");
		assertThat(RawClient.exchange(port, GZIP_GET.replace("/ ", "/other ") + "\r\n")).contains("no type")
			.doesNotContain("Vary");
	}

	@Test
	void whatIsFlushedLeavesCompressedBeforeTheNextPiece() throws Exception {
		compress(10);
		Sinks.Many<String> groups = Sinks.many().unicast().onBackpressureBuffer();
		int port = start((request, response) -> {
			response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
			return response.writeAndFlushWith(groups.asFlux().map((each) -> Flux.just(buffer(each))));
		}).getPort();
		try (RawClient client = new RawClient(port)) {
			client.send(GZIP_GET.replace("1.1", "1.0") + "\r\n");
			groups.tryEmitNext("one");
			String head = client.readHead();
			String one = client.readTo("\u0000\u0000\u00ff\u00ff");
			groups.tryEmitNext("two");
			groups.tryEmitComplete();
			assertThat(unzipped(head + one + client.readToEnd())).isEqualTo("onetwo");
		}
	}

}
