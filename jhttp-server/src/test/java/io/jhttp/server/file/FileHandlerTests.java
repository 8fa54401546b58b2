package io.jhttp.server.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.http.HttpDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A directory over a real socket.
 */
class FileHandlerTests {

	private static final Instant MODIFIED = Instant.ofEpochSecond(784111777L);

	@TempDir
	Path temporary;

	private Path root;

	private HttpServer server;

	@BeforeEach
	void serveDirectory() throws IOException {
		this.root = Files.createDirectory(this.temporary.resolve("root"));
		write("a.txt", "eggs");
		write("sub/page.html", "<p>");
		write("indexed/index.html", "index");
		write("indexed/index.htm", "second");
		write("old/index.htm", "old index");
		write("sub/ä b&<i>.txt", "odd");
		Files.writeString(this.temporary.resolve("secret.txt"), "secret");
		this.server = HttpServer.builder().port(0).handler(FileHandler.of(this.root)).start();
	}

	private void serve(HttpHandler handler) throws IOException {
		this.server.close();
		this.server = HttpServer.builder().port(0).handler(handler).start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private Path write(String name, String content) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
		return Files.setLastModifiedTime(file, FileTime.from(MODIFIED.plusMillis(500)));
	}

	private String get(String target, String... fields) throws IOException {
		return request("GET", target, fields);
	}

	private String request(String method, String target, String... fields) throws IOException {
		StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
		for (String field : fields) {
			request.append(field).append("\r\n");
		}
		String answer = RawClient.exchange(this.server.port(), request + "Connection: close\r\n\r\n");
		return answer.replaceFirst("Date: .*\r\n", "");
	}

	@Test
	void whatABuilderIsToldLaterIsNoMatterOfItsHandler() throws IOException {
		FileHandlerBuilder builder = FileHandler.builder(this.root);
		FileHandler handler = builder.build();
		builder.indexPages(List.of("a.txt")).deny(List.of("*.txt")).listing(false);
		assertThat(handler.indexPages()).containsExactly("index.html", "index.htm");
		serve(handler);
		assertThat(get("/a.txt")).endsWith("eggs");
	}

	@Test
	void theFirstRequestNeedsAWorkerAlsoForWhatIsAnsweredOnTheEventLoopLater() throws Exception {
		FileHandler files = FileHandler.of(this.root);
		CountDownLatch occupied = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		HttpHandler occupying = (exchange) -> {
			occupied.countDown();
			released.await();
		};
		HttpHandler handler = HttpHandler.nonBlocking((exchange) -> {
			if (exchange.request().path().equals("/occupy")) {
				exchange.dispatch(occupying);
			}
			else {
				files.handle(exchange);
			}
		});
		HttpServer busy = HttpServer.builder().port(0).workerThreads(1).workerQueue(0).handler(handler).start();
		HttpServer idle = this.server;
		try (RawClient client = new RawClient(busy.port())) {
			client.send("GET /occupy HTTP/1.1\r\nHost: a\r\n\r\n");
			occupied.await();
			this.server = busy;
			assertThat(request("POST", "/a.txt")).startsWith("HTTP/1.1 503 ");
			files.find(this.root);
			assertThat(request("POST", "/a.txt")).startsWith("HTTP/1.1 405 ");
		}
		finally {
			released.countDown();
			busy.close();
			this.server = idle;
		}
	}

	@Test
	void aFileIsSentWithTypeLengthAndDate() throws IOException {
		assertThat(get("/a.txt")).isEqualTo("""
				HTTP/1.1 200 OK\r
				Server: jhttp\r
				Content-Type: text/plain;charset=utf-8\r
				Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r
				ETag: "RtpnS1sJh0Mb20luSYL6"\r
				Vary: Accept-Encoding\r
				Accept-Ranges: bytes\r
				X-Content-Type-Options: nosniff\r
				Content-Length: 4\r
				Connection: close\r
				\r
				eggs""");
	}

	@Test
	void headHasTheSameHeadAndNothingElse() throws IOException {
		assertThat(request("HEAD", "/a.txt") + "eggs").isEqualTo(get("/a.txt"));
	}

	@Test
	void anEmptyFileIsSent() throws IOException {
		write("empty", "");
		for (String range : List.of("Range: bytes=0-", "Range: bytes=-5", "Range: bytes=7-9", "Accept: */*")) {
			assertThat(get("/empty", range)).startsWith("HTTP/1.1 200 ")
				.contains("\r\nContent-Length: 0\r\n")
				.endsWith("\r\n\r\n");
		}
	}

