package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ResponseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what handler methods return, over the wire.
 */
class ReturnValueTests {

	@TempDir
	static Path directory;

	@Test
	void textIsWrittenInTheCharsetOfItsType() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/builder")).contains("\r\nContent-Type: text/plain;charset=utf-8\r\n")
				.endsWith("built");
			assertThat(client.send("GET", "/latin")).contains("\r\nContent-Length: 1\r\n");
		});
	}

	@Test
	void typeVariablesAreResolvedByTheClassOfTheBean() {
		HandlerServer.run(Inherited.class,
				(client, context) -> assertThat(client.send("GET", "/inherited")).endsWith("\r\n\r\ninherited"));
	}

	@Test
	void declaredStatusIsAnswered() {
		HandlerServer.run(Statuses.class, (client, context) -> {
			assertThat(client.send("GET", "/created")).startsWith("HTTP/1.1 201 ").endsWith("\r\n\r\ncreated");
			assertThat(client.send("GET", "/accepted")).startsWith("HTTP/1.1 202 ")
				.contains("\r\nContent-Length: 0\r\n");
			assertThat(client.send("GET", "/ok")).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Length: 0\r\n");
			assertThat(client.send("GET", "/nothing")).startsWith("HTTP/1.1 203 ");
			assertThat(client.send("GET", "/gone")).startsWith("HTTP/1.1 410 ").contains("It has moved out.");
			assertThat(client.send("GET", "/entity")).startsWith("HTTP/1.1 299 ");
			assertThat(client.send("GET", "/of-class")).startsWith("HTTP/1.1 206 ");
		});
	}

	@Test
	void statusAloneHasNoContent() {
		HandlerServer.run(Results.class,
				(client, context) -> assertThat(client.send("GET", "/teapot")).startsWith("HTTP/1.1 418 ")
					.endsWith("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
	}

	@Test
	void whatIsOptionalIsNotFoundIfItIsEmpty() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/present")).startsWith("HTTP/1.1 200 ").endsWith("present");
			assertThat(client.send("GET", "/absent")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void entityWithoutStatusHasFieldsAndContent() {
		HandlerServer.run(Results.class,
				(client, context) -> assertThat(client.send("GET", "/fields")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nX-Spam: eggs\r\n")
					.endsWith("fields"));
	}

	@Test
	void fileHasTagsAndDatesAsServedFilesDo() throws IOException {
		Path file = Files.writeString(directory.resolve("menu.txt"), "0123456789");
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.files.etag=off"), Results.class,
				(client, context) -> assertThat(client.send("GET", "/file")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nLast-Modified: ")
					.doesNotContain("\r\nETag: "));
		Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
		HandlerServer.run(Results.class,
				(client, context) -> assertThat(client.send("GET", "/file")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nETag: \"")
					.doesNotContain("\r\nLast-Modified: "));
	}

	@Test
	void fileIsSentWithConditionsAndRanges() throws IOException {
		Files.writeString(directory.resolve("menu.txt"), "0123456789");
		HandlerServer.run(Results.class, (client, context) -> {
			String whole = client.send("GET", "/file");
			assertThat(whole).startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Type: text/plain;charset=utf-8\r\n", "\r\nAccept-Ranges: bytes\r\n",
						"\r\nContent-Length: 10\r\n", "\r\nLast-Modified: ")
				.endsWith("\r\n\r\n0123456789");
			String tag = whole.replaceAll("(?s).*ETag: (\\S+).*", "$1");
			assertThat(client.send("GET", "/file", "If-None-Match: " + tag)).startsWith("HTTP/1.1 304 ");
			assertThat(client.send("HEAD", "/file")).contains("\r\nContent-Length: 10\r\n").endsWith("\r\n\r\n");
			assertThat(client.send("GET", "/path", "Range: bytes=2-4")).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Range: bytes 2-4/10\r\n")
				.endsWith("\r\n\r\n234");
			assertThat(client.send("GET", "/resource", "Range: bytes=-1")).startsWith("HTTP/1.1 206 ")
				.contains("\r\nContent-Type: text/csv\r\n", "\r\nContent-Disposition: attachment\r\n")
				.endsWith("\r\n\r\n9");
			assertThat(client.send("GET", "/not-found-page", "Range: bytes=-1")).startsWith("HTTP/1.1 404 ")
				.endsWith("\r\n\r\n0123456789");
		});
	}

	@Test
	void whatIsNoFileIsNotFound() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/missing")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/directory")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void resourceThatIsNoFileIsStreamed() {
		HandlerServer.run(Results.class, (client, context) -> {
			assertThat(client.send("GET", "/bytes"))
				.contains("\r\nContent-Type: application/octet-stream\r\n", "\r\nContent-Length: 4\r\n")
				.endsWith("\r\n\r\nspam");
			assertThat(client.send("GET", "/stream")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nspam");
			assertThat(client.send("GET", "/once")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nspam");
		});
	}

	@Test
	void streamIsClosedWhenItIsSent() {
		HandlerServer.run(Results.class, (client, context) -> {
			client.send("GET", "/stream");
			assertThat(context.getBean(Results.class).closed).isTrue();
		});
	}

	@Test
	void kindOfTheApplicationGoesBeforeTheBuiltInOnes() {
		HandlerServer.run(OwnKind.class,
				(client, context) -> assertThat(client.send("GET", "/own")).endsWith("\r\n\r\n-- spam --"));
	}

	@Test
	void methodOnTheEventLoopMustNotReturnWhatBlocks() {
		HandlerServer.runner()
			.withUserConfiguration(BlockingOnLoop.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("it is marked @NonBlocking, and returns what may block"));
	}

	@RequestHandler
	static class Results {

		volatile boolean closed;

		@Get("/builder")
		StringBuilder builder() {
			return new StringBuilder("built");
		}

		@Get("/latin")
		ResponseEntity<String> latin() {
			return ResponseEntity.ok()
				.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.ISO_8859_1))
				.body("\u00fc");
		}

		@Get("/teapot")
		HttpStatusCode teapot() {
			return HttpStatusCode.valueOf(418);
		}

		@Get("/present")
		Optional<String> present() {
			return Optional.of("present");
		}

		@Get("/absent")
		Optional<byte[]> absent() {
			return Optional.empty();
		}

		@Get("/fields")
		HttpEntity<String> fields() {
			HttpHeaders headers = new HttpHeaders();
			headers.add("X-Spam", "eggs");
			return new HttpEntity<>("fields", headers);
		}

		@Get("/file")
		File file() {
			return directory.resolve("menu.txt").toFile();
		}

		@Get("/path")
		Path path() {
			return directory.resolve("menu.txt");
		}

		@Get("/resource")
		ResponseEntity<Resource> resource() {
			return ResponseEntity.ok()
				.contentType(MediaType.valueOf("text/csv"))
				.header("Content-Disposition", "attachment")
				.body(new FileSystemResource(path()));
		}

		@Get("/not-found-page")
		ResponseEntity<Path> notFoundPage() {
			return ResponseEntity.status(HttpStatus.NOT_FOUND).body(path());
		}

		@Get("/missing")
		Path missing() {
			return directory.resolve("missing.txt");
		}

		@Get("/directory")
		Path directory() {
			return directory;
		}

		@Get("/bytes")
		Resource bytes() {
			return new ByteArrayResource("spam".getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/stream")
		InputStream stream() {
			return new ByteArrayInputStream("spam".getBytes(StandardCharsets.US_ASCII)) {
				@Override
				public void close() {
					Results.this.closed = true;
				}
			};
		}

		@Get("/once")
		InputStreamResource once() {
			return new InputStreamResource(stream());
		}

	}

	@RequestHandler
	@ResponseStatus(HttpStatus.PARTIAL_CONTENT)
	static class Statuses {

		@Get("/created")
		@ResponseStatus(HttpStatus.CREATED)
		String created() {
			return "created";
		}

		@Get("/accepted")
		@ResponseStatus(HttpStatus.ACCEPTED)
		void accepted() {
		}

		@Get("/ok")
		@ResponseStatus(HttpStatus.OK)
		void ok() {
		}

		@Get("/nothing")
		@ResponseStatus(HttpStatus.NON_AUTHORITATIVE_INFORMATION)
		@Nullable String nothing() {
			return null;
		}

		@Get("/gone")
		@ResponseStatus(code = HttpStatus.GONE, reason = "It has moved out.")
		String gone() {
			return "secret";
		}

		@Get("/entity")
		@ResponseStatus(HttpStatus.CREATED)
		ResponseEntity<Void> entity() {
			return ResponseEntity.status(299).build();
		}

		@Get("/of-class")
		void ofClass() {
		}

	}

	abstract static class Base<T> {

		@Get("/inherited")
		ResponseEntity<T> get() {
			return ResponseEntity.ok(value());
		}

		abstract T value();

	}

	@RequestHandler
	static class Inherited extends Base<String> {

		@Override
		String value() {
			return "inherited";
		}

	}

	@RequestHandler
	static class BlockingOnLoop {

		@Get("/")
		@NonBlocking
		Path path() {
			return directory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnKind {

		@Bean
		ReturnValueResolver own() {
			return (type, others) -> type.isA(String.class)
					? (value, exchange) -> exchange.response().send("-- " + value + " --") : null;
		}

		@Bean
		OwnHandler handler() {
			return new OwnHandler();
		}

	}

	@RequestHandler
	static class OwnHandler {

		@Get("/own")
		String own() {
			return "spam";
		}

	}

}
