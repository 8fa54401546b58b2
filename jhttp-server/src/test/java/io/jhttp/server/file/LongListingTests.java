package io.jhttp.server.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A listing that is too long to be made at once, over a real socket.
 */
class LongListingTests {

	private static final int FILES = 1234;

	private static final Pattern LINK = Pattern.compile("href=\"\\./([^\"]+)\"");

	@TempDir
	Path root;

	private HttpServer server;

	@BeforeEach
	void serveDirectory() throws IOException {
		for (int i = 0; i < FILES; i++) {
			Files.createFile(this.root.resolve(name(i)));
		}
		serve(FileHandler.of(this.root));
	}

	private static String name(int i) {
		return "file-%04d.txt".formatted(i);
	}

	private static List<String> names(int from, int to) {
		return IntStream.range(from, to).mapToObj(LongListingTests::name).toList();
	}

	private void serve(HttpHandler handler) throws IOException {
		if (this.server != null) {
			this.server.close();
		}
		this.server = HttpServer.builder().port(0).handler(handler).start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private HttpURLConnection open(String target, String... fields) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://localhost:" + this.server.port() + target)
			.toURL()
			.openConnection();
		for (int i = 0; i < fields.length; i += 2) {
			connection.setRequestProperty(fields[i], fields[i + 1]);
		}
		return connection;
	}

	private String get(String target, String... fields) throws IOException {
		return text(bytes(open(target, fields)));
	}

	private static byte[] bytes(HttpURLConnection connection) throws IOException {
		try (InputStream content = connection.getInputStream()) {
			return content.readAllBytes();
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static List<String> links(String page) {
		return LINK.matcher(page).results().map((MatchResult link) -> link.group(1)).toList();
	}

	@Test
	void itIsSentInChunksAndTheConnectionIsKept() throws IOException {
		try (RawClient client = new RawClient(this.server.port())) {
			String head = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
			assertThat(head).contains("\r\nTransfer-Encoding: chunked\r\n").doesNotContain("Content-Length");
			String rest = client.send("GET /file-0000.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
				.readToEnd();
			assertThat(rest).contains("</html>\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n");
		}
		String page = get("/");
		assertThat(links(page)).isEqualTo(names(0, FILES));
		assertThat(page).contains("<caption>1,234 files, 0 B</caption>").endsWith("</body>\n</html>\n");
	}

	@Test
	void aClientOfHttp10GetsItUpToTheEndOfTheConnection() throws IOException {
		String answer = RawClient.exchange(this.server.port(), "GET / HTTP/1.0\r\n\r\n");
		assertThat(answer).contains("\r\nConnection: close\r\n")
			.doesNotContain("Transfer-Encoding", "Content-Length")
			.endsWith("</body>\n</html>\n");
		assertThat(links(answer)).isEqualTo(names(0, FILES));
	}

	@Test
	void headHasTheSameHeadAndNoContent() throws IOException {
		String request = " / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
		String answer = RawClient.exchange(this.server.port(), "GET" + request);
		String head = RawClient.exchange(this.server.port(), "HEAD" + request);
		assertThat(withoutDate(head)).contains("\r\nTransfer-Encoding: chunked\r\n", "\r\nContent-Encoding: gzip\r\n")
			.isEqualTo(withoutDate(answer.substring(0, answer.indexOf("\r\n\r\n") + 4)));
	}

	private static String withoutDate(String head) {
		return head.replaceFirst("Date: .*\r\n", "");
	}

	@Test
	void itIsCompressedWhileItIsSent() throws IOException {
		HttpURLConnection connection = open("/", "Accept-Encoding", "gzip");
		byte[] compressed = bytes(connection);
		assertThat(connection.getContentEncoding()).isEqualTo("gzip");
		try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
			assertThat(text(plain.readAllBytes())).isEqualTo(get("/"));
		}
	}

	@Test
	void itHasPagesThatAProgramFindsByTheirLinks() throws IOException {
		serve(FileHandler.builder(this.root).listingPageSize(500).build());
		assertThat(links(get("/"))).isEqualTo(names(0, 500));
		assertThat(links(get("/?page=2"))).isEqualTo(names(500, 1000));
		assertThat(links(get("/?page=3"))).isEqualTo(names(1000, FILES));
		HttpURLConnection connection = open("/?sort=modified&page=2", "Accept", "application/json");
		assertThat(text(bytes(connection)).split("\"name\"")).hasSize(501);
		assertThat(connection.getHeaderFields().get("Link")).containsExactlyInAnyOrder(
				"<?sort=modified&order=asc&page=1>; rel=\"prev\"", "<?sort=modified&order=asc&page=3>; rel=\"next\"");
		assertThat(open("/?page=3").getHeaderFields().get("Link"))
			.containsExactly("<?sort=name&order=asc&page=2>; rel=\"prev\"");
	}

	@Test
	void whatIsBeyondTheBoundIsServedThoughItIsNotListed() throws IOException {
		serve(FileHandler.builder(this.root).listingMaxEntries(1000).build());
		String page = get("/");
		assertThat(links(page)).hasSize(1000);
		assertThat(page).contains("<p class=\"note\">This directory has more entries than are listed.</p>");
		assertThat(open("/").getHeaderField("X-Listing-Incomplete")).isEqualTo("true");
		assertThat(open("/file-0000.txt").getResponseCode()).isEqualTo(200);
		assertThat(open("/file-1233.txt").getResponseCode()).isEqualTo(200);
	}

	@Test
	void aDirectoryWithAsManyEntriesAsTheBoundIsListedCompletely() throws IOException {
		serve(FileHandler.builder(this.root).listingMaxEntries(FILES).build());
		assertThat(get("/")).doesNotContain("note\"");
		assertThat(open("/").getHeaderField("X-Listing-Incomplete")).isNull();
	}

	@Test
	void boundsBelowOneAreRefused() {
		FileHandlerBuilder builder = FileHandler.builder(this.root);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.listingPageSize(0))
			.withMessage("A listing has 1 entry or more, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.listingMaxEntries(-1));
	}

	/** A shell writes the bytes, which no name of Java has. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void namesThatNoUrlReachesAreCountedUnlessTheyAreHiddenOrDenied() throws Exception {
		Path sub = Files.createDirectory(this.root.resolve("sub"));
		new ProcessBuilder("sh", "-c", "touch good \"$(printf 'caf\\351')\" 'back\\slash' \"$(printf '.h\\351')\" "
				+ "\"$(printf 'h\\351.key')\"")
			.directory(sub.toFile())
			.start()
			.waitFor();
		assertThat(get("/sub/")).contains("""
				<p class="note">2 names are not listed: no URL leads there.</p>
				""");
		assertThat(links(get("/sub/"))).containsExactly("good");
	}

	@Test
	void aClientThatLeavesInTheMiddleGivesItsTurnBack() throws IOException {
		for (int i = 0; i < 40; i++) {
			try (RawClient client = new RawClient(this.server.port())) {
				client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
				client.reset();
			}
		}
		assertThat(links(get("/"))).hasSize(FILES);
	}

}
