package io.jhttp.server.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.file.OpenFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jhttp.server.handler.HandlerServer.content;
import static io.jhttp.server.handler.HandlerServer.request;
import static io.jhttp.server.handler.HandlerServer.withoutDate;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler classes that serve files, and what becomes of their overrides.
 */
class SimpleHandlerTests {

	@TempDir
	Path directory;

	@BeforeEach
	void createFiles() throws IOException {
		Path file = Files.writeString(this.directory.resolve("a.txt"), "eggs");
		Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(784_111_777)));
		Files.createDirectories(this.directory.resolve("sub/empty"));
		Files.writeString(this.directory.resolve("sub/index.html"), "index");
		Files.writeString(this.directory.resolve("sub/home.html"), "home");
		Files.writeString(this.directory.resolve("b.foo"), "foo");
		Files.writeString(this.directory.resolve("C.FOO"), "foo");
		Files.writeString(this.directory.resolve("d.unknown"), "unknown");
		Files.writeString(this.directory.resolve(".hidden"), "hidden");
	}

	private <T extends BaseHttpRequestHandler> HandlerServer serve(Class<T> type, Supplier<T> factory)
			throws IOException {
		return HandlerServer.start(type, factory, this.directory);
	}

	@Test
	void aFileIsSentAndLogged() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(withoutDate(server.last("GET", "/a.txt"))).startsWith("HTTP/1.1 200 OK\r\nServer: jhttp\r\n")
				.contains("\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
						"\r\nContent-Type: text/plain;charset=utf-8\r\n", "\r\nContent-Length: 4\r\n")
				.endsWith("\r\n\r\neggs");
			assertThat(server.last("HEAD", "/a.txt")).contains("\r\nContent-Length: 4\r\n").endsWith("\r\n\r\n");
			assertThat(server.messages()).containsExactly("\"GET /a.txt HTTP/1.1\" 200 -",
					"\"HEAD /a.txt HTTP/1.1\" 200 -");
		}
	}

	@Test
	void otherMethodsAreUnsupported() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(server.last("POST", "/a.txt")).startsWith("HTTP/1.1 501 Unsupported method ('POST')\r\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/missing", "/a.txt/", "/.hidden", "/sub/missing/a" })
	void whatIsNotThereIsNotFound(String path) throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(server.last("GET", path)).startsWith("HTTP/1.1 404 File not found\r\n");
			assertThat(server.messages()).first().isEqualTo("code 404, message File not found");
		}
	}

	@Test
	void anAmbiguousPathIsABadRequestThroughTheErrorHook() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			String message = "The path contains an encoded slash, backslash or NUL";
			assertThat(server.last("GET", "/a%2fb")).startsWith("HTTP/1.1 400 " + message + "\r\n");
			assertThat(server.messages()).first().isEqualTo("code 400, message " + message);
		}
	}

	@Test
	void aDirectoryIsRedirectedToItsSlashWithItsQueryAndWithoutAHost() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(withoutDate(server.last("GET", "//sub?a=b/c"))).isEqualTo("HTTP/1.1 301 Moved Permanently\r\n"
					+ "Server: jhttp\r\nLocation: /sub/?a=b/c\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		}
	}

	@Test
	void aDirectoryIsItsIndexPageOrAListing() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(content(server.last("GET", "/sub/"))).isEqualTo("index");
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 200 ")
				.contains("<h1>Directory listing for /</h1>", "a.txt")
				.doesNotContain(".hidden");
		}
	}

	@Test
	void conditionsAndRangesHoldOnTheWayThroughTheHooks() throws IOException {
		try (HandlerServer server = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(server.last("GET", "/a.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"))
				.startsWith("HTTP/1.1 304 Not Modified\r\n")
				.doesNotContain("Content-Length")
				.endsWith("\r\n\r\n");
			assertThat(server.last("GET", "/a.txt", "Range: bytes=1-2")).startsWith("HTTP/1.1 206 Partial Content\r\n")
				.contains("\r\nContent-Range: bytes 1-2/4\r\n", "\r\nContent-Length: 2\r\n")
				.endsWith("\r\n\r\ngg");
			assertThat(server.last("GET", "/a.txt", "Range: bytes=9-")).startsWith("HTTP/1.1 416 ")
				.contains("\r\nContent-Range: bytes */4\r\n");
			assertThat(server.last("GET", "/a.txt", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT"))
				.startsWith("HTTP/1.1 412 ");
		}
	}

	@Test
	void theRecipeOfAFieldInEveryResponseWorksForFilesRedirectsAndErrors() throws IOException {
		try (HandlerServer server = serve(Cors.class, Cors::new).silent()) {
			for (String path : new String[] { "/a.txt", "/sub", "/", "/missing" }) {
				assertThat(server.last("GET", path)).contains("\r\nAccess-Control-Allow-Origin: *\r\n");
			}
			try (RawClient client = server.client()) {
				for (int i = 0; i < 2; i++) {
					assertThat(client.send(request("GET", "/a.txt")).readResponse())
						.contains("\r\nAccess-Control-Allow-Origin: *\r\n");
				}
			}
		}
	}

	@Test
	void theRecipeOfASilentHandlerWorks() throws IOException {
		try (HandlerServer server = serve(Silent.class, Silent::new)) {
			assertThat(server.last("GET", "/a.txt")).startsWith("HTTP/1.1 200 ");
			assertThat(server.last("GET", "/missing")).startsWith("HTTP/1.1 404 ");
			assertThat(server.lines()).isEmpty();
		}
	}

	@Test
	void theRecipeOfAnErrorPageOfOnesOwnWorks() throws IOException {
		try (HandlerServer server = serve(OwnErrors.class, OwnErrors::new).silent()) {
			assertThat(content(server.last("GET", "/missing"))).isEqualTo("No such thing: File not found");
		}
	}

	@Test
	void aVerbMethodCanBeOverriddenAndCallSuper() throws IOException {
		try (HandlerServer server = serve(Private.class, Private::new).silent()) {
			assertThat(server.last("GET", "/a.txt")).startsWith("HTTP/1.1 403 ");
			assertThat(content(server.last("GET", "/a.txt", "X-Ticket: 1"))).isEqualTo("eggs");
			assertThat(server.last("HEAD", "/a.txt")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void theMethodsOfFilesCanBeOverridden() throws IOException {
		try (HandlerServer server = serve(OwnFiles.class, OwnFiles::new)) {
			OwnFiles.copied.set(0);
			assertThat(content(server.last("GET", "/alias/a.txt"))).isEqualTo("eggs");
			assertThat(OwnFiles.copied).hasValue(4);
			assertThat(content(server.last("GET", "/sub/"))).isEqualTo("home");
			assertThat(server.last("GET", "/")).startsWith("HTTP/1.1 403 No lists\r\n");
			assertThat(server.last("GET", "/b.foo")).contains("\r\nContent-Type: text/x-foo\r\n");
			assertThat(server.last("GET", "/C.FOO")).contains("\r\nContent-Type: text/x-foo\r\n");
			assertThat(server.last("GET", "/d.unknown")).contains("\r\nContent-Type: text/x-unknown\r\n");
			assertThat(server.last("GET", "/a.txt")).contains("\r\nContent-Type: text/plain;charset=utf-8\r\n");
			assertThat(server.last("GET", "/a.txt")).contains("\r\nX-Head: sent\r\n", "\r\nX-Extra: 1\r\n");
			assertThat(server.last("GET", "/missing")).startsWith("HTTP/1.1 404 ").contains("\r\nX-Extra: 1\r\n");
			assertThat(server.last("GET", "/a.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"))
				.startsWith("HTTP/1.1 304 ")
				.contains("\r\nX-Extra: 1\r\n");
		}
	}

	@Test
	void theTypeOfAFileCanBeGuessedFromItsContent() throws IOException {
		try (HandlerServer server = serve(Guessing.class, Guessing::new)) {
			assertThat(server.last("GET", "/a.txt")).contains("\r\nContent-Type: text/eggs\r\n");
		}
	}

	@Test
	void aFileIsKeptInTheCacheAlsoForHooksAndCounted() throws IOException {
		FileHandler files = FileHandler.of(this.directory);
		try (HandlerServer server = HandlerServer.start(Cors.class, Cors::new, files)) {
			String first = server.last("GET", "/a.txt");
			assertThat(files.cacheStatistics().misses()).isOne();
			askUntilKept(server, files, "/a.txt");
			long hits = files.cacheStatistics().hits();
			assertThat(withoutDate(server.last("GET", "/%61.txt"))).isEqualTo(withoutDate(first));
			assertThat(files.cacheStatistics().hits()).isEqualTo(hits + 1);
			long misses = files.cacheStatistics().misses();
			assertThat(server.last("GET", "/missing")).startsWith("HTTP/1.1 404 ");
			assertThat(files.cacheStatistics().misses()).isEqualTo(misses + 1);
		}
	}

	/** What was written just now is not kept. */
	private static void askUntilKept(HandlerServer server, FileHandler files, String path) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		for (long hits = files.cacheStatistics().hits(); files.cacheStatistics().hits() == hits;) {
			assertThat(end - System.nanoTime()).as("time left").isPositive();
			server.last("GET", path);
		}
	}

	@Test
	void whatIsKeptOfAFileIsSentAsItsHooksSay() throws IOException {
		FileHandler files = FileHandler.of(this.directory);
		try (HandlerServer plain = HandlerServer.start(Cors.class, Cors::new, files);
				HandlerServer own = HandlerServer.start(OwnFiles.class, OwnFiles::new, files)) {
			askUntilKept(plain, files, "/b.foo");
			askUntilKept(plain, files, "/sub/");
			askUntilKept(own, files, "/alias/a.txt");
			for (int i = 0; i < 2; i++) {
				assertThat(own.last("GET", "/alias/b.foo")).contains("\r\nContent-Type: text/x-foo\r\n");
				assertThat(plain.last("GET", "/b.foo")).contains("\r\nContent-Type: application/octet-stream\r\n");
				assertThat(content(own.last("GET", "/sub/"))).isEqualTo("home");
				assertThat(content(plain.last("GET", "/sub/"))).isEqualTo("index");
			}
			Files.writeString(this.directory.resolve("b.foo"), "changed");
			assertThat(content(own.last("GET", "/b.foo"))).isEqualTo("changed");
			Files.delete(this.directory.resolve("b.foo"));
			assertThat(own.last("GET", "/b.foo")).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void noFileStaysOpenThatWasSentThroughHooks() throws IOException {
		FileHandler files = FileHandler.builder(this.directory).cacheSize(0).cachedFileSize(1024).build();
		Files.write(this.directory.resolve("large.bin"), new byte[1 << 20]);
		try (HandlerServer server = HandlerServer.start(Cors.class, Cors::new, files)) {
			for (String verb : new String[] { "GET", "HEAD" }) {
				assertThat(server.last(verb, "/large.bin")).startsWith("HTTP/1.1 200 ");
			}
			assertThat(OpenFiles.below(this.directory)).isEmpty();
		}
	}

	@Test
	void twoHandlersServeTwoDirectories() throws IOException {
		try (HandlerServer server = HandlerServer.start(InSub.class, () -> new InSub(this.directory.resolve("sub")),
				this.directory);
				HandlerServer other = serve(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new)) {
			assertThat(content(server.last("GET", "/home.html"))).isEqualTo("home");
			assertThat(server.last("GET", "/../a.txt")).startsWith("HTTP/1.1 400 ");
			assertThat(content(other.last("GET", "/a.txt"))).isEqualTo("eggs");
			assertThat(content(server.last("WHERE", "/")))
				.isEqualTo(this.directory.toRealPath().resolve("sub").toString());
		}
	}

	@Test
	void theServersOwnSettingsOfFilesHoldForHandlers() throws IOException {
		FileHandler files = FileHandler.builder(this.directory)
			.indexPages(List.of("home.html"))
			.mediaTypes(MediaTypes.defaults().with(Map.of(".foo", "text/x-foo", "", "text/x-other")))
			.listing(false)
			.headers(Map.of("X-Spam", "1"))
			.build();
		try (HttpServer server = HttpServer.builder()
			.port(0)
			.handler(RequestHandlers.perConnection(Cors.class, Cors::new, files))
			.start()) {
			String end = " HTTP/1.0\r\n\r\n";
			assertThat(RawClient.exchange(server.port(), "GET /sub/" + end)).endsWith("\r\n\r\nhome");
			assertThat(RawClient.exchange(server.port(), "GET /b.foo" + end))
				.contains("\r\nContent-Type: text/x-foo\r\n")
				.containsOnlyOnce("\r\nX-Spam: 1\r\n");
			assertThat(RawClient.exchange(server.port(), "GET /d.unknown" + end))
				.contains("\r\nContent-Type: text/x-other\r\n");
			assertThat(RawClient.exchange(server.port(), "GET /" + end)).startsWith("HTTP/1.1 404 ")
				.containsOnlyOnce("\r\nX-Spam: 1\r\n");
			assertThat(RawClient.exchange(server.port(), "GET /missing" + end)).containsOnlyOnce("\r\nX-Spam: 1\r\n");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/a.txt, a.txt", "/a.txt?b/../c, a.txt", "/a.txt#b, a.txt", "/./sub//home.html, sub/home.html",
			"/%61%2Etxt, a.txt", "/a+b;c, a+b;c", "/, ''", "/sub/, sub", "/a.txt/, a.txt/.", "/none/, none",
			"/a.txt/b, a.txt/b" })
	void aPathIsTranslatedToAFile(String path, String file) throws IOException {
		try (HandlerServer server = serve(Translating.class, Translating::new)) {
			assertThat(content(server.last("WHERE", "/", "X-Path: " + path)))
				.isEqualTo(this.directory + (file.isEmpty() ? "" : "/" + file));
		}
	}

	@Test
	void aDirectoryCanBeMadeWhereAPathLeads() throws IOException {
		try (HandlerServer server = serve(Translating.class, Translating::new)) {
			assertThat(server.last("MKCOL", "/made/")).startsWith("HTTP/1.1 201 ");
			assertThat(this.directory.resolve("made")).isDirectory();
			assertThat(server.last("MKCOL", "/a.txt/")).startsWith("HTTP/1.1 500 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/../a.txt", "/a%2fb", "/a%5cb", "/a%00", "/%zz", "/%ED%A0%80", "/%2e%2e/a" })
	void anAmbiguousPathIsNotTranslated(String path) throws IOException {
		try (HandlerServer server = serve(Translating.class, Translating::new)) {
			assertThat(server.last("WHERE", "/", "X-Path: " + path)).startsWith("HTTP/1.1 400 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.hidden", "/.new", "/application.yml", "/sub/server.p12", "/outside", "/outside/secret",
			"/outside/new", "/dangling" })
	void whatClientsMayNotSeeIsNotHandedToAnOverride(String path) throws IOException {
		Path outside = Files.createDirectories(this.directory.resolve("../outside" + System.nanoTime()).normalize());
		Files.writeString(outside.resolve("secret"), "secret");
		Files.createSymbolicLink(this.directory.resolve("outside"), outside);
		Files.createSymbolicLink(this.directory.resolve("dangling"), outside.resolve("none"));
		Files.writeString(this.directory.resolve("application.yml"), "secret");
		Files.writeString(this.directory.resolve("sub/server.p12"), "secret");
		try (HandlerServer server = serve(OwnHead.class, OwnHead::new)) {
			assertThat(server.last("GET", path)).startsWith("HTTP/1.1 404 ").doesNotContain("secret");
			assertThat(server.last("PUT", path)).startsWith("HTTP/1.1 404 ");
			assertThat(content(server.last("GET", "/a.txt"))).isEqualTo("eggs");
			assertThat(server.last("PUT", "/new/file")).startsWith("HTTP/1.1 201 ");
			assertThat(server.last("FIND", path)).startsWith("HTTP/1.1 404 ");
			assertThat(server.last("FIND", "/a.txt")).startsWith("HTTP/1.1 200 ");
		}
		finally {
			Files.delete(outside.resolve("secret"));
			Files.delete(outside);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/users/42/", "/users/42", "/sub/", "/a.txt/" })
	void onePageCanAnswerForAllPaths(String path) throws IOException {
		try (HandlerServer server = serve(OnePage.class, OnePage::new)) {
			for (int i = 0; i < 2; i++) {
				assertThat(content(server.last("GET", path))).isEqualTo("home");
			}
		}
	}

	static class Cors extends SimpleHttpRequestHandler {

		@Override
		protected void endHeaders() throws IOException {
			sendHeader("Access-Control-Allow-Origin", "*");
			super.endHeaders();
		}

	}

	static class Silent extends SimpleHttpRequestHandler {

		@Override
		protected void logMessage(String format, Object... args) {
		}

	}

	static class OwnErrors extends SimpleHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		@Override
		protected void sendError(int code, String message, String explain) throws IOException {
			sendResponse(code);
			endHeaders();
			output().write(("No such thing: " + message).getBytes(StandardCharsets.US_ASCII));
		}

	}

	static class Private extends SimpleHttpRequestHandler {

		@Override
		protected void doGet() throws IOException {
			if (headers().contains("X-Ticket")) {
				super.doGet();
			}
			else {
				sendError(403);
			}
		}

	}

	static class OwnFiles extends SimpleHttpRequestHandler {

		static final AtomicLong copied = new AtomicLong();

		@Override
		protected InputStream sendHead() throws IOException {
			sendHeader("X-Head", "sent");
			return super.sendHead();
		}

		@Override
		protected Path translatePath(String path) {
			return super.translatePath(path.replaceFirst("^/alias/", "/"));
		}

		@Override
		protected List<String> indexPages() {
			return List.of("missing.html", "home.html");
		}

		@Override
		protected InputStream listDirectory(Path directory) throws IOException {
			sendError(403, "No lists");
			return null;
		}

		@Override
		protected Map<String, String> extensionsMap() {
			return Map.of(".foo", "text/x-foo");
		}

		@Override
		protected String defaultContentType() {
			return "text/x-unknown";
		}

		@Override
		protected Map<String, String> extraResponseHeaders() {
			return Map.of("X-Extra", "1");
		}

		@Override
		protected void copyFile(InputStream source, OutputStream output) throws IOException {
			byte[] content = source.readAllBytes();
			copied.addAndGet(content.length);
			output.write(content);
		}

	}

	@Test
	void aTypeIsGuessedWithoutACharsetAndSentWithIt() throws IOException {
		try (HandlerServer server = serve(NoCacheForPages.class, NoCacheForPages::new)) {
			assertThat(server.last("GET", "/sub/home.html")).contains("\r\nContent-Type: text/html;charset=utf-8\r\n",
					"\r\nCache-Control: no-cache\r\n");
		}
	}

	static class NoCacheForPages extends SimpleHttpRequestHandler {

		@Override
		protected void endHeaders() throws IOException {
			if (guessType(translatePath(path())).equals("text/html")) {
				sendHeader("Cache-Control", "no-cache");
			}
			super.endHeaders();
		}

	}

	static class Translating extends SimpleHttpRequestHandler {

		@HttpVerb("WHERE")
		void where() throws IOException {
			byte[] path = translatePath(headers().get("X-Path", "")).toString().getBytes(StandardCharsets.UTF_8);
			sendResponse(200);
			sendHeader("Content-Length", String.valueOf(path.length));
			endHeaders();
			output().write(path);
		}

		@HttpVerb("MKCOL")
		void makeDirectory() throws IOException {
			Files.createDirectory(translatePath(path()));
			sendResponse(201);
		}

	}

	static class OwnHead extends SimpleHttpRequestHandler {

		@Override
		protected InputStream sendHead() throws IOException {
			InputStream content;
			try {
				content = Files.newInputStream(translatePath(path()));
			}
			catch (NoSuchFileException ex) {
				sendError(404);
				return null;
			}
			sendResponse(200);
			sendHeader("Content-Length", String.valueOf(content.available()));
			endHeaders();
			return content;
		}

		@Put
		void put() {
			translatePath(path());
			sendResponse(201);
		}

		@HttpVerb("FIND")
		void find() {
			sendResponse((find(directory().resolve(path().substring(1))) != null) ? 200 : 404);
		}

	}

	static class OnePage extends SimpleHttpRequestHandler {

		@Override
		protected Path translatePath(String path) {
			return directory().resolve("sub/home.html");
		}

	}

	static class Guessing extends SimpleHttpRequestHandler {

		@Override
		protected String guessType(Path file) {
			try {
				return "text/" + Files.readString(file);
			}
			catch (IOException ex) {
				return super.guessType(file);
			}
		}

	}

	static class InSub extends SimpleHttpRequestHandler {

		@Override
		protected int wbufsize() {
			return -1;
		}

		InSub(Path directory) {
			super(directory);
		}

		@HttpVerb("WHERE")
		void where() throws IOException {
			sendResponse(200);
			endHeaders();
			output().write(directory().toString().getBytes(StandardCharsets.UTF_8));
		}

	}

}
