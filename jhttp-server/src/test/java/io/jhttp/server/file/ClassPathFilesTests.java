package io.jhttp.server.file;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import io.jhttp.server.HttpServer;
import io.jhttp.server.cgi.CgiHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Files of the class path: from a directory of the disk, from a jar with entries of
 * directories, and from one without, in this order.
 */
class ClassPathFilesTests {

	private static final int LARGE = 200_000;

	private static final int SMALL_CACHE = 1024 * 1024;

	private static final Instant DATE = Instant.parse("2024-05-06T07:08:10Z");

	private static final String TEXT = "The quick brown fox. ".repeat(100);

	@TempDir
	Path temporary;

	private Path classes;

	private URLClassLoader loader;

	private HttpServer server;

	@BeforeEach
	void createClassPath() throws IOException {
		this.classes = Files.createDirectories(this.temporary.resolve("target classes"));
		write("static/mine.txt", "mine");
		write("static/both.txt", "of the directory");
		write("static/sub/c.txt", "c");
		write("application.yml", "secret");
		Path first = jar("first lib.jar", "static/", "static/both.txt", "of the first jar", "static/first.txt", TEXT,
				"static/sub/", "static/sub/d.txt", "d", "static/page/", "static/page/index.html", "<p>page",
				"static/empty/", "static/app.js", "let a;", "static/app.js.gz", "\u001f\u008b\b" + "x".repeat(17),
				"static/large.bin", large(), "static/application.yml", "secret", "static/A.class", "secret",
				"static/META-INF/x", "secret", "elsewhere/x.txt", "elsewhere");
		Path second = jar("second.jar", "static/both.txt", "of the second jar", "static/deep/er/e.txt", "e",
				"static/app.js.br", "of another app.js", "only/o.txt", "o");
		this.loader = new URLClassLoader(new URL[] { url(this.classes), url(first), url(second) }, null);
	}

	@AfterEach
	void stop() throws IOException {
		if (this.server != null) {
			this.server.close();
		}
		this.loader.close();
	}

	private static URL url(Path path) throws IOException {
		return path.toUri().toURL();
	}

