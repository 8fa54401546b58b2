package io.jhttp.spring.boot.test.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.test.autoconfigure.JhttpTestAutoConfiguration;
import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for servers that run without a socket.
 */
class InProcessServerTests {

	private static String get(Shop shop, String uri) throws IOException {
		ClientHttpRequest request = shop.memory().createRequest(URI.create(uri), HttpMethod.GET);
		try (ClientHttpResponse response = request.execute()) {
			return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static Stream<String> serverThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("jhttp-loop"));
	}

	@Test
	void portThatAnotherProgramHasIsNoObstacle() throws IOException {
		try (ServerSocket other = new ServerSocket(0);
				Shop shop = Shop.inProcess("jhttp.port=" + other.getLocalPort())) {
			assertThat(get(shop, "/books/loop")).isEqualTo("at once");
			assertThat(get(shop, "http://localhost:" + other.getLocalPort() + "/books/loop")).isEqualTo("at once");
			assertThat(shop.context().getEnvironment().getProperty("local.jhttp.port"))
				.isEqualTo("" + other.getLocalPort());
		}
	}

	@Test
	void pausedContextHasNoThreadsAndGoesOnLater() throws IOException {
		long others = serverThreads().count();
		try (Shop shop = Shop.inProcess()) {
			int port = shop.server().getPort();
			assertThat(serverThreads()).hasSize((int) others + 1);
			((GenericApplicationContext) shop.context()).pause();
			assertThat(serverThreads()).hasSize((int) others);
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(shop, "/books/loop"))
				.withMessageStartingWith("The HTTP server of this test does not run.");
			((GenericApplicationContext) shop.context()).restart();
			assertThat(get(shop, "/books/loop")).isEqualTo("at once");
			assertThat(shop.server().getPort()).isEqualTo(port);
		}
		assertThat(serverThreads()).hasSize((int) others);
	}

	@Test
	void listenersAreToldApartByTheirPorts(@TempDir Path directory) throws IOException {
		try (Shop shop = Shop.inProcess("jhttp.listeners.first.port=81", "jhttp.listeners.second.port=82",
				"jhttp.listeners.local.path=" + directory.resolve("socket"))) {
			assertThat(get(shop, "/books/loop")).isEqualTo("at once");
			assertThat(get(shop, "http://localhost:82/books/loop")).isEqualTo("at once");
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(shop, "http://localhost:83/"))
				.withMessage("No listener of this test is for http://localhost:83/. There are http://localhost:81, "
						+ "http://localhost:82, http://localhost:10000.");
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(shop, "https://localhost/"));
			assertThat(directory).isEmptyDirectory();
		}
	}

	@Test
	void encryptedListenerIsSpokenToByTls(@TempDir Path directory) throws Exception {
		Path store = directory.resolve("store.p12");
		keytool("-genkeypair", "-alias", "shop", "-keyalg", "EC", "-dname", "CN=shop", "-validity", "2", "-storepass",
				"changeit", "-keystore", store.toString());
		String bundle = "spring.ssl.bundle.jks.shop.keystore.";
		try (Shop shop = Shop.inProcess("jhttp.ssl.bundle=shop", bundle + "location=file:" + store,
				bundle + "password=changeit", "jhttp.ssl.redirect-from-port=80", "jhttp.port=443")) {
			assertThat(get(shop, "/books/loop")).isEqualTo("at once");
			assertThat(get(shop, "https://example.com/books/loop")).isEqualTo("at once");
			ClientHttpRequest request = shop.memory()
				.createRequest(URI.create("http://example.com/books/loop"), HttpMethod.GET);
			try (ClientHttpResponse response = request.execute()) {
				assertThat(response.getHeaders().getLocation()).isEqualTo(URI.create("https://example.com/books/loop"));
			}
		}
	}

	private static void keytool(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
		builder.command().add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		Process process = builder.start();
		assertThat(process.getInputStream().readAllBytes()).isNotNull();
		assertThat(process.waitFor()).isZero();
	}

	@Test
	void streamWithoutAnEndEndsWithItsClient() throws Exception {
		try (Shop shop = Shop.inProcess()) {
			Semaphore ended = new Semaphore(0);
			shop.server().stop();
			shop.server().customize((JhttpServerCustomizer) (builder) -> builder.listener(new EndListener(ended)));
			shop.server().start();
			ClientHttpRequest request = shop.memory().createRequest(URI.create("/books/news"), HttpMethod.GET);
			request.getHeaders().set("Last", "number");
			try (ClientHttpResponse response = request.execute()) {
				BufferedReader reader = new BufferedReader(new InputStreamReader(response.getBody()));
				assertThat(reader.readLine()).isEqualTo("number0");
				assertThat(reader.readLine()).isEqualTo("number1");
				assertThat(ended.tryAcquire()).isFalse();
			}
			assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void contentIsStreamed() throws IOException {
		try (Shop shop = Shop.inProcess("jhttp.max-request-body-size=1GB")) {
			RestClient client = RestClient.builder().requestFactory(shop.memory()).build();
			long length = 50_000_000;
			String checksum = client.post()
				.uri("/books/checksum")
				.body((output) -> new Zeros(length).transferTo(output))
				.retrieve()
				.body(String.class);
			assertThat(checksum).startsWith("50000000 bytes");
		}
	}

	@Test
	void responseThatATestLeavesUnreadDoesNotDelayTheEnd() throws IOException {
		ClientHttpResponse unread;
		try (Shop shop = Shop.inProcess("spring.lifecycle.timeout-per-shutdown-phase=1h")) {
			unread = shop.memory().createRequest(URI.create("/books/stream?lines=100000"), HttpMethod.GET).execute();
			assertThat(unread.getBody().read()).isEqualTo('0');
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> unread.getBody().readAllBytes());
	}

	@Test
	void clientThatNeedsASocketSaysWhatToDo() {
		try (Shop shop = Shop.inProcess()) {
			LocalTestWebServer server = LocalTestWebServer.obtain(shop.context());
			assertThatIllegalStateException().isThrownBy(server::uri).withMessageContaining("has no socket");
		}
	}

	/** None of it is on the class path. */
	@Test
	void springSecurityIsNotNeeded() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JhttpTestAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(SecurityContextHolder.class.getPackageName(),
					"org.springframework.security"))
			.run((context) -> assertThat(context).hasSingleBean(InProcessClientHttpRequestFactory.class)
				.doesNotHaveBean(Principal.class));
	}

	/**
	 * Content that takes no memory.
	 */
	private static final class Zeros extends InputStream {

		private long left;

		Zeros(long length) {
			this.left = length;
		}

		@Override
		public int read() {
			return (this.left-- > 0) ? 0 : -1;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			int count = (int) Math.min(length, this.left);
			this.left -= count;
			return (count == 0) ? -1 : count;
		}

	}

}
