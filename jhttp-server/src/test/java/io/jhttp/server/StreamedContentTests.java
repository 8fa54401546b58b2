package io.jhttp.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Content that can only be read from its beginning.
 */
class StreamedContentTests {

	private final AtomicInteger open = new AtomicInteger();

	private final byte[] content = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

	private InputStream open() {
		this.open.incrementAndGet();
		return new ByteArrayInputStream(this.content) {

			@Override
			public void close() {
				StreamedContentTests.this.open.decrementAndGet();
			}

		};
	}

	private static String text(InputStream stream) throws IOException {
		try (stream) {
			return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private String get(ContentPart part) throws IOException {
		try (HttpServer server = HttpServer.builder()
			.port(0)
			.handler((exchange) -> exchange.response().send(part))
			.start(); RawClient client = new RawClient(server.port())) {
			return client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readToEnd();
		}
	}

	@Test
	void aPartBeginsWhereItIsSaidTo() throws IOException {
		try (ContentPart whole = ContentPart.of(this::open, 0, this.content.length)) {
			ContentPart part = whole.part(150_003, 5);
			assertThat(text(part.stream())).isEqualTo("34567");
			assertThat(text(part.part(1, 2).stream())).isEqualTo("45");
			assertThat(get(part)).contains("\r\nContent-Length: 5\r\n").endsWith("\r\n\r\n34567");
		}
		assertThat(this.open).hasValue(0);
	}

	@Test
	void allOfItIsSent() throws IOException {
		assertThat(get(ContentPart.of(this::open, 0, this.content.length)))
			.endsWith("\r\n\r\n" + "0123456789".repeat(20_000));
		assertThat(this.open).hasValue(0);
	}

	/** A client must not take it for the whole. */
	@Test
	void contentThatEndsTooEarlyIsCut() throws IOException {
		String response = get(ContentPart.of(this::open, 0, this.content.length + 1));
		assertThat(response).contains("\r\nContent-Length: 200001\r\n").endsWith("0123456789");
		assertThat(this.open).hasValue(0);
		InputStream stream = ContentPart.of(this::open, this.content.length - 1, 2).stream();
		assertThatIOException().isThrownBy(() -> text(stream))
			.withMessage("The content ends 1 bytes before the end that it states");
		assertThatIOException().isThrownBy(() -> text(ContentPart.of(this::open, this.content.length + 1, 1).stream()));
		assertThat(this.open).hasValue(0);
	}

}
