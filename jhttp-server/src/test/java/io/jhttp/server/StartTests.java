package io.jhttp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntSupplier;

import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a start costs. A class that is loaded takes its time, which is measured
 * elsewhere: here it is enough that those are not that only requests need.
 */
class StartTests {

	private static final String[] FOR_REQUESTS = { "file.FileServer", "file.FileSearch", "file.FileCache",
			"file.PathGlob", "net.Connection", "net.Exchange", "net.Refusal", "http.ResponseHead",
			"http.RequestHeadParser", "HttpExchange", "HttpResponse" };

	@TempDir
	Path directory;

	@Test
	void onlyARequestLoadsWhatOnlyRequestsNeed() throws Exception {
		Files.writeString(this.directory.resolve("a.txt"), "Hello");
		try (OwnClasses classes = new OwnClasses()) {
			Starter starter = classes.starter();
			AutoCloseable server = starter.apply(this.directory);
			try {
				assertThat(classes.isLoaded("net.LoopThread")).isTrue();
				assertThat(FOR_REQUESTS).noneMatch(classes::isLoaded);
				int port = starter.getAsInt();
				assertThat(send(port, "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).endsWith("Hello");
				assertThat(send(port, "bad\r\n\r\n")).startsWith("HTTP/1.1 400 ");
				assertThat(FOR_REQUESTS).allMatch(classes::isLoaded);
			}
			finally {
				server.close();
			}
		}
	}

	private static String send(int port, String octets) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	/**
	 * Starts a server, and knows its port. Both class loaders have the same one.
	 */
	public interface Starter extends Function<Path, AutoCloseable>, IntSupplier {

	}

	/**
	 * Uses the classes of the class loader that has loaded it.
	 */
	public static final class FileServerStarter implements Starter {

		private HttpServer server;

		@Override
		public AutoCloseable apply(Path directory) {
			try {
				this.server = HttpServer.builder().port(0).handler(FileHandler.of(directory)).start();
				return this.server;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public int getAsInt() {
			return this.server.port();
		}

	}

	/**
	 * Has the classes of the server for itself, none of them loaded yet.
	 */
	private static final class OwnClasses extends URLClassLoader {

		OwnClasses() {
			super(new URL[] { location(HttpServer.class), location(StartTests.class) },
					StartTests.class.getClassLoader());
		}

		private static URL location(Class<?> type) {
			return type.getProtectionDomain().getCodeSource().getLocation();
		}

		Starter starter() throws ReflectiveOperationException {
			return (Starter) loadClass(FileServerStarter.class.getName()).getDeclaredConstructor().newInstance();
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("io.jhttp.") || name.equals(Starter.class.getName())) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

		boolean isLoaded(String name) {
			return findLoadedClass("io.jhttp.server." + name) != null;
		}

	}

}
