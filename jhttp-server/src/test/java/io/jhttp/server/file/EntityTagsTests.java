package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.Preconditions;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients tell versions of a file by: two contents never have one strong tag, and no
 * date that says nothing.
 */
class EntityTagsTests {

	private static final FileTime DATE = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

	private static final int LARGE = 50_000;

	@TempDir
	Path directory;

	private Path write(String name, char letter, int size, FileTime date) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Path next = Files.writeString(this.directory.resolve("next"), String.valueOf(letter).repeat(size));
		Files.setLastModifiedTime(next, date);
		return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
	}

	private FileHandler files(EntityTags tags) throws IOException {
		return FileHandler.builder(this.directory).entityTags(tags).build();
	}

	private static HttpServer serve(HttpHandler handler) throws IOException {
		return HttpServer.builder().port(0).handler(handler).start();
	}

	private static WireResponse get(HttpServer server, String target, String... fields) throws IOException {
		try (WireResponse.Connection connection = new WireResponse.Connection(server.port())) {
			StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
			for (String field : fields) {
				request.append(field).append("\r\n");
			}
			return connection.ask(request + "\r\n");
		}
	}

	/** Of a file that was written long enough ago for each later change to show. */
	private static String settledTag(HttpServer server, String target, String... fields) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		String tag = String.valueOf(get(server, target, fields).field("ETag"));
		while (tag.startsWith("W/")) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
			tag = String.valueOf(get(server, target, fields).field("ETag"));
		}
		return tag;
	}

	/** How a file comes to a client. */
	private enum Way {

		FILES, HANDLER_CLASS, CHOSEN

	}

	private HttpHandler handler(Way way, EntityTags tags) throws IOException {
		FileHandler files = files(tags);
		ChosenFiles chosen = new ChosenFiles(tags, false);
		return switch (way) {
			case FILES -> files;
			case HANDLER_CLASS ->
				RequestHandlers.perConnection(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new, files);
			case CHOSEN -> (exchange) -> {
				Path file = this.directory.resolve(exchange.request().path().substring(1));
				try (FileResponse response = chosen.answer(exchange.request(), file, "image/png", List.of())) {
					response.sendTo(exchange.response());
				}
			};
		};
	}

	@ParameterizedTest
	@CsvSource({ "FILES, 50000", "FILES, 500", "HANDLER_CLASS, 50000", "HANDLER_CLASS, 500", "CHOSEN, 50000",
			"CHOSEN, 500" })
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void anotherFileOfTheSameSizeAndDateHasAnotherStrongTag(Way way, int size) throws IOException {
		for (EntityTags tags : new EntityTags[] { EntityTags.AUTO, EntityTags.CONTENT }) {
			write("a.png", 'A', size, DATE);
			try (HttpServer server = serve(handler(way, tags))) {
				String tag = settledTag(server, "/a.png");
				assertThat(get(server, "/a.png", "If-None-Match: " + tag).status()).isEqualTo(304);
				assertThat(get(server, "/a.png", "Range: bytes=9-", "If-Range: " + tag).status()).isEqualTo(206);
				write("a.png", 'B', size, DATE);
				assertThat(get(server, "/a.png", "If-None-Match: " + tag).status()).isEqualTo(200);
				WireResponse resumed = get(server, "/a.png", "Range: bytes=9-", "If-Range: " + tag);
				assertThat(resumed.status()).isEqualTo(200);
				assertThat(new String(resumed.content())).isEqualTo("B".repeat(size));
				assertThat(get(server, "/a.png", "If-Match: " + tag).status()).isEqualTo(412);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z", "1979-12-31T10:00:00Z",
			"1980-01-01T00:00:00Z", "1980-01-01T00:00:01Z", "1980-01-01T12:00:00Z", "1980-01-31T13:00:00Z",
			"1980-02-01T00:00:00Z", "1985-10-26T08:15:00Z" })
	void aDateThatToolsGiveToAllFilesIsNotTold(String date) throws IOException {
		for (Way way : Way.values()) {
			for (int size : new int[] { 500, LARGE }) {
				write("a.png", 'A', size, FileTime.from(Instant.parse(date)));
				try (HttpServer server = serve(handler(way, EntityTags.AUTO))) {
					WireResponse response = get(server, "/a.png");
					assertThat(response.field("Last-Modified")).isNull();
					String told = HttpDate.format(Instant.parse(date).getEpochSecond());
					for (String field : new String[] { "If-Modified-Since: " + told,
							"If-Unmodified-Since: " + HttpDate.format(0), "Range: bytes=0-1\r\nIf-Range: " + told }) {
						assertThat(get(server, "/a.png", field).status()).as(field).isEqualTo(200);
					}
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, 500, true", "AUTO, 50000, false", "CONTENT, 500, true", "CONTENT, 50000, true" })
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void instancesAgreeAboutTagsOfContent(EntityTags tags, int size, boolean agree) throws IOException {
		write("one/a.txt", 'A', size, DATE);
		write("two/a.txt", 'A', size, FileTime.from(DATE.toInstant().plusSeconds(1)));
		try (HttpServer server = serve(files(tags))) {
			String one = settledTag(server, "/one/a.txt");
			String two = settledTag(server, "/two/a.txt");
			assertThat(one.equals(two)).isEqualTo(agree);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, LARGE })
	void tagsOfDatesAreWeakAndTheSameWhereDatesAre(int size) throws IOException {
		write("one/a.txt", 'A', size, DATE);
		write("two/a.txt", 'A', size, DATE);
		write("three/a.txt", 'A', size, FileTime.from(DATE.toInstant().plusNanos(1_000_000)));
		write("four/a.txt", 'A', size, FileTime.from(Instant.EPOCH));
		try (HttpServer server = serve(files(EntityTags.DATE))) {
			String tag = String.valueOf(get(server, "/one/a.txt").field("ETag"));
			assertThat(tag).startsWith("W/\"").isEqualTo(get(server, "/two/a.txt").field("ETag"));
			assertThat(get(server, "/three/a.txt").field("ETag")).isNotEqualTo(tag);
			assertThat(get(server, "/four/a.txt").field("ETag")).isNull();
			assertThat(get(server, "/one/a.txt", "If-None-Match: " + tag).status()).isEqualTo(304);
			assertThat(get(server, "/one/a.txt", "Range: bytes=1-", "If-Range: " + tag).status()).isEqualTo(200);
			String compressed = get(server, "/one/a.txt", "Accept-Encoding: gzip").field("ETag");
			if (size == LARGE) {
				assertThat(compressed).isEqualTo(tag.substring(0, tag.length() - 1) + "-gzip\"");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, LARGE })
	void withoutTagsThereAreDatesOnly(int size) throws IOException {
		write("a.txt", 'A', size, DATE);
		write("a.txt.br", 'B', size, DATE);
		String date = "Thu, 02 Jan 2020 03:04:05 GMT";
		try (HttpServer server = serve(files(EntityTags.OFF))) {
			for (String coding : new String[] { "identity", "gzip", "br" }) {
				String accepted = "Accept-Encoding: " + coding;
				WireResponse response = get(server, "/a.txt", accepted);
				assertThat(response.field("ETag")).isNull();
				assertThat(response.field("Last-Modified")).isEqualTo(date);
				assertThat(get(server, "/a.txt", accepted, "If-None-Match: \"x\"").status()).isEqualTo(200);
				assertThat(get(server, "/a.txt", accepted, "If-None-Match: *").status()).isEqualTo(304);
				assertThat(get(server, "/a.txt", accepted, "If-Modified-Since: " + date).status()).isEqualTo(304);
				assertThat(get(server, "/a.txt", accepted, "Range: bytes=0-0", "If-Range: \"x\"").status())
					.isEqualTo(200);
			}
		}
	}

	@Test
	void aVersionThatIsKnownIsNotReadAgainForItsTag() throws IOException {
		Path file = write("a.png", 'A', LARGE, DATE);
		FileTags tags = new FileTags(EntityTags.CONTENT);
		Freshness freshness = FileFreshness.begin(file, new KnownDirectories());
		String tag;
		try (FileChannel channel = FileChannel.open(file)) {
			tag = tags.of(new FileReading(freshness, content(channel, LARGE), true), null);
			assertThat(tag).startsWith("\"").doesNotContain("-br");
			assertThat(tags.of(new FileReading(freshness, content(channel, LARGE), true), ContentCoding.BR))
				.isEqualTo(tag.substring(0, tag.length() - 1) + "-br\"");
		}
		FileChannel closed = FileChannel.open(file);
		closed.close();
		assertThat(tags.of(new FileReading(freshness, content(closed, LARGE), true), null)).isEqualTo(tag);
	}

	@Test
	void whatIsTooLargeOrMayBeChangingIsNotReadForItsTag() throws IOException {
		Path file = write("a.png", 'A', LARGE, DATE);
		FileTags tags = new FileTags(EntityTags.CONTENT);
		Freshness freshness = FileFreshness.begin(file, new KnownDirectories());
		FileChannel closed = FileChannel.open(file);
		closed.close();
		String large = tags.of(new FileReading(freshness, content(closed, 64 * 1024 * 1024 + 1), true), null);
		assertThat(large).isEqualTo(FileTags.versionTag(freshness.version(), null, true));
		String changing = tags.of(new FileReading(freshness, content(closed, LARGE), false), null);
		assertThat(changing).startsWith("W/\"");
	}

	private static ContentPart content(FileChannel channel, long length) {
		return ContentPart.of(channel, "a.png", 0, length, null);
	}

	@Test
	void aTagIsWeakWhereTheFileSystemKnowsNoChangeTimeOrAChangeWouldNotShow() {
		FileTime changed = FileTime.from(DATE.toInstant().plusNanos(1));
		assertThat(FileTags.versionTag(version(null), null, true)).startsWith("W/\"");
		assertThat(FileTags.versionTag(version(changed), null, false)).startsWith("W/\"");
		assertThat(FileTags.versionTag(version(changed), null, true)).startsWith("\"")
			.isNotEqualTo(FileTags.versionTag(version(DATE), null, true));
	}

	private static FileVersion version(@Nullable FileTime changed) {
		return new FileVersion(null, 5, DATE, changed);
	}

	@Test
	void aDateIsStrongIfNothingCanHaveChangedSince() {
		FileTime sameSecond = FileTime.from(DATE.toInstant().plusMillis(999));
		FileTime later = FileTime.from(DATE.toInstant().plusSeconds(1));
		long second = DATE.toInstant().getEpochSecond();
		assertThat(Validators.of(version(sameSecond), null).rangeDate()).isEqualTo(second);
		assertThat(Validators.of(version(later), null).rangeDate()).isEqualTo(Preconditions.UNDATED);
		assertThat(Validators.of(version(null), null).rangeDate()).isEqualTo(Preconditions.UNDATED);
		// One date for several codings tells none from another.
		assertThat(Validators.of(version(sameSecond), null).shared().rangeDate()).isEqualTo(Preconditions.UNDATED);
		FileTime future = FileTime.from(Instant.now().plusSeconds(3600));
		assertThat(Validators.of(new FileVersion(null, 5, future, DATE), null).rangeDate())
			.isEqualTo(Preconditions.UNDATED);
	}

}
