package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.ListenException;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for listeners on Unix sockets.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class UnixSocketTests {

	private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: site.example:81\r\nConnection: close\r\n\r\n";

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	/** What an answer says of its request. */
	private final AtomicReference<HttpHandler> handler = new AtomicReference<>((exchange) -> {
		HttpRequest request = exchange.request();
		exchange.response()
			.send(request.client() + " " + request.remoteAddress().getAddress().getHostAddress() + " "
					+ request.remoteAddress().getPort() + " " + request.origin() + " " + request.port());
	});

	@TempDir
	private Path directory;

	private Path path;

	private HttpServer server;

	@BeforeEach
	void nameSocket() {
		this.path = this.directory.resolve("app.sock");
	}

	@AfterEach
	void stopServer() {
		this.release.countDown();
		if (this.server != null) {
			this.server.close();
		}
	}

	private HttpServer.Builder builder(HttpListener listener) {
		return HttpServer.builder().listen(listener).handler((exchange) -> this.handler.get().handle(exchange));
	}

	private HttpListener listener() {
		return HttpListener.unix("web", this.path);
	}

	private void start() throws IOException {
		this.server = builder(listener()).start();
	}

	private String exchange(String request) throws IOException {
		return new String(exchangeBytes(request), StandardCharsets.ISO_8859_1);
	}

	private byte[] exchangeBytes(String request) throws IOException {
		try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			send(client, request);
			return Channels.newInputStream(client).readAllBytes();
		}
	}

	private static void send(SocketChannel client, String request) throws IOException {
		client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
	}

	private static Set<PosixFilePermission> permissions(String text) {
		return PosixFilePermissions.fromString(text);
	}

	@Test
	void aClientOfAUnixSocketHasNoAddress() throws IOException {
		start();
		assertThat(exchange(LAST_GET)).endsWith("unix: 0.0.0.0 0 http://site.example:81 81");
		assertThat(exchange("GET / HTTP/1.0\r\n\r\n")).endsWith("unix: 0.0.0.0 0 http://localhost 80");
		assertThat(this.server.addresses()).containsEntry("web", UnixDomainSocketAddress.of(this.path));
		assertThat(this.server.port()).isZero();
		assertThat(this.server.serverName()).isNotEmpty();
	}

	@Test
	void aTrustedProxySaysWhoTheClientIs() throws IOException {
		String forwarded = LAST_GET.replace("Connection", "X-Forwarded-For: 192.0.2.9\r\nConnection");
		this.server = builder(listener())
			.trustedProxies(TrustedProxies.of(List.of("unix"), List.of(ForwardingHeader.X_FORWARDED_FOR)))
			.start();
		assertThat(exchange(forwarded)).contains("\r\n\r\n192.0.2.9 192.0.2.9 0 ");
		assertThat(exchange(LAST_GET)).contains("\r\n\r\nunix: ");
		// One that names itself by these numbers is no client of the socket.
		assertThat(exchange(forwarded.replace("192.0.2.9", "192.0.2.8, 0.0.0.0"))).contains("\r\n\r\n0.0.0.0 ");
		this.server.close();
		this.server = builder(listener())
			.trustedProxies(
					TrustedProxies.of(List.of("loopback", "0.0.0.0/0"), List.of(ForwardingHeader.X_FORWARDED_FOR)))
			.start();
		assertThat(exchange(forwarded)).contains("\r\n\r\nunix: ");
	}

	@Test
	void aTrustedProxySaysWhoTheClientIsByTheProxyProtocol() throws IOException {
		this.server = builder(listener().proxyProtocol(true))
			.trustedProxies(TrustedProxies.of(List.of("unix"), List.of()))
			.start();
		assertThat(exchange("PROXY TCP4 192.0.2.9 192.0.2.2 56 2\r\n" + LAST_GET))
			.contains("\r\n\r\n192.0.2.9 192.0.2.9 56 ");
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void limitsOfAnAddressDoNotCountAllClientsAsOne() throws IOException {
		this.server = builder(listener()).connectionLimits(new ConnectionLimits(100, 1, 1000, 16)).start();
		try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(this.path));
				SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ");
			assertThat(first.isOpen() && second.isOpen()).isTrue();
		}
	}

	@Test
	void largeFilesAndContentsPass() throws Exception {
		byte[] content = new byte[5_000_000];
		new Random(1).nextBytes(content);
		Path file = Files.write(this.directory.resolve("large"), content);
		this.handler.set((exchange) -> {
			exchange.request().content().readAllBytes();
			exchange.response().sendFile(file);
		});
		start();
		String head = LAST_GET.replace("GET", "POST").replace("Connection", "Content-Length: 3\r\nConnection");
		byte[] answer = exchangeBytes(head + "abc");
		assertThat(new String(answer, 0, 15, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
		assertThat(answer).endsWith(content);
	}

	@Test
	void anAbortedResponseEndsTheConnection() throws Exception {
		this.handler.set((exchange) -> {
			exchange.response().header("Content-Length", "10").output().write(new byte[2]);
			exchange.response().output().flush();
			throw new IOException("boom");
		});
		start();
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ").endsWith("\0\0");
	}

	@Test
	void encryptedConnectionsPass() throws Exception {
		TestCertificate certificate = TestCertificate.of("localhost");
		this.server = builder(listener().tls(TlsOptions.of(TlsContext.of(certificate.context())))).start();
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 400 Bad Request").contains("speaks HTTPS");
	}

	@Test
	void permissionsAreThoseThatWereAskedForAtEveryMoment() throws Exception {
		Set<String> seen = new ConcurrentSkipListSet<>();
		CountDownLatch reading = new CountDownLatch(1);
		CompletableFuture<Void> stop = new CompletableFuture<>();
		CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
			while (!stop.isDone()) {
				readPermissions(seen);
				reading.countDown();
			}
		});
		assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 200; i++) {
			this.server = builder(HttpListener.unix("web", this.path, permissions("rw--w----"))).eventLoops(1).start();
			this.server.close();
		}
		stop.complete(null);
		reader.get(20, TimeUnit.SECONDS);
		assertThat(seen).isSubsetOf("app.sock rw--w----", "directory rwx------", ".app.sock.lock rw-------")
			.contains("app.sock rw--w----");
		try (Stream<Path> left = Files.list(this.directory)) {
			assertThat(left).isEmpty();
		}
	}

	/** What another user could do there; sockets are made in a directory of their own. */
	private void readPermissions(Set<String> seen) {
		try (Stream<Path> files = Files.list(this.directory)) {
			files.forEach((file) -> {
				try {
					String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
					String name = file.getFileName().toString();
					seen.add((name.startsWith(".j") ? "directory" : name) + " " + permissions);
				}
				catch (IOException ex) {
					// It has gone.
				}
			});
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void ownerAndGroupMayConnectByDefault() throws IOException {
		start();
		assertThat(Files.getPosixFilePermissions(this.path)).isEqualTo(permissions("rw-rw----"));
	}

	@Test
	void theSocketOfAServerThatHasEndedIsReplaced() throws IOException {
		try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			stale.bind(UnixDomainSocketAddress.of(this.path));
		}
		assertThat(this.path).exists();
		start();
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void ofTwoServersThatFindTheSameSocketAtTheSameTimeOneGetsIt() throws Exception {
		for (int round = 0; round < 100; round++) {
			try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				stale.bind(UnixDomainSocketAddress.of(this.path));
			}
			CyclicBarrier both = new CyclicBarrier(2);
			CompletableFuture<HttpServer> one = startWhenBothDo(both);
			CompletableFuture<HttpServer> other = startWhenBothDo(both);
			List<HttpServer> servers = Stream.of(one.get(), other.get()).filter(Objects::nonNull).toList();
			servers.forEach(HttpServer::close);
			assertThat(servers).as("round " + round).hasSize(1);
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	/** Null if it does not start. */
	private CompletableFuture<HttpServer> startWhenBothDo(CyclicBarrier both) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				both.await();
				return builder(listener()).start();
			}
			catch (ListenException ex) {
				assertThat(ex).hasMessageEndingWith("Address already in use");
				return null;
			}
			catch (IOException | InterruptedException | BrokenBarrierException ex) {
				throw new CompletionException(ex);
			}
		}, (task) -> new Thread(task).start());
	}

	@Test
	void noServerStartsWhereAnotherOneIsStarting() throws IOException {
		Path locked = this.directory.resolve(".app.sock.lock");
		try (FileChannel other = FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			other.lock();
			assertThatExceptionOfType(ListenException.class).isThrownBy(this::start)
				.withMessage("Cannot listen on unix:" + this.path
						+ ": another server is starting there: Address already in use");
		}
		assertThat(this.path).doesNotExist();
		start();
		assertThat(locked).doesNotExist();
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void theSocketOfARunningServerIsNotReplaced() throws IOException {
		start();
		assertThatExceptionOfType(ListenException.class).isThrownBy(() -> builder(listener()).start())
			.withMessage(
					"Cannot listen on unix:" + this.path + ": another process listens there: Address already in use");
		assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void aFileThatIsNoSocketIsNotReplaced() throws IOException {
		Files.writeString(this.path, "precious");
		assertThatExceptionOfType(ListenException.class).isThrownBy(this::start)
			.withMessage("Cannot listen on unix:" + this.path + ": there is a file that is no socket");
		assertThat(this.path).hasContent("precious");
	}

	@Test
	void aPathThatIsTooLongOrLeadsNowhereIsRefusedWithTheReason() {
		this.path = this.directory.resolve("a".repeat(120));
		assertThatExceptionOfType(ListenException.class).isThrownBy(this::start)
			.withMessageContaining("the path is too long for a Unix socket, which can have about 100 bytes");
		this.path = this.directory.resolve("missing/app.sock");
		assertThatExceptionOfType(ListenException.class).isThrownBy(this::start)
			.withMessageContaining("the directory " + this.path.getParent() + " does not exist");
	}

	@Test
	void theSocketIsRemovedWhenTheServerStops() throws IOException {
		start();
		this.server.close();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void theSocketOfAnotherServerThatHasTakenThePlaceStays() throws IOException {
		start();
		Files.delete(this.path);
		HttpServer other = builder(listener()).start();
		try {
			this.server.close();
			assertThat(exchange(LAST_GET)).startsWith("HTTP/1.1 200 ");
		}
		finally {
			other.close();
		}
	}

	@Test
	void aStopAnswersClientsThatHaveConnectedAndRemovesTheSocketFirst() throws Exception {
		this.handler.set((exchange) -> {
			this.started.countDown();
			this.release.await();
			exchange.response().send("done");
		});
		start();
		try (SocketChannel held = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			send(held, LAST_GET);
			this.started.await();
			CompletableFuture<Void> drained = this.server.drain();
			assertThat(Eventually.holds(() -> Files.notExists(this.path))).isTrue();
			assertThat(drained).isNotDone();
			this.release.countDown();
			try (InputStream input = Channels.newInputStream(held)) {
				assertThat(new String(input.readAllBytes(), StandardCharsets.US_ASCII)).endsWith("done");
			}
			drained.get(20, TimeUnit.SECONDS);
		}
	}

	static boolean hasCurl() {
		try {
			return new ProcessBuilder("curl", "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException | InterruptedException ex) {
			return false;
		}
	}

	@Test
	@EnabledIf("hasCurl")
	void curlIsAnswered() throws Exception {
		start();
		Process curl = new ProcessBuilder("curl", "-sS", "-m", "20", "--unix-socket", this.path.toString(),
				"http://site.example/")
			.redirectErrorStream(true)
			.start();
		assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
			.isEqualTo("unix: 0.0.0.0 0 http://site.example 80");
		assertThat(curl.waitFor()).isZero();
	}

}
