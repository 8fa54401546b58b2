package io.jhttp.server.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Jars and wars in the directory of a Spring application hold its configuration.
 */
class ApplicationArchivesTests {

	private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z"));

	@TempDir
	Path root;

	private @Nullable HttpServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private static Path archive(Path file, String... entries) throws IOException {
		try (OutputStream output = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(output)) {
			for (String entry : entries) {
				zip.putNextEntry(new ZipEntry(entry));
				zip.closeEntry();
			}
		}
		Files.setLastModifiedTime(file, OLD);
		return file;
	}

	private void settle() throws IOException {
		Files.setLastModifiedTime(this.root, OLD);
	}

	private String get(String target) throws IOException {
		HttpServer current = this.server;
		if (current == null) {
			current = HttpServer.builder().port(0).handler(FileHandler.of(this.root)).start();
			this.server = current;
		}
		return RawClient.exchange(current.port(), "GET " + target + " HTTP/1.0\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "BOOT-INF/classes/application.yml", "WEB-INF/web.xml", "application.yaml",
			"application-prod.properties", "bootstrap.yml" })
	void whatLiesBesideAnApplicationIsNotServed(String entry) throws IOException {
		archive(this.root.resolve("app-1.0.jar"), "META-INF/MANIFEST.MF", entry, "a/A.class");
		List<String> names = List.of("app.jar.original", "app.jar.bak", "app.war~", "app.jar (1)", "APP.JAR", "lib.jar",
				"app.jar-2024");
		for (String name : names) {
			Files.writeString(this.root.resolve(name), "a");
		}
		for (String name : List.of("a.txt", "a.jars", "a.warc", "jar", "a.jarfile")) {
			Files.writeString(this.root.resolve(name), "a");
			assertThat(get("/" + name)).as(name).startsWith("HTTP/1.1 200 ");
		}
		for (String name : names) {
			assertThat(get("/" + name.replace(" ", "%20"))).as(name).startsWith("HTTP/1.1 404 ");
		}
		assertThat(get("/app-1.0.jar")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).contains("5 files", "./a.jars\"").doesNotContain("./app", "./APP", "./lib");
	}

	@Test
	void otherJarsAreServed() throws IOException {
		archive(this.root.resolve("lib.jar"), "META-INF/MANIFEST.MF", "lib/application.yml", "a/BOOT-INF/a", "A.class");
		Files.writeString(this.root.resolve("lib.jar.asc"), "BOOT-INF/");
		Files.writeString(this.root.resolve("no.jar"), "BOOT-INF/");
		Files.createDirectory(this.root.resolve("sub"));
		archive(this.root.resolve("sub/app.jar"), "BOOT-INF/classes/");
		for (String name : List.of("lib.jar", "lib.jar.asc", "no.jar")) {
			assertThat(get("/" + name)).as(name).startsWith("HTTP/1.1 200 ");
		}
		assertThat(get("/")).contains("1 directory, 3 files");
		assertThat(get("/sub/")).contains("This directory is empty.");
	}

	@Test
	void anApplicationThatComesLaterIsSeen() throws IOException {
		archive(this.root.resolve("lib.jar"), "A.class");
		settle();
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 200 ");
		archive(this.root.resolve("app.war"), "WEB-INF/");
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 404 ");
		Files.delete(this.root.resolve("app.war"));
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void aJarThatBecomesAnApplicationInPlaceIsSeen() throws IOException {
		archive(this.root.resolve("lib.jar"), "A.class");
		settle();
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 200 ");
		archive(this.root.resolve("lib.jar"), "A.class", "BOOT-INF/");
		settle();
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 404 ");
	}

	/** In place of a lack of descriptors: a file that the system fails to read. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void aJarIsServedOnceWhatCouldNotBeLookedIntoCan(@TempDir Path elsewhere) throws IOException {
		Path failing = Path.of("/sys/devices/virtual/net/lo/speed");
		assumeTrue(Files.isRegularFile(failing) && Files.size(failing) > 0);
		Path other = Files.createSymbolicLink(elsewhere.resolve("other"), failing);
		Files.createSymbolicLink(this.root.resolve("other.jar"), other);
		archive(this.root.resolve("lib.jar"), "A.class");
		settle();
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 404 ");
		Files.delete(other);
		archive(other, "A.class");
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void anApplicationThatBecomesReadableIsSeen() throws IOException {
		Path application = archive(this.root.resolve("app.jar"), "BOOT-INF/");
		Files.setPosixFilePermissions(application, PosixFilePermissions.fromString("---------"));
		assumeFalse(Files.isReadable(application));
		archive(this.root.resolve("lib.jar"), "A.class");
		archive(this.root.resolve("other.jar"), "A.class");
		settle();
		assertThat(get("/lib.jar")).startsWith("HTTP/1.1 200 ");
		Files.setPosixFilePermissions(application, PosixFilePermissions.fromString("r--r--r--"));
		assertThat(get("/other.jar")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void theNamesOfALargeArchiveAreFoundAtItsEnd() throws IOException {
		Path file = archive(this.root.resolve("app.jar"), "BOOT-INF/");
		byte[] archive = Files.readAllBytes(file);
		byte[] large = new byte[5_000_000];
		System.arraycopy(archive, 0, large, large.length - archive.length, archive.length);
		Files.write(file, large);
		assertThat(get("/app.jar")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aLinkOfAnotherNameDoesNotLeadToIt() throws IOException {
		archive(this.root.resolve("app.jar"), "BOOT-INF/");
		Files.createSymbolicLink(this.root.resolve("download"), Path.of("app.jar"));
		assertThat(get("/download")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).contains("This directory is empty.");
	}

	@Test
	void ofMoreThanCanBeLookedIntoNoneIsServedWhichIsSaidOnce() throws IOException {
		for (int i = 0; i < 256; i++) {
			archive(this.root.resolve("lib" + i + ".jar"), "a.class");
		}
		assertThat(get("/lib0.jar")).startsWith("HTTP/1.1 200 ");
		Logger logger = (Logger) LoggerFactory.getLogger(ApplicationArchives.class);
		ListAppender<ILoggingEvent> warnings = new ListAppender<>();
		warnings.start();
		logger.addAppender(warnings);
		logger.setAdditive(false);
		logger.setLevel(Level.WARN);
		try {
			for (int i = 256; i < 259; i++) {
				// The directory is another one each time.
				archive(this.root.resolve("lib" + i + ".jar"), "a.class");
				assertThat(get("/lib0.jar")).startsWith("HTTP/1.1 404 ");
			}
		}
		finally {
			logger.detachAppender(warnings);
			logger.setAdditive(true);
			logger.setLevel(null);
		}
		assertThat(warnings.list).singleElement().asString().contains(" are not served: with more than 256 of them ");
	}

	@Test
	void anOwnerWhoSaysWhatIsDeniedMayServeThem() throws IOException {
		archive(this.root.resolve("app.jar"), "BOOT-INF/");
		this.server = HttpServer.builder()
			.port(0)
			.handler(FileHandler.builder(this.root).deny(List.of("*.bak")).build())
			.start();
		assertThat(get("/app.jar")).startsWith("HTTP/1.1 200 ");
	}

}
