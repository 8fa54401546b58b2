package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the compression of what handler methods return.
 */
class CompressionTests {

	private static final String LONG = "spam ".repeat(1000);

	private final ApplicationContextRunner compressing = HandlerServer.runner()
		.withPropertyValues("jhttp.compression.enabled=true");

	@ParameterizedTest
	@CsvSource({ "text, text/plain;charset=utf-8", "html, text/html;charset=utf-8", "object, application/json",
			"bytes, text/css" })
	void contentIsCompressedForClientsThatTakeIt(String path, String type) {
		HandlerServer.run(this.compressing, Contents.class, (client, context) -> {
			Answer answer = get(client, path, "Accept-Encoding: br, gzip");
			assertThat(answer.head()).startsWith("HTTP/1.1 200 ")
				.containsOnlyOnce("\r\nContent-Encoding: gzip\r\n")
				.contains("\r\nContent-Type: " + type + "\r\n", "Accept-Encoding")
				.containsOnlyOnce("\r\nContent-Length: " + answer.content().length + "\r\n");
			assertThat(answer.unzipped()).contains(LONG);
			Answer plain = get(client, path, "Accept-Encoding: gzip;q=0");
			assertThat(plain.head()).doesNotContain("Content-Encoding").contains("\r\nVary: ", "Accept-Encoding");
			assertThat(new String(plain.content(), StandardCharsets.UTF_8)).contains(LONG);
		});
	}

	@Test
	void entityTagOfACompressedAnswerIsWeak() {
		HandlerServer.run(this.compressing, Contents.class, (client, context) -> {
			assertThat(get(client, "tagged", "Accept-Encoding: gzip").head()).contains("\r\nETag: W/\"1\"\r\n");
			assertThat(get(client, "tagged").head()).contains("\r\nETag: W/\"1\"\r\n");
			for (String accepted : List.of("gzip", "identity")) {
				assertThat(get(client, "tagged", "Accept-Encoding: " + accepted, "If-None-Match: W/\"1\"").head())
					.startsWith("HTTP/1.1 304 ")
					.contains("\r\nETag: W/\"1\"\r\n", "\r\nVary: Accept-Encoding\r\n");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "short", "events", "image", "encoded", "kept", "loop" })
	void whatIsNotWorthItOrMustNotBeIsLeftAlone(String path) {
		HandlerServer.run(this.compressing.withPropertyValues("jhttp.compression.mime-types=text/*"), Contents.class,
				(client, context) -> assertThat(get(client, path, "Accept-Encoding: gzip").head())
					.startsWith("HTTP/1.1 200 ")
					.doesNotContain("Content-Encoding: gzip"));
	}

	@Test
	void propertiesSayWhatIsCompressed() {
		HandlerServer.run(
				this.compressing.withPropertyValues("jhttp.compression.min-response-size=1B",
						"jhttp.compression.excluded-user-agents=Old.*,MSIE [0-6]"),
				Contents.class, (client, context) -> {
					assertThat(get(client, "short", "Accept-Encoding: gzip").head()).contains("Content-Encoding: gzip");
					assertThat(get(client, "short", "Accept-Encoding: gzip", "User-Agent: x MSIE 6").head())
						.doesNotContain("Content-Encoding");
				});
		HandlerServer.run(Contents.class,
				(client, context) -> assertThat(get(client, "text", "Accept-Encoding: gzip").head())
					.doesNotContain("Content-Encoding", "Vary"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mime-types=text", "excluded-user-agents=(", "min-response-size=-1B" })
	void valueThatCannotBeUsedFailsTheStart(String property) {
		this.compressing.withUserConfiguration(Contents.class)
			.withPropertyValues("jhttp.compression." + property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("jhttp.compression." + property.substring(0, property.indexOf('='))));
	}

	private static Answer get(TestClient client, String path, String... fields) throws IOException {
		try (Socket socket = client.connect()) {
			socket.getOutputStream()
				.write(("GET /contents/" + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ String.join("\r\n", fields) + ((fields.length > 0) ? "\r\n\r\n" : "\r\n"))
					.getBytes(StandardCharsets.US_ASCII));
			byte[] all = socket.getInputStream().readAllBytes();
			int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
			ByteArrayOutputStream content = new ByteArrayOutputStream();
			content.write(all, end, all.length - end);
			return new Answer(new String(all, 0, end, StandardCharsets.ISO_8859_1), content.toByteArray());
		}
	}

	record Answer(String head, byte[] content) {

		String unzipped() throws IOException {
			return new String(new GZIPInputStream(new ByteArrayInputStream(this.content)).readAllBytes(),
					StandardCharsets.UTF_8);
		}

	}

	@RequestHandler("/contents")
	static class Contents {

		@Get("/text")
		String text() {
			return LONG;
		}

		@Get(value = "/html", produces = "text/html")
		String html() {
			return "<p>" + LONG;
		}

		@Get("/object")
		Map<String, String> object() {
			return Map.of("text", LONG);
		}

		@Get(value = "/bytes", produces = "text/css")
		byte[] bytes() {
			return LONG.getBytes(StandardCharsets.US_ASCII);
		}

		@Get("/tagged")
		ResponseEntity<String> tagged() {
			return ResponseEntity.ok().eTag("\"1\"").body(LONG);
		}

		@Get("/short")
		String brief() {
			return "spam";
		}

		@Get("/events")
		ServerSentEvents events() {
			ServerSentEvents events = new ServerSentEvents();
			events.send(LONG);
			events.complete();
			return events;
		}

		@Get(value = "/image", produces = "image/png")
		byte[] image() {
			return bytes();
		}

		@Get("/encoded")
		ResponseEntity<String> encoded() {
			return ResponseEntity.ok().header("Content-Encoding", "br").body(LONG);
		}

		@Get("/kept")
		ResponseEntity<String> kept() {
			return ResponseEntity.ok().header("Cache-Control", "no-transform").body(LONG);
		}

		@Get("/loop")
		@NonBlocking
		String loop() {
			return LONG;
		}

	}

}
