package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for conditions and ranges of what handler methods return.
 */
class ConditionsTests {

	private static final String DATE = "Thu, 01 Jan 1970 00:00:07 GMT";

	@TempDir
	static Path directory;

	@BeforeAll
	static void makeFiles() throws IOException {
		Files.writeString(directory.resolve("digits.txt"), "0123456789");
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("app.jar")))) {
			jar.putNextEntry(new ZipEntry("video.mp4"));
			jar.write("0123456789".getBytes(StandardCharsets.US_ASCII));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "If-None-Match: \"1\"; 304", "If-None-Match: W/\"1\"; 304", "If-None-Match: *; 304",
					"If-None-Match: \"0\", \"1\"; 304", "If-None-Match: \"2\"; 200",
					"If-Modified-Since: " + DATE + "; 304", "If-Modified-Since: Thu, 01 Jan 1970 00:00:06 GMT; 200",
					"If-Match: \"1\"; 200", "If-Match: \"2\"; 412", "If-Unmodified-Since: " + DATE + "; 200",
					"If-Unmodified-Since: Thu, 01 Jan 1970 00:00:06 GMT; 412", "X-None: 1; 200" })
	void entitiesHaveTheConditionsOfFiles(String condition, int status) {
		HandlerServer.run(Entities.class, (client, context) -> {
			for (String path : new String[] { "text", "object", "later", "file", "bytes", "nothing" }) {
				String answer = client.send("GET", "/entities/" + path, condition);
				assertThat(answer).as(path).startsWith("HTTP/1.1 " + status + " ");
				if (status != 412) {
					assertThat(answer).as(path)
						.containsOnlyOnce("\r\nETag: \"1\"\r\n")
						.containsOnlyOnce("\r\nLast-Modified: " + DATE + "\r\n")
						.contains("\r\nCache-Control: no-cache\r\n");
				}
				if (status == 304) {
					assertThat(answer).as(path).endsWith("\r\n\r\n").doesNotContain("\r\nContent-");
				}
			}
		});
	}

	@Test
	void conditionsAreOnlyAboutWhatIsReadAndSuccessful() {
		HandlerServer.run(Entities.class, (client, context) -> {
			assertThat(client.send("PUT", "/entities/text", "If-Match: \"0\"")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/entities/created", "If-None-Match: \"1\"")).startsWith("HTTP/1.1 201 ");
			assertThat(client.send("HEAD", "/entities/text", "If-None-Match: \"1\"")).startsWith("HTTP/1.1 304 ");
		});
	}

	@Test
	void streamThatIsNotSentIsClosed() {
		HandlerServer.run(Entities.class, (client, context) -> {
			assertThat(client.send("GET", "/entities/stream")).startsWith("HTTP/1.1 200 ").endsWith("spam");
			assertThat(client.send("GET", "/entities/stream", "If-None-Match: \"1\"")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/entities/once", "If-None-Match: \"1\"")).startsWith("HTTP/1.1 304 ");
			assertThat(context.getBean(Entities.class).closed).hasValue(3);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jar", "memory" })
	void resourcesThatAreNoFilesHaveRanges(String path) {
		HandlerServer.run(Resources.class, (client, context) -> {
			String target = "/resources/" + path;
			assertThat(client.send("GET", target)).startsWith("HTTP/1.1 200 ")
				.contains("\r\nAccept-Ranges: bytes\r\n", "\r\nContent-Length: 10\r\n")
				.endsWith("\r\n\r\n0123456789");
			assertThat(client.send("GET", target, "Range: bytes=0-1")).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Range: bytes 0-1/10\r\n", "\r\nContent-Length: 2\r\n")
				.endsWith("\r\n\r\n01");
			assertThat(client.send("GET", target, "Range: bytes=-3")).endsWith("\r\n\r\n789");
			assertThat(client.send("GET", target, "Range: bytes=0-0,4-5")).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Type: multipart/byteranges; boundary=",
						"\r\nContent-Range: bytes 0-0/10\r\n\r\n0\r\n--",
						"\r\nContent-Range: bytes 4-5/10\r\n\r\n45\r\n--");
			assertThat(client.send("GET", target, "Range: bytes=10-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */10\r\n", "application/problem+json")
				.doesNotContain("video/mp4");
			assertThat(client.send("GET", target, "Range: bytes=0-1", "If-Range: \"0\"")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("HEAD", target, "Range: bytes=0-1")).startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Length: 10\r\n")
				.endsWith("\r\n\r\n");
		});
	}

	@Test
	void rangeOfAFileGoesByTheTagOfTheApplication() {
		HandlerServer.run(Entities.class, (client, context) -> {
			assertThat(client.send("GET", "/entities/file", "Range: bytes=0-1", "If-Range: \"1\""))
				.startsWith("HTTP/1.1 206 ")
				.contains("\r\nETag: \"1\"\r\n")
				.endsWith("\r\n\r\n01");
			assertThat(client.send("GET", "/entities/file", "Range: bytes=0-1", "If-Range: \"0\""))
				.startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/entities/file", "Range: bytes=10-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */10\r\n", "application/problem+json");
		});
	}

	@RequestHandler("/entities")
	static class Entities {

		final AtomicInteger closed = new AtomicInteger();

		private static ResponseEntity.BodyBuilder described(int status) {
			return ResponseEntity.status(status)
				.eTag("\"1\"")
				.lastModified(Instant.ofEpochSecond(7))
				.header("Cache-Control", "no-cache")
				.header("Content-Language", "en");
		}

		@Get("/text")
		ResponseEntity<String> text() {
			return described(200).body("text");
		}

		@Get("/object")
		ResponseEntity<Object> object() {
			return described(200).body(Map.of("a", 1));
		}

		@Get("/later")
		CompletableFuture<ResponseEntity<String>> later() {
			return CompletableFuture.supplyAsync(this::text);
		}

		@Get("/file")
		ResponseEntity<Resource> file() {
			return described(200).body(new FileSystemResource(directory.resolve("digits.txt")));
		}

		@Get("/bytes")
		ResponseEntity<Resource> bytes() {
			return described(200).body(new ByteArrayResource(new byte[3]));
		}

		@Get("/nothing")
		ResponseEntity<Void> nothing() {
			return described(200).build();
		}

		@Put("/text")
		ResponseEntity<String> put() {
			return described(200).body("put");
		}

		@Get("/created")
		ResponseEntity<String> created() {
			return described(201).location(URI.create("/x")).body("created");
		}

		@Get("/stream")
		InputStream stream() {
			return new ByteArrayInputStream("spam".getBytes(StandardCharsets.US_ASCII)) {

				@Override
				public void close() {
					Entities.this.closed.incrementAndGet();
				}

			};
		}

		@Get("/once")
		ResponseEntity<Resource> once() {
			return described(200).body(new InputStreamResource(stream()));
		}

	}

	@RequestHandler("/resources")
	static class Resources {

		private final ClassLoader loader = loader();

		private static ClassLoader loader() {
			try {
				return new URLClassLoader(new URL[] { directory.resolve("app.jar").toUri().toURL() }, null);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Get("/jar")
		Resource jar() {
			return new ClassPathResource("video.mp4", this.loader);
		}

		@Get("/memory")
		ByteArrayResource memory() {
			return new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII));
		}

	}

}
