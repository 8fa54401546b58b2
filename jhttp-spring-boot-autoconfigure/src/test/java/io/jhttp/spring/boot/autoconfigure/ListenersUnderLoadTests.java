package io.jhttp.spring.boot.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.SocketFactory;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.actuate.JhttpActuatorAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests that an application with all kinds of listeners, and proxies in front where they
 * are installed, loses no request when it stops.
 */
@Timeout(110)
@EnabledOnOs(OS.LINUX)
class ListenersUnderLoadTests {

	private static final int CLIENTS = 3;

	private static final int WARM = 20;

	@TempDir
	private Path directory;

	private final List<Process> proxies = new ArrayList<>();

	/** The common pool may have a single one. */
	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger answered = new AtomicInteger();

	/** Whether the application stops: until then, no connection ends. */
	private volatile boolean stopping;

	@AfterEach
	void endProxies() throws InterruptedException {
		this.release.countDown();
		this.threads.shutdownNow();
		for (Process proxy : this.proxies) {
			proxy.destroy();
			proxy.waitFor(20, TimeUnit.SECONDS);
		}
	}

	private void handle(io.jhttp.server.HttpExchange exchange) throws Exception {
		if (exchange.request().path().equals("/wait")) {
			this.entered.countDown();
			this.release.await();
		}
		exchange.response().send("answered");
	}