	private static String large() {
		byte[] bytes = new byte[LARGE];
		for (int i = 0; i < LARGE; i++) {
			bytes[i] = (byte) ('a' + i % 26);
		}
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private void write(String name, String content) throws IOException {
		Path file = this.classes.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	/** Names and contents in turns; what ends with a slash is a directory. */
	private Path jar(String name, String... entries) throws IOException {
		Path jar = this.temporary.resolve(name);
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
			for (int i = 0; i < entries.length; i++) {
				ZipEntry entry = new ZipEntry(entries[i]);
				entry.setLastModifiedTime(FileTime.from(DATE));
				output.putNextEntry(entry);
				if (!entries[i].endsWith("/")) {
					output.write(entries[++i].getBytes(StandardCharsets.ISO_8859_1));
				}
			}
		}
		return jar;
	}

	private FileHandlerBuilder builder(String directory) {
		return FileHandler.builder(this.loader, directory);
	}

	private void start(FileHandlerBuilder builder) throws IOException {
		this.server = HttpServer.builder().port(0).handler(builder.build()).start();
	}

	private WireResponse ask(String method, String target, String... fields) throws IOException {
		try (WireResponse.Connection connection = new WireResponse.Connection(this.server.port())) {
			return connection.ask(method + " " + target + " HTTP/1.1\r\nHost: a\r\n"
					+ String.join("", Arrays.stream(fields).map((field) -> field + "\r\n").toList()) + "\r\n");
		}
	}

	private WireResponse get(String target, String... fields) throws IOException {
		return ask("GET", target, fields);
	}

	private static String content(WireResponse response) {
		return new String(response.content(), StandardCharsets.ISO_8859_1);
	}

	@Test
	void aSmallFileOfAJarIsSentWithAllThatAFileOfADiskHas() throws IOException {
		start(builder("/static"));
		for (int i = 0; i < 2; i++) {
			WireResponse response = get("/first.txt");
			assertThat(response.head().replaceFirst("Date: [^\r]*", "Date: now")).isEqualTo("""
					HTTP/1.1 200 OK\r
					Server: jhttp\r
					Date: now\r
					Content-Type: text/plain;charset=utf-8\r
					Last-Modified: Mon, 06 May 2024 07:08:10 GMT\r
					ETag: "ZnuMCBQHIuDbic7rsZTP"\r
					Vary: Accept-Encoding\r
					Accept-Ranges: bytes\r
					X-Content-Type-Options: nosniff\r
					Content-Length: 2100\r
					\r
					""");
			assertThat(content(response)).isEqualTo(TEXT);
		}
	}

	@Test
	void ofEachNameTheFirstCounts() throws IOException {
		start(builder("static/"));
		for (String[] each : new String[][] { { "/mine.txt", "mine" }, { "/both.txt", "of the directory" },
				{ "/sub/c.txt", "c" }, { "/sub/d.txt", "d" }, { "/deep/er/e.txt", "e" }, { "/page/", "<p>page" } }) {
			for (int i = 0; i < 2; i++) {
				assertThat(content(get(each[0]))).as(each[0]).isEqualTo(each[1]);
			}
		}
	}

	@Test
	void directoriesAreKnownWithAndWithoutEntriesOfThem() throws IOException {
		start(builder("/static"));
		assertThat(get("/page").field("Location")).isEqualTo("/page/");
		assertThat(get("/deep/er?x").field("Location")).isEqualTo("/deep/er/?x");
		assertThat(get("/first.txt/").status()).isEqualTo(404);
		assertThat(content(get("/", "Accept: application/json"))
			.replaceAll("(\"(mine.txt|both.txt|sub)\".*),\"modified[^}]*", "$1")).isEqualTo("""
					[
					{"name":"deep","type":"directory"},
					{"name":"empty","type":"directory"},
					{"name":"page","type":"directory"},
					{"name":"sub","type":"directory"},
					{"name":"app.js","type":"file","size":6,"modified":"2024-05-06T07:08:10Z"},
					{"name":"app.js.br","type":"file","size":17,"modified":"2024-05-06T07:08:10Z"},
					{"name":"app.js.gz","type":"file","size":20,"modified":"2024-05-06T07:08:10Z"},
					{"name":"both.txt","type":"file","size":16},
					{"name":"first.txt","type":"file","size":2100,"modified":"2024-05-06T07:08:10Z"},
					{"name":"large.bin","type":"file","size":200000,"modified":"2024-05-06T07:08:10Z"},
					{"name":"mine.txt","type":"file","size":4}
					]
					""");
		assertThat(content(get("/deep/"))).contains("<a href=\"./er/\">er/</a></td><td></td><td></td></tr>");
		assertThat(content(get("/empty/"))).contains("This directory is empty.");
		assertThat(content(get("/sub/"))).contains("c.txt").contains("d.txt");
	}

	@Test
	void nothingElseIsFound() throws IOException {
		String[] targets = { "/application.yml", "/A.class", "/META-INF/x", "/meta-inf/x", "/../application.yml",
				"/%2e%2e/application.yml", "/..%2fapplication.yml", "/first.txt!/", "/!/application.yml",
				"/jar:file:/application.yml", "/../elsewhere/x.txt", "/sub/..;/x", "//etc/passwd", "/.", "/nowhere" };
		for (boolean ownRules : new boolean[] { false, true }) {
			FileHandlerBuilder builder = builder("/static").listing(false);
			start(ownRules ? builder.deny(List.of()) : builder);
			for (String target : targets) {
				assertThat(get(target).status()).as(target).isIn(400, 404);
			}
			this.server.close();
		}
	}

	@Test
	void partsAndConditionsAreThoseOfAnyFile() throws IOException {
		start(builder("/static"));
		String tag = get("/first.txt").field("ETag");
		assertThat(content(get("/first.txt", "Range: bytes=4-8"))).isEqualTo("quick");
		assertThat(get("/first.txt", "If-None-Match: " + tag).status()).isEqualTo(304);
		assertThat(get("/first.txt", "If-Modified-Since: Mon, 06 May 2024 07:08:10 GMT").status()).isEqualTo(304);
		assertThat(get("/first.txt", "If-Match: \"x\"").status()).isEqualTo(412);
		assertThat(get("/first.txt", "Range: bytes=5000-").field("Content-Range")).isEqualTo("bytes */2100");
		WireResponse compressed = get("/first.txt", "Accept-Encoding: gzip");
		assertThat(compressed.field("Content-Encoding")).isEqualTo("gzip");
		assertThat(new String(compressed.plain(), StandardCharsets.US_ASCII)).isEqualTo(TEXT);
	}

	/** 200 KB are more than a sixteenth of the cache. */
	@Test
	void aLargeFileIsReadFromTheJar() throws IOException {
		start(builder("/static").cacheSize(SMALL_CACHE));
		String large = large();
		WireResponse whole = get("/large.bin");
		String tag = whole.field("ETag");
		assertThat(tag).matches("\"[\\w-]{20}\"");
		assertThat(content(whole)).isEqualTo(large);
		assertThat(ask("HEAD", "/large.bin").field("Content-Length")).isEqualTo("200000");
		assertThat(content(get("/large.bin", "Range: bytes=150000-150025", "If-Range: " + tag)))
			.isEqualTo(large.substring(150_000, 150_026));
		assertThat(content(get("/large.bin", "Range: bytes=-3"))).isEqualTo(large.substring(LARGE - 3));
		assertThat(get("/large.bin", "If-None-Match: " + tag).status()).isEqualTo(304);
	}

	@Test
	void aFileThatIsNotTooLargeForTheCacheIsUnpackedOnce() throws IOException {
		start(builder("/static"));
		assertThat(content(get("/large.bin"))).isEqualTo(large());
		assertThat(get("/large.bin", "Range: bytes=0-0,199999-199999").status()).isEqualTo(206);
	}

	/** Each range would be read from the beginning of the file. */
	@Test
	void ofALargeFileOneRangeIsSentAndNotSeveral() throws IOException {
		start(builder("/static").cacheSize(SMALL_CACHE));
		WireResponse whole = get("/large.bin", "Range: bytes=0-0,199999-199999");
		assertThat(whole.status()).isEqualTo(200);
		assertThat(whole.content()).hasSize(LARGE);
		assertThat(get("/first.txt", "Range: bytes=0-0,5-5").status()).isEqualTo(206);
	}

	@Test
	void anEncodedFormCountsOnlyBesideItsFile() throws IOException {
		start(builder("/static"));
		assertThat(get("/app.js", "Accept-Encoding: gzip").field("Content-Encoding")).isEqualTo("gzip");
		assertThat(get("/app.js", "Accept-Encoding: br").field("Content-Encoding")).isNull();
	}

	@Test
	void aDirectoryOfTheDiskIsSeenToChange() throws IOException {
		start(builder("/static"));
		assertThat(content(get("/mine.txt"))).isEqualTo("mine");
		write("static/mine.txt", "changed");
		assertThat(content(get("/mine.txt"))).isEqualTo("changed");
		assertThat(content(get("/sub/d.txt"))).isEqualTo("d");
		write("static/sub/d.txt", "before the jar");
		assertThat(content(get("/sub/d.txt"))).isEqualTo("before the jar");
		Files.delete(this.classes.resolve("static/sub/d.txt"));
		assertThat(content(get("/sub/d.txt"))).isEqualTo("d");
	}

	@Test
	void aFileOfAJarIsAnsweredFromTheCache() throws IOException {
		FileHandler handler = builder("/only").build();
		this.server = HttpServer.builder().port(0).handler(handler).start();
		get("/o.txt");
		get("/o.txt");
		assertThat(handler.cacheStatistics().hits()).isEqualTo(1);
		assertThat(Files.exists(handler.directory())).isFalse();
	}

	/**
	 * A jar within a jar, as Spring Boot has them, is one more jar to the class loader.
	 */
	@Test
	void pagesOfErrorsAndFallbacksAreFilesOfTheDirectory() throws IOException {
		start(builder("/static").errorPages(Map.of(404, "/both.txt")).fallback("/", "/page/index.html"));
		WireResponse missing = get("/nowhere.txt");
		assertThat(missing.status()).isEqualTo(404);
		assertThat(content(missing)).isEqualTo("of the directory");
		assertThat(content(get("/some/page", "Accept: text/html"))).isEqualTo("<p>page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "//", "/../static", "/static/..", "/./static", "/META-INF", "/meta-inf/maven",
			"/BOOT-INF/classes", "/WEB-INF", "/static%2f..", "/static!/x", "/static//x", "\\static" })
	void whatBelongsToTheApplicationIsNoDirectoryToServe(String directory) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder(directory))
			.withMessageMatching(
					"(?s)'.*' (is the whole class path|cannot be a directory|belongs to the application).*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nowhere", "/static/first.txt", "/stat", "/Static" })
	void aDirectoryThatIsNotThereIsRefused(String directory) {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> builder(directory).build())
			.withMessage("classpath:" + directory);
	}

	@Test
	void thereAreNoScriptsOnTheClassPath() {
		assertThatIllegalArgumentException().isThrownBy(() -> CgiHandler.builder(builder("/static")).build())
			.withMessage("Scripts are run from a directory of the disk, which /classpath:/static is not");
	}

	@Test
	void whatIsServedFromElsewhereIsSaid() throws IOException {
		ClassLoader odd = new ClassLoader(null) {

			@Override
			protected Enumeration<URL> findResources(String name) throws IOException {
				return name.equals("static")
						? Collections.enumeration(List.of(URI.create("http://localhost/static").toURL()))
						: Collections.emptyEnumeration();
			}

		};
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> FileHandler.builder(odd, "/static").build())
			.withMessageContaining("neither in a directory of a disk nor in a jar");
	}

}