	@Test
	void filesOfManySizesAreSentByteForByteOverOneConnection() throws IOException {
		Random random = new Random(1);
		try (RawClient client = new RawClient(this.server.port())) {
			for (int size : new int[] { 1, 100, 32 * 1024, 32 * 1024 + 1, 65_536, 1_000_000, 30_000_000 }) {
				byte[] content = new byte[size];
				random.nextBytes(content);
				Files.write(this.root.resolve("file.bin"), content);
				String head = client.send("GET /file.bin HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
				assertThat(head).contains("Content-Type: application/octet-stream\r\n")
					.contains("\r\nContent-Length: " + size + "\r\n");
				assertThat(Arrays.equals(client.read(size), content)).as("size " + size).isTrue();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/missing, 404", "/a.txt/, 404", "/a.txt/b, 404", "/a.txt/., 404", "/a.txt/%2e, 404",
			"/sub/missing/b, 404", "/sub/page.HTML, 404", "/%zz, 400", "/%, 400", "/%4, 400", "/%ff, 400",
			"/%c0%ae%c0%ae/secret.txt, 400", "/%ed%a0%80, 400", "/a.txt%00, 400", "/..%2fsecret.txt, 400",
			"/%2e%2e%2fsecret.txt, 400", "/%2e%2e/secret.txt, 400", "/../secret.txt, 400", "/sub/../../secret.txt, 400",
			"/..%5csecret.txt, 400", "/sub%2fpage.html, 400", "/sub/.., 400" })
	void whatIsNotThereOrAmbiguousIsRefused(String target, int status) throws IOException {
		assertThat(get(target)).startsWith("HTTP/1.1 " + status + " ")
			.doesNotContain("secret.txt")
			.endsWith("</html>\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a.txt?x=/../..", "//a.txt", "/./a.txt", "/%61.txt", "http://other/a.txt" })
	void otherSpellingsOfAPathLeadToTheSameFile(String target) throws IOException {
		assertThat(get(target)).endsWith("\r\n\r\neggs");
	}

	@Test
	void namesOfAnyKindAreFound() throws IOException {
		assertThat(get("/sub/%C3%A4%20b%26%3Ci%3E.txt")).endsWith("\r\n\r\nodd");
		write("plus+and;semicolon~%41.txt", "p");
		assertThat(get("/plus+and;semicolon~%2541.txt")).endsWith("\r\n\r\np");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aSymbolicLinkThatLeavesTheRootLeadsNowhere() throws IOException {
		Files.createSymbolicLink(this.root.resolve("out.txt"), this.temporary.resolve("secret.txt"));
		Files.createSymbolicLink(this.root.resolve("out"), this.temporary);
		Files.createSymbolicLink(this.root.resolve("loop"), this.root.resolve("loop"));
		Files.createSymbolicLink(this.root.resolve("inside.txt"), this.root.resolve("a.txt"));
		assertThat(get("/out.txt")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/out/secret.txt")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/loop")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/inside.txt")).endsWith("\r\n\r\neggs");
		assertThat(get("/")).contains("inside.txt</a>").doesNotContain("\"./out").doesNotContain("\"./loop");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aLinkToANeighbourWhoseNameBeginsAlikeLeadsNowhere() throws IOException {
		Path neighbour = Files.createDirectory(this.temporary.resolve("root-secret"));
		Files.writeString(neighbour.resolve("a.txt"), "secret");
		Files.createSymbolicLink(this.root.resolve("out"), neighbour);
		Files.createSymbolicLink(this.root.resolve("out.txt"), neighbour.resolve("a.txt"));
		assertThat(get("/out")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/out/")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/out/a.txt")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/out.txt")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).contains("\"./a.txt").doesNotContain("\"./out");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void theJarsOfTheApplicationAreNotServedByAnyName() throws Exception {
		Path jar = Path.of(Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Files.createSymbolicLink(this.root.resolve("own.jar"), jar);
		Files.createSymbolicLink(this.root.resolve("lib"), jar.getParent());
		Files.copy(jar, this.root.resolve("other.jar"));
		serve(FileHandler.builder(this.root).symbolicLinks(SymbolicLinks.FOLLOW).build());
		assertThat(request("HEAD", "/other.jar")).startsWith("HTTP/1.1 200 ");
		assertThat(request("HEAD", "/own.jar")).startsWith("HTTP/1.1 404 ");
		assertThat(request("HEAD", "/lib/" + jar.getFileName())).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).contains("\"./other.jar").contains("\"./lib/").doesNotContain("own.jar");
		assertThat(get("/lib/")).startsWith("HTTP/1.1 200 ").doesNotContain("\"./" + jar.getFileName() + "\"");
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aPipeIsNeverOpened() throws Exception {
		new ProcessBuilder("mkfifo", this.root.resolve("pipe").toString()).start().waitFor();
		assertThat(get("/pipe")).startsWith("HTTP/1.1 404 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".hidden", ".git/config", "application.yml", "application-prod.properties",
			"sub/Application.YAML", "keys.p12", "server.key", "application.yml~", "application.yml.bak",
			"bootstrap.properties.save", "server.keystore.old", "id_rsa", "BOOT-INF/classpath.idx",
			"sub/web-inf/web.xml", "java_pid1.hprof", "java_pid1.hprof.gz", "hs_err_pid1.log", "replay_pid1.log",
			"flight.jfr" })
	void filesThatWereNotMeantToBePublishedDoNotExist(String name) throws IOException {
		write(name, "private");
		assertThat(get("/" + name)).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).doesNotContain(name);
	}

	@Test
	void wellKnownFilesAreServed() throws IOException {
		write(".well-known/security.txt", "Contact");
		assertThat(get("/.well-known/security.txt")).endsWith("\r\n\r\nContact");
	}

	@Test
	void aDirectoryWithoutItsSlashIsRedirectedWithTheQuery() throws IOException {
		assertThat(get("/sub?a=b")).startsWith("HTTP/1.1 301 Moved Permanently\r\n")
			.contains("Location: /sub/?a=b\r\n")
			.contains("Content-Length: 0\r\n");
	}

	@Test
	void aRedirectNeverLeadsToAnotherHost() throws IOException {
		Files.createDirectories(this.root.resolve("evil.example"));
		assertThat(get("//evil.example")).contains("Location: /evil.example/\r\n");
		assertThat(get("http://a//evil.example")).contains("Location: /evil.example/\r\n");
	}

	@Test
	void aDirectoryIsShownByItsIndexPage() throws IOException {
		assertThat(get("/indexed/")).contains("Content-Type: text/html;charset=utf-8\r\n").endsWith("\r\n\r\nindex");
		assertThat(get("/old/")).endsWith("\r\n\r\nold index");
	}

	@Test
	void aDirectoryWithoutIndexPageIsListedWithEveryNameEscaped() throws IOException {
		String answer = get("/sub/");
		String page = new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		assertThat(page).contains("Content-Type: text/html;charset=utf-8\r\n")
			.contains("Content-Security-Policy: default-src 'none'")
			.contains("<title>Directory listing for /sub/</title>")
			.contains("href=\"../\"")
			.contains("href=\"./page.html\"")
			.contains("href=\"./%C3%A4%20b%26%3Ci%3E.txt\"")
			.contains("ä b&amp;&lt;i&gt;.txt</a>")
			.contains("1994-11-06 08:49");
	}

	@Test
	void aProgramThatPrefersJsonGetsIt() throws IOException {
		write("json/a.txt", "eggs");
		write("json/b.txt", "spam and eggs");
		assertThat(get("/json/?sort=size&order=desc", "Accept: text/html;q=0.5", "Accept: application/json"))
			.isEqualTo("""
					HTTP/1.1 200 OK\r
					Server: jhttp\r
					Content-Type: application/json\r
					X-Content-Type-Options: nosniff\r
					Vary: Accept, Accept-Encoding\r
					Content-Length: 154\r
					Connection: close\r
					\r
					[
					{"name":"b.txt","type":"file","size":13,"modified":"1994-11-06T08:49:37Z"},
					{"name":"a.txt","type":"file","size":4,"modified":"1994-11-06T08:49:37Z"}
					]
					""");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void everyLinkOfAListingLeadsToItsFile() throws IOException {
		List<String> names = List.of("\"><img src=x>", "'x'", "&lt;", "javascript:x", "--version", "a\nb", "\u001b[31m",
				"exe\u202egpj", "100%", "%2e%2e", "a?b#c", "a+b;c=d", "~", "\ud83d\ude00", "  two  ", "\u2028");
		for (String name : names) {
			write("odd/" + name, name);
		}
		Matcher links = Pattern.compile("href=\"\\./([^\"]+)\"").matcher(get("/odd/"));
		List<String> contents = new ArrayList<>();
		while (links.find()) {
			String answer = get("/odd/" + links.group(1));
			contents
				.add(new String(answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1),
						StandardCharsets.UTF_8));
		}
		assertThat(contents).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void theRootIsListedWithoutALinkToItsParent() throws IOException {
		assertThat(get("/")).contains("href=\"./sub/\"").doesNotContain("\"../");
	}

	@Test
	void aFileThatWasNotModifiedIsNotSentAgain() throws IOException {
		assertThat(get("/a.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo("""
				HTTP/1.1 304 Not Modified\r
				Server: jhttp\r
				Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r
				ETag: "RtpnS1sJh0Mb20luSYL6"\r
				Vary: Accept-Encoding\r
				Connection: close\r
				\r
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT", "If-Modified-Since: whenever",
			"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\nIf-None-Match: \"x\"" })
	void aFileIsSentUnlessItIsSurelyTheSame(String condition) throws IOException {
		assertThat(get("/a.txt", condition)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\neggs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-Match: \"abc\"", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT",
			"Range: bytes=1-\r\nIf-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT" })
	void aClientThatWantsAnotherVersionGetsNone(String condition) throws IOException {
		assertThat(get("/a.txt", condition)).startsWith("HTTP/1.1 412 ").doesNotContain("eggs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-Match: \"abc\"", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT" })
	void whatAClientDemandsCountsBeforeWhatItHas(String condition) throws IOException {
		String has = "If-None-Match: " + tag(get("/a.txt"));
		assertThat(get("/a.txt", has)).startsWith("HTTP/1.1 304 ");
		assertThat(get("/a.txt", has, condition)).startsWith("HTTP/1.1 412 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "If-Match: *", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
			"If-Unmodified-Since: whenever" })
	void aClientThatWantsThisVersionGetsIt(String condition) throws IOException {
		assertThat(get("/a.txt", condition)).endsWith("\r\n\r\neggs");
	}

	@Test
	void aFileOfTheFutureIsNotNewerThanItsAnswer() throws IOException {
		Files.setLastModifiedTime(this.root.resolve("a.txt"), FileTime.from(Instant.now().plusSeconds(1_000_000)));
		String modified = get("/a.txt").replaceAll("(?s).*Last-Modified: ([^\r]*)\r.*", "$1");
		assertThat(HttpDate.parse(modified, Instant.now())).isLessThanOrEqualTo(Instant.now().getEpochSecond());
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aPrivateFileIsNotServedByAnotherName() throws IOException {
		write("application.yml", "password");
		Files.createSymbolicLink(this.root.resolve("b.txt"), Path.of("application.yml"));
		assertThat(get("/b.txt")).startsWith("HTTP/1.1 404 ");
		assertThat(get("/")).doesNotContain("b.txt");
	}

	@Test
	void aChangedFileIsSentAnewAtOnce() throws IOException {
		assertThat(get("/a.txt")).endsWith("\r\n\r\neggs");
		Files.writeString(this.root.resolve("a.txt"), "spam and eggs");
		assertThat(get("/a.txt")).contains("Content-Length: 13\r\n").endsWith("\r\n\r\nspam and eggs");
	}

	@Test
	void aPartOfAFileIsSent() throws IOException {
		assertThat(get("/a.txt", "Range: bytes=1-2")).startsWith("HTTP/1.1 206 Partial Content\r\n")
			.contains("Content-Range: bytes 1-2/4\r\n")
			.contains("Content-Length: 2\r\n")
			.endsWith("\r\n\r\ngg");
		assertThat(get("/a.txt", "Range: bytes=9-")).startsWith("HTTP/1.1 416 ")
			.contains("Content-Range: bytes */4\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Range: bytes=2-1", "Range: lines=1-2", "Range: bytes=0-2,1-3,0-3",
			"Range: bytes=1-2\r\nIf-Range: Sun, 06 Nov 1994 08:49:37 GMT",
			"Range: bytes=1-2\r\nIf-Range: Sun, 06 Nov 1994 08:49:38 GMT", "Range: bytes=1-2\r\nIf-Range: \"x\"" })
	void theWholeFileIsSentIfAPartCannotBe(String fields) throws IOException {
		assertThat(get("/a.txt", fields)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\neggs");
	}

	@Test
	void aCompressedFormIsAnotherRepresentationWithATagOfItsOwn() throws IOException {
		write("a.css", "a {}\n".repeat(1000));
		String plain = tag(get("/a.css"));
		String compressed = tag(get("/a.css", "Accept-Encoding: gzip"));
		assertThat(compressed).isNotEqualTo(plain);
		assertThat(get("/a.css", "If-None-Match: " + compressed)).startsWith("HTTP/1.1 200 ")
			.contains("\r\nContent-Length: 5000\r\n");
		assertThat(get("/a.css", "If-None-Match: " + plain, "Accept-Encoding: gzip")).startsWith("HTTP/1.1 200 ")
			.contains("\r\nContent-Encoding: gzip\r\n");
	}

	@Test
	void manyFilesAreCompressedOneAfterTheOther() throws IOException {
		for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors() + 2; i++) {
			write("a" + i + ".css", "a {}\n".repeat(1000));
			assertThat(request("HEAD", "/a" + i + ".css", "Accept-Encoding: gzip"))
				.contains("\r\nContent-Encoding: gzip\r\n");
		}
	}

	@Test
	void whatWouldTakeTooLongIsNotCompressed() throws IOException {
		int most = 10 * 1024 * 1024;
		try (RandomAccessFile file = new RandomAccessFile(write("a.txt", "").toFile(), "rw")) {
			file.setLength(most + 1);
			assertThat(request("HEAD", "/a.txt", "Accept-Encoding: gzip")).doesNotContain("Content-Encoding")
				.contains("\r\nContent-Length: " + (most + 1) + "\r\n");
			file.setLength(most);
			assertThat(request("HEAD", "/a.txt", "Accept-Encoding: gzip")).contains("\r\nContent-Encoding: gzip\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept-Encoding: gzip", "Accept-Encoding: identity" })
	void aFileThatIsGzipByItsNatureIsSentAsItIs(String field) throws IOException {
		String content = "\u001f\u008b\b" + "as if compressed\n".repeat(200);
		Files.write(this.root.resolve("a.svgz"), content.getBytes(StandardCharsets.ISO_8859_1));
		assertThat(get("/a.svgz", field)).contains("\r\nContent-Type: image/svg+xml")
			.containsOnlyOnce("\r\nContent-Encoding: gzip\r\n")
			.endsWith("\r\n\r\n" + content);
	}

	private static String tag(String answer) {
		return answer.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r.*", "$1");
	}

	@ParameterizedTest
	@CsvSource({ "Accept: */*, 200", "Accept-Encoding: gzip, 200", "If-None-Match: *, 304", "Range: bytes=0-0, 206" })
	void everyAnswerOfAFileThatHasEncodedFormsSaysSo(String field, int status) throws IOException {
		assertThat(get("/a.txt", field)).startsWith("HTTP/1.1 " + status + " ")
			.contains("\r\nVary: Accept-Encoding\r\n");
	}

	@Test
	void otherMethodsAreNotAllowedAndUnknownOnesNotImplemented() throws IOException {
		assertThat(request("POST", "/a.txt")).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD, OPTIONS\r\n");
		assertThat(request("OPTIONS", "/a.txt")).startsWith("HTTP/1.1 204 ").contains("Allow: GET, HEAD, OPTIONS\r\n");
		assertThat(request("SPAM", "/a.txt")).startsWith("HTTP/1.1 501 ")
			.contains("Unsupported method (&#39;SPAM&#39;)");
		assertThat(request("IT'S", "/a.txt")).contains("Unsupported method (&quot;IT&#39;S&quot;)");
		assertThat(request("get", "/a.txt")).startsWith("HTTP/1.1 501 ");
	}

	@Test
	void errorPagesAnswerWhereConditionsAndRangesFail() throws IOException {
		serve(FileHandler.builder(this.root).errorPages(Map.of(412, "/sub/page.html", 416, "/sub/page.html")).build());
		for (int i = 0; i < 2; i++) {
			assertThat(get("/a.txt", "Range: bytes=9-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */4\r\n")
				.endsWith("\r\n\r\n<p>");
			assertThat(get("/a.txt", "If-Match: \"a\"")).startsWith("HTTP/1.1 412 ").endsWith("\r\n\r\n<p>");
		}
	}

	@Test
	void aProgramCannotAnswerWithWhatIsNoFile() throws IOException {
		ChosenFiles files = new ChosenFiles(EntityTags.AUTO, false);
		serve((exchange) -> {
			try (FileResponse answer = files.answer(exchange.request(), this.root, "text/plain", List.of())) {
				answer.sendTo(exchange.response());
			}
			catch (NoSuchFileException ex) {
				exchange.response().send(String.valueOf(ex.getReason()));
			}
		});
		assertThat(get("/")).endsWith("\r\n\r\nit is not a regular file");
	}

	@Test
	void aDirectoryThatIsNoneIsRefusedAtOnce() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> FileHandler.of(this.root.resolve("missing")));
		assertThatExceptionOfType(NotDirectoryException.class)
			.isThrownBy(() -> FileHandler.of(this.root.resolve("a.txt")));
	}

}