	@Test
	void noRequestIsLostAtAStopAndManagementStopsLast() throws Exception {
		Path keyStore = KeyStoreFile.create(this.directory, "web.example");
		SocketFactory encrypted = KeyStoreFile.trusting(keyStore, keyStore).getSocketFactory();
		Path socket = this.directory.resolve("s");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JhttpServerAutoConfiguration.class,
					JhttpActuatorAutoConfiguration.class, EndpointAutoConfiguration.class,
					InfoEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
					JacksonAutoConfiguration.class))
			.withBean(HttpHandler.class, () -> this::handle)
			.withPropertyValues("spring.ssl.bundle.jks.web.keystore.location=file:" + keyStore,
					"spring.ssl.bundle.jks.web.keystore.password=" + KeyStoreFile.PASSWORD,
					"management.endpoints.web.exposure.include=info", "jhttp.listeners.first.port=0",
					"jhttp.listeners.second.port=0", "jhttp.listeners.encrypted.port=0",
					"jhttp.listeners.encrypted.ssl.bundle=web", "jhttp.listeners.proxy.path=" + socket,
					"jhttp.listeners.operators.port=0", "jhttp.listeners.operators.serves=management",
					"jhttp.proxies.trusted=unix")
			.run((context) -> {
				Environment environment = context.getEnvironment();
				SocketFactory plain = SocketFactory.getDefault();
				List<CompletableFuture<Void>> clients = new ArrayList<>();
				load(clients, plain, port(environment, "first"));
				load(clients, plain, port(environment, "second"));
				load(clients, encrypted, port(environment, "encrypted"));
				for (int proxied : new int[] { startNginx(socket), startHaproxy(socket) }) {
					if (proxied > 0) {
						load(clients, plain, proxied);
					}
				}
				while (this.answered.get() < WARM * clients.size()) {
					assertThat(clients).noneMatch(CompletableFuture::isCompletedExceptionally);
					Thread.onSpinWait();
				}
				int operators = port(environment, "operators");
				int first = port(environment, "first");
				CompletableFuture<String> held = CompletableFuture
					.supplyAsync(() -> new TestClient(first).send("GET", "/wait"), this.threads);
				assertThat(this.entered.await(20, TimeUnit.SECONDS)).isTrue();
				this.stopping = true;
				CompletableFuture<Void> closed = CompletableFuture
					.runAsync(context.getSourceApplicationContext()::close, this.threads);
				for (CompletableFuture<Void> client : clients) {
					client.get(40, TimeUnit.SECONDS);
				}
				assertThat(new TestClient(operators).send("GET", "/actuator/info")).contains("actuator.v3+json");
				this.release.countDown();
				assertThat(held.get(20, TimeUnit.SECONDS)).endsWith("answered");
				closed.get(20, TimeUnit.SECONDS);
				assertThatIOException().isThrownBy(() -> new TestClient(operators).connect());
				assertThat(socket).doesNotExist();
			});
	}

	private static int port(Environment environment, String listener) {
		return environment.getRequiredProperty("local.jhttp." + listener + ".port", int.class);
	}

	/** Clients that ask without a pause, until the server ends their connections. */
	private void load(List<CompletableFuture<Void>> clients, SocketFactory factory, int port) {
		for (int i = 0; i < CLIENTS; i++) {
			CompletableFuture<Void> client = new CompletableFuture<>();
			clients.add(client);
			Thread thread = new Thread(() -> {
				try {
					ask(factory, port);
					client.complete(null);
				}
				catch (Throwable ex) {
					client.completeExceptionally(ex);
				}
			});
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void ask(SocketFactory factory, int port) throws IOException {
		try (Socket socket = factory.createSocket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			socket.setSoTimeout(30_000);
			while (true) {
				socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				String head = head(socket.getInputStream());
				if (this.stopping && (head.startsWith("HTTP/1.1 502 ") || head.startsWith("HTTP/1.1 503 "))) {
					// A proxy does not find the socket any more, and has sent nothing.
					return;
				}
				assertThat(head).startsWith("HTTP/1.1 200 ");
				assertThat(new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII))
					.isEqualTo("answered");
				this.answered.incrementAndGet();
				if (head.contains("\r\nConnection: close\r\n")) {
					assertThat(this.stopping).isTrue();
					return;
				}
			}
		}
	}

	private static String head(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				throw new IOException("A request was lost after: " + head.toString(StandardCharsets.US_ASCII));
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	// Proxies

	/**
	 * Starts it if it is installed.
	 * @return its port, or 0
	 */
	private int startNginx(Path socket) throws Exception {
		String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
		return start("nginx", "nginx.conf", """
				daemon off;
				%s
				pid $DIRECTORY/nginx.pid;
				error_log stderr;
				events {}
				http {
				    access_log off;
				    client_body_temp_path $DIRECTORY/body;
				    proxy_temp_path $DIRECTORY/proxy;
				    fastcgi_temp_path $DIRECTORY/fastcgi;
				    uwsgi_temp_path $DIRECTORY/uwsgi;
				    scgi_temp_path $DIRECTORY/scgi;
				    keepalive_requests 1000000;
				    server {
				        listen 127.0.0.1:$PORT;
				        location / {
				            proxy_pass http://unix:%s:;
				            proxy_http_version 1.1;
				            proxy_set_header Connection "";
				            proxy_set_header Host $http_host;
				        }
				    }
				}
				""".formatted(user, socket), "-c");
	}

	private int startHaproxy(Path socket) throws Exception {
		return start("haproxy", "haproxy.cfg", """
				defaults
				    mode http
				    timeout connect 5s
				    timeout client 60s
				    timeout server 60s
				listen site
				    bind 127.0.0.1:$PORT
				    option http-server-close
				    server jhttp unix@%s
				""".formatted(socket), "-db", "-f");
	}

	private int start(String program, String file, String configuration, String... options) throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		Path path = Files.writeString(this.directory.resolve(file),
				configuration.replace("$PORT", String.valueOf(port)).replace("$DIRECTORY", this.directory.toString()));
		List<String> command = new ArrayList<>(List.of(program));
		command.addAll(List.of(options));
		command.add(path.toString());
		Path output = this.directory.resolve(program);
		Process proxy;
		try {
			proxy = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		}
		catch (IOException ex) {
			// It is not installed.
			return 0;
		}
		this.proxies.add(proxy);
		while (true) {
			try {
				new Socket(InetAddress.getLoopbackAddress(), port).close();
				return port;
			}
			catch (IOException ex) {
				assertThat(proxy.isAlive()).as(() -> read(output)).isTrue();
				Thread.onSpinWait();
			}
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
