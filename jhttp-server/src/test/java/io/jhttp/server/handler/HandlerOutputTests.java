package io.jhttp.server.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.jhttp.server.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * When what a handler class writes leaves. The client says each time that it has what was
 * written before: a handler that kept it would wait for ever.
 */
class HandlerOutputTests {

	private static CountDownLatch received = new CountDownLatch(1);

	@TempDir
	Path directory;

	@BeforeEach
	void renewLatch() {
		received = new CountDownLatch(1);
	}

	@Test
	void whatIsWrittenLeavesWithTheWrite() throws Exception {
		try (HandlerServer server = HandlerServer.start(Ticking.class, Ticking::new);
				RawClient client = server.client()) {
			client.send(request("GET", "/"));
			assertThat(client.readHead()).contains("\r\nTransfer-Encoding: chunked\r\n");
			assertThat(text(client, 14)).isEqualTo("9\r\ndata: 0\n\n\r\n");
			received.countDown();
			assertThat(text(client, 19)).isEqualTo("9\r\ndata: 1\n\n\r\n0\r\n\r\n");
		}
	}

	@Test
	void aClientOfHttp10GetsEachWriteToo() throws Exception {
		try (HandlerServer server = HandlerServer.start(Ticking.class, Ticking::new);
				RawClient client = server.client()) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("Content-Length");
			assertThat(text(client, 9)).isEqualTo("data: 0\n\n");
			received.countDown();
			assertThat(client.readToEnd()).isEqualTo("data: 1\n\n");
		}
	}

	@Test
	void partsOfLargeContentWithALengthLeaveToo() throws Exception {
		try (HandlerServer server = HandlerServer.start(Large.class, Large::new); RawClient client = server.client()) {
			client.send(request("GET", "/"));
			assertThat(client.readHead()).contains("\r\nContent-Length: 10000\r\n");
			assertThat(text(client, 4)).isEqualTo("eggs");
			received.countDown();
			assertThat(client.read(9996)).hasSize(9996);
		}
	}

	@Test
	void smallContentWithALengthLeavesByAFlush() throws Exception {
		try (HandlerServer server = HandlerServer.start(Complete.class, Complete::new);
				RawClient client = server.client()) {
			assertThat(withoutDate(client.send(request("GET", "/")).readResponse()))
				.isEqualTo("HTTP/1.1 200 OK\r\nServer: jhttp\r\nContent-Length: 4\r\n\r\neggs");
			received.countDown();
			assertThat(client.send(request("GET", "/")).readResponse()).endsWith("\r\n\r\neggs");
		}
	}

	@Test
	void theServerGathersIfItIsAskedTo() throws Exception {
		try (HandlerServer server = HandlerServer.start(Gathering.class, Gathering::new)) {
			assertThat(withoutDate(server.last("GET", "/-1"))).isEqualTo(
					"HTTP/1.1 200 OK\r\nServer: jhttp\r\nContent-Length: 8\r\nConnection: close\r\n\r\neggseggs");
			assertThat(server.last("GET", "/4")).endsWith("\r\n\r\n8\r\neggseggs\r\n0\r\n\r\n");
			assertThat(server.last("GET", "/3")).endsWith("\r\n\r\n4\r\neggs\r\n4\r\neggs\r\n0\r\n\r\n");
		}
	}

	@Test
	void anOverrideThatSlowsFilesDownSendsEachPart() throws Exception {
		Files.write(this.directory.resolve("large.bin"), new byte[20_000]);
		try (HandlerServer server = HandlerServer.start(Slow.class, Slow::new, this.directory);
				RawClient client = server.client()) {
			client.send(request("GET", "/large.bin"));
			assertThat(client.readHead()).contains("\r\nContent-Length: 20000\r\n");
			assertThat(client.read(1000)).hasSize(1000);
			received.countDown();
			assertThat(client.read(19_000)).hasSize(19_000);
		}
	}

	private static String text(RawClient client, int bytes) throws IOException {
		return new String(client.read(bytes), StandardCharsets.ISO_8859_1);
	}

	static class Ticking extends BaseHttpRequestHandler {

		@Get
		void get() throws Exception {
			sendResponse(200);
			sendHeader("Content-Type", "text/event-stream");
			endHeaders();
			output().write("data: 0\n\n".getBytes(StandardCharsets.US_ASCII));
			received.await();
			output().write("data: 1\n\n".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Large extends BaseHttpRequestHandler {

		@Get
		void get() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "10000");
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
			received.await();
			output().write(new byte[9996]);
		}

	}

	static class Complete extends BaseHttpRequestHandler {

		@Get
		void get() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "4");
			endHeaders();
			output().write('e');
			output().write("ggs".getBytes(StandardCharsets.US_ASCII));
			output().flush();
			received.await();
		}

	}

	static class Gathering extends BaseHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return Integer.parseInt(path().substring(1));
		}

		@Get
		void get() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
			output().write("eggs".getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Slow extends SimpleHttpRequestHandler {

		@Override
		protected void copyFile(InputStream source, OutputStream output) throws IOException {
			output.write(source.readNBytes(1000));
			try {
				received.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			output.write(source.readAllBytes());
		}

	}

}
