package io.jhttp.server.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.http.PathBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Each change of a file that is cached is seen by the next request.
 */
class FreshnessTests {

	/** Long enough ago for each later change to show. */
	private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z"));

	private static final FileTime OLDER = FileTime.from(Instant.parse("2019-01-02T03:04:05.678Z"));

	@TempDir
	Path temporary;

	private Path root;

	private FileHandler handler;

	private HttpServer server;

	private WireResponse.Connection connection;

	@BeforeEach
	void serveDirectory() throws IOException {
		this.root = Files.createDirectory(this.temporary.resolve("root"));
		serve(this.root);
	}

	private void serve(Path directory) throws IOException {
		serve(FileHandler.of(directory));
	}

	private void serve(FileHandler files) throws IOException {
		this.handler = files;
		this.server = HttpServer.builder().port(0).handler(this.handler).start();
		this.connection = new WireResponse.Connection(this.server.port());
	}

	@AfterEach
	void stopServer() throws IOException {
		this.connection.close();
		this.server.close();
	}

	/** Writes a file as if that had been done long ago. */
	private Path write(Path file, byte[] content) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, content);
		Files.setLastModifiedTime(file, OLD);
		Files.setLastModifiedTime(file.getParent(), OLD);
		return file;
	}

	private Path write(Path file, String content) throws IOException {
		return write(file, content.getBytes(StandardCharsets.UTF_8));
	}

	private Path write(String name, String content) throws IOException {
		return write(this.root.resolve(name), content);
	}

	private WireResponse get(String target, String... fields) throws IOException {
		StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
		for (String field : fields) {
			request.append(field).append("\r\n");
		}
		return this.connection.ask(request + "\r\n");
	}

	private String content(String target, String... fields) throws IOException {
		return new String(get(target, fields).plain(), StandardCharsets.UTF_8);
	}

	/** Without that, a test could pass because nothing is ever cached. */
	private StoredFile requireCached(String target, String... fields) throws IOException {
		PathBytes key = PathBytes.of(target);
		// What was changed just now is not kept: a second change could have the same
		// date.
		requireSoon(() -> {
			get(target, fields);
			return this.handler.cache().get(key) != null;
		});
		StoredFile cached = Objects.requireNonNull(this.handler.cache().get(key));
		get(target, fields);
		assertThat(this.handler.cache().get(key)).isSameAs(cached);
		return cached;
	}

	/** Waits for what needs no more than the interval of thorough checks. */
	private static void requireSoon(Condition condition) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.isMet()) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
		}
	}

	@FunctionalInterface
	private interface Condition {

		boolean isMet() throws IOException;

	}

	private static String text(String letter, int size) {
		return letter.repeat(size);
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(encoded)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return encoded.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 2000, 100_000 })
	void aFileThatIsRewrittenWithTheSameSizeIsSeen(int size) throws IOException {
		Path file = write("a.txt", text("A", size));
		String tag = requireCached("/a.txt").plain().entityTag();
		Files.writeString(file, text("B", size));
		WireResponse answer = get("/a.txt", "If-None-Match: " + tag);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.plain()).isEqualTo(text("B", size).getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 100_000 })
	void aFileThatIsReplacedByOneOfTheSameSizeAndDateIsSeen(int size) throws IOException {
		Path file = write("a.txt", text("A", size));
		Path next = write(this.temporary.resolve("next"), text("B", size));
		requireCached("/a.txt");
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
		assertThat(Files.getLastModifiedTime(file)).isEqualTo(OLD);
		assertThat(content("/a.txt")).isEqualTo(text("B", size));
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aFileThatIsOverwrittenAndGivenItsOldDateIsSeenSoon() throws Exception {
		Path file = write("a.txt", text("A", 2000));
		requireCached("/a.txt");
		Files.writeString(file, text("B", 2000));
		Files.setLastModifiedTime(file, OLD);
		requireSoon(() -> content("/a.txt").equals(text("B", 2000)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 100_000 })
	void aFileThatIsDeletedAndCreatedAgainIsSeen(int size) throws IOException {
		Path file = write("a.txt", text("A", size));
		requireCached("/a.txt");
		Files.delete(file);
		assertThat(get("/a.txt").status()).isEqualTo(404);
		assertThat(this.handler.cache().get(PathBytes.of("/a.txt"))).as("what is still cached").isNull();
		write("a.txt", text("A", size));
		assertThat(content("/a.txt")).isEqualTo(text("A", size));
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aFileThatMayNoLongerBeReadIsNotThereSoon() throws Exception {
		Path file = write("a.txt", text("A", 2000));
		requireCached("/a.txt");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
		assumeFalse(Files.isReadable(file), "root may read everything");
		requireSoon(() -> get("/a.txt").status() == 404);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aSidecarThatMayNotBeReadDoesNotHideItsFile() throws Exception {
		write("a.css", text("A", 2000));
		Path sidecar = write("a.css.gz", "not readable");
		Files.setPosixFilePermissions(sidecar, PosixFilePermissions.fromString("---------"));
		assumeFalse(Files.isReadable(sidecar), "root may read everything");
		assertThat(content("/a.css", "Accept-Encoding: gzip")).isEqualTo(text("A", 2000));
	}

	@Test
	void anIndexPageThatComesOrGoesIsSeen() throws IOException {
		write("d/index.htm", "second");
		requireCached("/d/");
		Path first = this.root.resolve("d/index.html");
		Files.writeString(first, "first");
		assertThat(content("/d/")).isEqualTo("first");
		write("d/index.html", "first");
		requireCached("/d/");
		Files.delete(first);
		assertThat(content("/d/")).isEqualTo("second");
		Files.delete(this.root.resolve("d/index.htm"));
		assertThat(content("/d/")).contains("<title>Directory listing for /d/</title>");
	}

	@Test
	void aDirectoryThatIsSwappedIsSeen() throws IOException {
		write("d/in/a.txt", "A");
		write(this.temporary.resolve("e/in/a.txt"), "B");
		Files.setLastModifiedTime(this.temporary.resolve("e/in"), OLDER);
		requireCached("/d/in/a.txt");
		Files.move(this.root.resolve("d"), this.temporary.resolve("f"));
		assertThat(get("/d/in/a.txt").status()).isEqualTo(404);
		Files.move(this.temporary.resolve("e"), this.root.resolve("d"));
		assertThat(content("/d/in/a.txt")).isEqualTo("B");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aRootThatLeadsToAnotherReleaseIsSeen() throws Exception {
		Path current = this.temporary.resolve("current");
		write(this.temporary.resolve("release1/a.txt"), "A");
		write(this.temporary.resolve("release2/a.txt"), "B");
		Files.createSymbolicLink(current, Path.of("release1"));
		stopServer();
		serve(current);
		requireCached("/a.txt");
		Path next = Files.createSymbolicLink(this.temporary.resolve("next"), Path.of("release2"));
		Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
		// The dates of both are the same, as those of releases from an archive may be.
		requireSoon(() -> content("/a.txt").equals("B"));
		requireCached("/a.txt");
		Path newest = write(this.temporary.resolve("release3/a.txt"), "C");
		Files.setLastModifiedTime(newest, OLDER);
		Files.move(Files.createSymbolicLink(this.temporary.resolve("next"), Path.of("release3")), current,
				StandardCopyOption.ATOMIC_MOVE);
		assertThat(content("/a.txt")).isEqualTo("C");
	}

	@ParameterizedTest
	@ValueSource(ints = { 2000, 200_000 })
	void aSidecarThatIsAddedChangedAndRemovedIsSeen(int size) throws IOException {
		write("a.svgz.txt", text("A", size));
		requireCached("/a.svgz.txt", "Accept-Encoding: br");
		Path sidecar = this.root.resolve("a.svgz.txt.br");
		Files.writeString(sidecar, text("1", size));
		assertThat(content("/a.svgz.txt", "Accept-Encoding: br")).isEqualTo(text("1", size));
		write("a.svgz.txt.br", text("1", size));
		requireCached("/a.svgz.txt", "Accept-Encoding: br");
		Files.writeString(sidecar, text("2", size), StandardOpenOption.WRITE);
		assertThat(content("/a.svgz.txt", "Accept-Encoding: br")).isEqualTo(text("2", size));
		write("a.svgz.txt.br", text("2", size));
		requireCached("/a.svgz.txt", "Accept-Encoding: br");
		Files.delete(sidecar);
		assertThat(content("/a.svgz.txt", "Accept-Encoding: br")).isEqualTo(text("A", size));
	}

	@Test
	void aSidecarOfAnEarlierVersionIsNotUsed() throws IOException {
		write("a.txt", text("A", 500));
		write(this.root.resolve("a.txt.gz"), gzip(text("A", 500)));
		requireCached("/a.txt", "Accept-Encoding: gzip");
		assertThat(get("/a.txt", "Accept-Encoding: gzip").field("Content-Encoding")).isEqualTo("gzip");
		Files.writeString(this.root.resolve("a.txt"), text("B", 500));
		WireResponse answer = get("/a.txt", "Accept-Encoding: gzip");
		assertThat(answer.field("Content-Encoding")).isNull();
		assertThat(answer.plain()).isEqualTo(text("B", 500).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aSidecarMayBeWrittenShortlyBeforeItsFile() throws IOException {
		write("a.txt", text("A", 500));
		Path sidecar = write(this.root.resolve("a.txt.gz"), gzip(text("A", 500)));
		Files.setLastModifiedTime(sidecar, FileTime.fromMillis(OLD.toMillis() - 2000));
		assertThat(get("/a.txt", "Accept-Encoding: gzip").field("Content-Encoding")).isEqualTo("gzip");
		Files.setLastModifiedTime(sidecar, FileTime.fromMillis(OLD.toMillis() - 2001));
		assertThat(get("/a.txt", "Accept-Encoding: gzip").field("Content-Encoding")).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2000, 200_000 })
	void aPartOfASidecarIsNeverOneOfAnotherVersion(int size) throws IOException {
		write("a.txt", text("A", size));
		write("a.txt.br", text("1", size));
		requireCached("/a.txt", "Accept-Encoding: br");
		String tag = get("/a.txt", "Accept-Encoding: br").field("ETag");
		String[] resume = { "Accept-Encoding: br", "Range: bytes=1000-", "If-Range: " + tag };
		assertThat(get("/a.txt", resume).status()).isEqualTo(206);
		Files.writeString(this.root.resolve("a.txt.br"), text("2", size), StandardOpenOption.WRITE);
		WireResponse answer = get("/a.txt", resume);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.content()).isEqualTo(text("2", size).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aFileThatBecomesADirectoryAndTheReverseIsSeen() throws IOException {
		Path file = write("a", "file");
		requireCached("/a");
		Files.delete(file);
		write("a/index.html", "index");
		assertThat(get("/a").status()).isEqualTo(301);
		requireCached("/a/");
		Files.delete(this.root.resolve("a/index.html"));
		Files.delete(file);
		write("a", "file again");
		assertThat(get("/a/").status()).isEqualTo(404);
		assertThat(content("/a")).isEqualTo("file again");
	}

	@ParameterizedTest
	@ValueSource(ints = { 5000, 100_000 })
	void whatWasCompressedOfAFileIsMadeAnewWhenThatChanges(int size) throws IOException {
		Path file = write("a.css", text("A", size));
		StoredFile cached = requireCached("/a.css", "Accept-Encoding: gzip");
		WireResponse first = get("/a.css", "Accept-Encoding: gzip");
		assertThat(first.field("Content-Encoding")).isEqualTo("gzip");
		assertThat(cached.tagged("" + first.field("ETag"), System.nanoTime())).as("the kept form").isNotNull();
		Files.writeString(file, text("B", size));
		WireResponse second = get("/a.css", "Accept-Encoding: gzip", "If-None-Match: " + first.field("ETag"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.field("ETag")).isNotEqualTo(first.field("ETag"));
		assertThat(second.plain()).isEqualTo(text("B", size).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void whatWasCompressedCountsAsWhatIsKept() throws IOException {
		write("a.css", text("A", 5000));
		StoredFile cached = requireCached("/a.css");
		long before = this.handler.cacheStatistics().bytes();
		byte[] compressed = get("/a.css", "Accept-Encoding: gzip").content();
		assertThat(this.handler.cache().get(PathBytes.of("/a.css"))).isSameAs(cached);
		assertThat(this.handler.cacheStatistics().bytes()).isEqualTo(before + compressed.length);
	}

	@Test
	void whatDoesNotGetSmallerIsTriedOnceAndThenKnown() throws IOException {
		byte[] random = new byte[5000];
		new Random(1).nextBytes(random);
		write(this.root.resolve("a.css"), random);
		requireCached("/a.css", "Accept-Encoding: gzip");
		long hits = this.handler.cacheStatistics().hits();
		assertThat(get("/a.css", "Accept-Encoding: gzip").content()).isEqualTo(random);
		assertThat(this.handler.cacheStatistics().hits()).isEqualTo(hits + 1);
	}

	@Test
	void aFileMayBeAsOldAsTheCacheMayBe() throws IOException {
		stopServer();
		serve(FileHandler.builder(this.root).cacheValidity(Duration.ofHours(1)).build());
		Path file = write("a.txt", "A");
		requireCached("/a.txt");
		Files.writeString(file, "BB");
		assertThat(content("/a.txt")).isEqualTo("A");
	}

	@Test
	void theTagOfALargeFileThatMayBeChangingIsWeak() throws IOException {
		Path file = write("a.txt", text("A", 100_000));
		requireSoon(() -> String.valueOf(get("/a.txt").field("ETag")).startsWith("\""));
		requireSoon(() -> {
			// Whole seconds may be all that the clock of the file system has.
			Instant soon = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
			Files.setLastModifiedTime(file, FileTime.from(soon));
			return String.valueOf(get("/a.txt").field("ETag")).startsWith("W/\"");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Range: bytes=1-2", "If-None-Match: \"x\"", "Accept: */*" })
	void aFileThatTheCacheClosesMeanwhileIsOpenedAgain(String field) throws IOException {
		write("a.txt", text("A", 100_000));
		requireCached("/a.txt").release();
		assertThat(get("/a.txt", field).status()).isIn(200, 206);
	}

}
