package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.http2.Http2Client;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a script reads is the content of its request, whatever it reads or writes first.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ScriptInputTests {

	private static final String HEAD = "echo Content-Type: a/b; echo; ";

	private static final int MEBIBYTES = Boolean.getBoolean("jhttp.test.exhaustive") ? 1024 : 128;

	@TempDir
	Path temporary;

	private CgiServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = CgiServer.start(this.temporary, (cgi) -> cgi,
				HttpServer.builder().maxRequestContent((long) MEBIBYTES << 20));
		this.server.sh("cgi-bin/count", HEAD, "echo $CONTENT_LENGTH", "wc -c");
		this.server.sh("cgi-bin/cat", HEAD, "exec cat");
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
		// A thread whose client is gone removes its file by itself.
		CgiServer.eventually(() -> {
			try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
				return files.map((file) -> file.getFileName().toString())
					.noneMatch((name) -> name.startsWith("jhttp-cgi-") && name.endsWith(".body"));
			}
		});
	}

	private static String digits(int length) {
		char[] text = new char[length];
		Arrays.setAll(new int[length], (i) -> text[i] = (char) ('0' + i % 10));
		return new String(text);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4095, 4096, 4097, 65536, 300_000 })
	void contentArrivesAsAWholeAndHasAnEnd(int length) throws IOException {
		String content = digits(length);
		String response = this.server.request("POST", "/cgi-bin/cat", content, "Content-Length: " + length);
		assertThat(CgiServer.body(response)).isEqualTo(content);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4096, 4097, 100_000 })
	void chunkedContentHasALength(int length) throws IOException {
		StringBuilder chunks = new StringBuilder();
		String content = digits(length);
		for (int at = 0; at < length; at += 1000) {
			String chunk = content.substring(at, Math.min(length, at + 1000));
			chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		String response = this.server.request("POST", "/cgi-bin/count", chunks + "0\r\n\r\n",
				"Transfer-Encoding: chunked");
		assertThat(CgiServer.body(response).strip().split("\\s+")).containsExactly("" + length, "" + length);
	}

	@Test
	void scriptsOfOneConnectionRunAtTheSameTimeOverHttp2() throws Exception {
		this.server.sh("cgi-bin/h2", "echo Status: 201; echo X-Version: $SERVER_PROTOCOL; " + HEAD,
				"cat; echo $HTTP_HOST");
		try (Http2Client client = new Http2Client(this.server.port())) {
			for (int stream : new int[] { 1, 3 }) {
				client.head(stream, "POST /cgi-bin/h2\nContent: yes\ncontent-length: 7").data(stream, "spam");
			}
			for (int stream : new int[] { 3, 1 }) {
				Http2Client.Response response = client.data(stream, "egg").end(stream).await(stream);
				assertThat(response.heads()).startsWith("201\n").contains("\nx-version: HTTP/2.0\n");
				assertThat(response.content()).isEqualTo("spamegglocalhost\n");
			}
		}
	}

	@Test
	void withoutContentTheInputIsEmpty() throws IOException {
		assertThat(CgiServer.body(this.server.get("/cgi-bin/cat"))).isEmpty();
		assertThat(CgiServer.body(this.server.request("POST", "/cgi-bin/count", ""))).matches("\n *0\n");
	}

	@Test
	void theNextRequestIsNotReadByTheScript() throws IOException {
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/cat HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
					+ "GET /cgi-bin/cat HTTP/1.1\r\nHost: a\r\n\r\nGET /cgi-bin/none HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(CgiServer.readResponse(client)).endsWith("\r\n\r\nabc");
			assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void aScriptThatDoesNotReadAnswersAndTheConnectionIsKept() throws IOException {
		this.server.sh("cgi-bin/x", HEAD, "echo done");
		try (RawClient client = this.server.client()) {
			for (int length : new int[] { 3, 5000, 200_000 }) {
				client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n"
						+ digits(length));
				assertThat(CgiServer.readResponse(client)).endsWith("\r\n\r\ndone\n");
			}
		}
	}

	@Test
	void aScriptMayWriteMuchBeforeItReads() throws IOException {
		this.server.sh("cgi-bin/x", HEAD, "head -c 10000000 /dev/zero", "wc -c");
		String response = this.server.request("POST", "/cgi-bin/x", digits(2_000_000), "Content-Length: 2000000");
		assertThat(CgiServer.body(response).replace("\0", "").strip()).isEqualTo("2000000");
	}

	@Test
	void aScriptMayWriteWhileItReads() throws IOException {
		this.server.sh("cgi-bin/x", HEAD, "od -v -An -tx1 | tr -d ' \\n'");
		String response = this.server.request("POST", "/cgi-bin/x", digits(1_000_000), "Content-Length: 1000000");
		assertThat(CgiServer.body(response)).hasSize(2_000_000).startsWith("30313233");
	}

	@Test
	void aClientThatLeavesWhileItSendsStartsNoScript() throws Exception {
		this.server.sh("cgi-bin/x", "touch " + Files.createDirectory(this.server.root().resolve("made")) + "/ran",
				HEAD);
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + digits(50_000));
		}
		CgiServer.eventually(() -> this.server.server().counters().openConnections() == 0);
		assertThat(this.server.root().resolve("made/ran")).doesNotExist();
	}

	@Test
	void contentForAScriptThatIsNotThereIsNotAskedFor() throws IOException {
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/none HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n"
					+ "Expect: 100-continue\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void aClientThatWaitsFor100GetsIt() throws IOException {
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/cat HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue");
			client.send("hello");
			assertThat(CgiServer.readResponse(client)).startsWith("HTTP/1.1 200 OK").endsWith("hello");
		}
	}

	@Test
	void muchContentGoesInAndOutInConstantMemory() throws Exception {
		long length = (long) MEBIBYTES << 20;
		this.server.sh("cgi-bin/x", HEAD, "wc -c");
		byte[] block = new byte[1 << 20];
		Runtime runtime = Runtime.getRuntime();
		System.gc();
		long before = runtime.totalMemory() - runtime.freeMemory();
		try (RawClient client = this.server.client()) {
			client.send("POST /cgi-bin/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + length
					+ "\r\n\r\n");
			OutputStream output = client.socket().getOutputStream();
			for (int i = 0; i < MEBIBYTES; i++) {
				output.write(block);
			}
			assertThat(CgiServer.body(client.readToEnd()).strip()).isEqualTo("" + length);
		}
		System.gc();
		assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(32L << 20);
		assertThat(new String(block, StandardCharsets.US_ASCII)).hasSize(1 << 20);
	}

}
