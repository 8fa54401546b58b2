package io.jhttp.spring.boot.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.file.FileCacheStatistics;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MountPoint;
import io.jhttp.server.file.MountTable;
import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property of files, seen by a client.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServedFilesTests {

	@TempDir
	Path root;

	private ApplicationContextRunner runner;

	@BeforeEach
	void serveDirectory() throws IOException {
		this.runner = HandlerServer.runner().withPropertyValues("jhttp.directory=" + this.root);
		write("app.js", "let a;".repeat(1000));
		write("index.html", "<p>");
		write("sub/start.html", "start");
		write("404.html", "lost");
		write("odd.foo", "foo");
		write(".hidden", "hidden");
		write("draft.bak", "draft");
		write("side.html", "plain");
		Files.write(this.root.resolve("side.html.gz"), gzipped("plain"));
		Files.createSymbolicLink(this.root.resolve("link.txt"), Path.of("odd.foo"));
	}

	private void write(String name, String content) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private static byte[] gzipped(String content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(content.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	/** What a GET is answered with: the status, and one header field. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/sub/               | jhttp.index-pages=start.html                    | 200 | content-length | 5
					/                   | jhttp.index-pages=,jhttp.files.listing=false    | 404 | content-length | 4
					/sub/               | jhttp.files.listing=false                       | 404 | content-length | 4
					/?page=2            | jhttp.index-pages=,jhttp.files.listing-page-size=1 | 200 | link      | <?sort=name&order=asc&page=1>; rel="prev"
					/?page=9            | jhttp.index-pages=,jhttp.files.listing-page-size=1,jhttp.files.listing-max-entries=3 | 200 | link | <?sort=name&order=asc&page=2>; rel="prev"
					/odd.foo            | jhttp.mime-mappings[.foo]=text/x-foo            | 200 | content-type   | text/x-foo
					/odd.foo            | jhttp.files.default-content-type=text/x-any           | 200 | content-type   | text/x-any
					/.hidden            | jhttp.files.hidden=true                         | 200 | content-length | 6
					/draft.bak          | jhttp.files.deny=*.bak                          | 404 | content-length | 4
					/link.txt           | jhttp.files.symlinks=refuse                     | 404 | content-length | 4
					/link.txt           | jhttp.files.symlinks=follow                     | 200 | content-length | 3
					/odd.foo            | jhttp.files.headers.X-A=b                       | 200 | x-a            | b
					/missing            | jhttp.files.headers.X-A=b                       | 404 | x-a            | b
					/missing            | jhttp.files.error-pages.404=404.html            | 404 | content-length | 4
					/app.js             | jhttp.files.cache-control[0].pattern=*.js,jhttp.files.cache-control[0].value=max-age=5 | 200 | cache-control | max-age=5
					/some/where         | jhttp.files.fallback.page=/index.html           | 200 | content-length | 3
					/some/where         | jhttp.files.fallback.page=/index.html,jhttp.files.fallback.prefix=/other | 404 | content-length | 4
					/some/where.js      | jhttp.files.fallback.page=/index.html           | 404 | content-length | 4
					/app.js             | jhttp.files.compression.enabled=true            | 200 | content-encoding | gzip
					/app.js             | jhttp.files.compression.min-size=1MB            | 200 | content-length | 6000
					/app.js             | jhttp.files.compression.enabled=false           | 200 | content-length | 6000
					/side.html          | jhttp.files.sidecars=true                       | 200 | content-encoding | gzip
					/side.html          | jhttp.files.sidecars=false                      | 200 | content-length | 5
					/app.js             | jhttp.files.cache.max-size=0                    | 200 | content-encoding | gzip
					""")
	void propertyHasItsEffect(String path, String property, int status, String field, String value) {
		String[] properties = property.split(",(?=jhttp)");
		this.runner.withPropertyValues("jhttp.files.error-pages.404=404.html")
			.withPropertyValues(properties)
			.run(context((response) -> {
				assertThat(response.statusCode()).isEqualTo(status);
				assertThat(response.headers().firstValue(field)).hasValue(value);
			}, path));
	}

	private static ContextConsumer<AssertableApplicationContext> context(Consumer<HttpResponse<byte[]>> check,
			String path) {
		return (context) -> {
			int port = context.getBean(JhttpServer.class).getPort();
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.header("Accept", "text/html")
				.header("Accept-Encoding", "gzip")
				.build();
			check.accept(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()));
		};
	}

	@Test
	void filesAreKeptInMemoryAsThePropertiesOfTheCacheSay() throws Exception {
		try (CachingServer usual = new CachingServer("cache.validity", "0");
				CachingServer none = new CachingServer("cache.max-size", "0");
				CachingServer small = new CachingServer("cache.max-file-size", "5999B");
				CachingServer trusting = new CachingServer("cache.validity", "1h")) {
			// What was written just now is not kept yet
			FileTime old = FileTime.from(Instant.now().minusSeconds(100));
			Files.setLastModifiedTime(this.root.resolve("app.js"), old);
			Files.setLastModifiedTime(this.root, old);
			for (long began = System.nanoTime(); usual.cache().entries() == 0;) {
				assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
				usual.get();
			}
			for (CachingServer each : List.of(none, small, trusting)) {
				assertThat(each.get()).startsWith("let a;");
			}
			assertThat(none.cache().entries()).isZero();
			assertThat(small.cache().bytes()).as("what an open file weighs").isGreaterThan(usual.cache().bytes());
			write("app.js", "let b;".repeat(1000));
			assertThat(trusting.get()).startsWith("let a;");
			assertThat(usual.get()).startsWith("let b;");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', value = { "auto, '\r\nETag: \"', true", "content, '\r\nETag: \"', true",
			"date, '\r\nETag: W/\"', true", "off, ETag, false", "false, ETag, false" })
	void entityTagsAreMadeOfWhatThePropertySays(String value, String text, boolean contained) throws Exception {
		try (CachingServer server = new CachingServer("etag", value)) {
			String response = new TestClient(server.server.port()).send("GET", "/app.js");
			assertThat(response).startsWith("HTTP/1.1 200 ");
			assertThat(response.contains(text)).isEqualTo(contained);
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, true", "true, false" })
	void downloadOfAFileThatGrowsEndsAsThePropertySays(String strict, boolean complete) throws Exception {
		int size = 16 * 1024 * 1024;
		Path large = Files.write(this.root.resolve("large.bin"), new byte[size]);
		try (CachingServer server = new CachingServer("strict-versions", strict);
				Socket client = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
			client.getOutputStream()
				.write("GET /large.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(client.getInputStream().read()).isEqualTo('H');
			Files.writeString(large, "more", StandardOpenOption.APPEND);
			assertThat(client.getInputStream().readAllBytes().length > size).isEqualTo(complete);
		}
	}

	/**
	 * Serves the directory with one property, without a context.
	 */
	private final class CachingServer implements AutoCloseable {

		private final FileHandler files;

		private final HttpServer server;

		CachingServer(String property, String value) throws IOException {
			JhttpProperties properties = new Binder(
					new MapConfigurationPropertySource(Map.of("jhttp.files." + property, value)))
				.bind("jhttp", JhttpProperties.class)
				.get();
			ServedFiles served = new ServedFiles(properties, FileSettings.of(properties, new StandardEnvironment()),
					getClass().getClassLoader(), MountPoint.of("/", List.of()), MountTable.of(List.of()));
			this.files = served.of(ServedDirectory.of("jhttp.directory", ServedFilesTests.this.root.toString()));
			this.server = HttpServer.builder()
				.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.handler(this.files)
				.start();
		}

		String get() {
			return new TestClient(this.server.port()).send("GET", "/app.js").split("\r\n\r\n", 2)[1];
		}

		FileCacheStatistics cache() {
			return this.files.cacheStatistics();
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

	@ParameterizedTest
	@CsvSource({ "jhttp.files.deny[0], [a", "jhttp.index-pages[0], a/b", "jhttp.files.error-pages[200], ok.html",
			"jhttp.files.error-pages[404], ../404.html", "jhttp.files.fallback.page, a/../b",
			"jhttp.files.headers[X-A], 漢", "jhttp.mime-mappings[.foo], 漢", "jhttp.files.default-content-type, 漢",
			"jhttp.files.compression.min-size, -1B", "jhttp.files.cache.max-size, -1B",
			"jhttp.files.cache.max-file-size, 3GB", "jhttp.files.listing-page-size, 0",
			"jhttp.files.listing-max-entries, 0", "jhttp.files.cache.validity, -1s" })
	void valueThatCannotBeUsedFailsTheStartByItsName(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("Property " + property + " with value");
		});
	}

	@Test
	void cacheControlRuleWithABadPatternIsNamed() {
		this.runner
			.withPropertyValues("jhttp.files.cache-control[0].pattern=[a",
					"jhttp.files.cache-control[0].value=no-cache")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Property jhttp.files.cache-control[0].pattern with value"));
	}

	@Test
	void pagesThatClientsCannotHaveAreSaidAtTheStart(CapturedOutput output) throws IOException {
		write("with space.html", "a");
		this.runner
			.withPropertyValues("jhttp.files.error-pages.400=/with%20space.html",
					"jhttp.files.error-pages.404=404.html", "jhttp.files.error-pages.500=/none/500.html",
					"jhttp.files.error-pages.503=.hidden", "jhttp.files.fallback.page=/sub")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				String root = this.root.toString();
				assertThat(output.toString().lines().filter((line) -> line.contains("Property jhttp.files.")))
					.satisfiesExactlyInAnyOrder(
							(line) -> assertThat(line).contains("jhttp.files.error-pages[500] is '/none/500.html', but "
									+ "there is no file that clients may see at " + root + "/none/500.html. "
									+ "Until there is, the server sends a page of its own."),
							(line) -> assertThat(line).contains("jhttp.files.error-pages[503] is '.hidden'"),
							(line) -> assertThat(line).contains("jhttp.files.fallback.page is '/sub'",
									"Until there is, 404 is sent."));
			});
	}

	@Test
	void aMissingPageIsSaidOnceWithAHandlerClassToo(CapturedOutput output) {
		this.runner
			.withPropertyValues("jhttp.handler-class=" + CgiHttpRequestHandler.class.getName(),
					"jhttp.files.error-pages.500=/500.html")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output.toString().split("jhttp.files.error-pages", -1)).hasSize(2);
			});
	}

}
