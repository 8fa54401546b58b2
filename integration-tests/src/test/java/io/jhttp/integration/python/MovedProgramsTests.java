package io.jhttp.integration.python;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that programs which were moved over from Python answer as the originals do. Each
 * test speaks to both of them, to the original where Python is installed.
 */
class MovedProgramsTests {

	@TempDir
	Path directory;

	private Program start(Language language, Class<? extends BaseHttpRequestHandler> type) throws Exception {
		return Program.start(language, type, this.directory);
	}

	@ParameterizedTest
	@EnumSource
	void filesOfAFormAreSavedAsTheyAre(Language language) throws Exception {
		try (Program program = start(language, UploadHandler.class)) {
			String content = "line\r\n--not the boundary\r\n\0\u00ff\r" + "x".repeat(70_000) + "\r\n";
			String form = part("a 1.bin", content) + part("b%20.txt", "") + "--XYZ--\r\n";
			HttpResponse<String> saved = program.send("POST", "/upload/7", form, "Content-Type",
					"multipart/form-data; boundary=XYZ");
			assertThat(saved.statusCode()).isEqualTo(201);
			assertThat(saved.body()).isEqualTo("Saved a 1.bin, b%20.txt");
			assertThat(this.directory.resolve("a 1.bin"))
				.hasBinaryContent(content.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(this.directory.resolve("b%20.txt")).isEmptyFile();
			assertThat(program.get("/a%201.bin").body()).isEqualTo(content);
			assertThat(program.get("/progress/7").body()).isEqualTo("2 of " + form.length());
			assertThat(program.get("/progress/8").body()).isEqualTo("unknown");
			assertThat(program.send("POST", "/upload/9", "spam").statusCode()).isEqualTo(415);
			assertThat(program.get("/").body()).contains("a%201.bin");
			if (language == Language.JAVA) {
				assertNothingElseIsWritten(program);
			}
		}
	}

	private void assertNothingElseIsWritten(Program program) throws Exception {
		for (String name : new String[] { "../up.txt", ".env", "server.p12" }) {
			HttpResponse<String> refused = program.send("POST", "/upload/1", part(name, "spam") + "--XYZ--\r\n",
					"Content-Type", "multipart/form-data; boundary=XYZ");
			assertThat(refused.statusCode()).as(name).isIn(400, 404);
			assertThat(this.directory.resolve(name)).doesNotExist();
			assertThat(this.directory.resolve("up.txt")).doesNotExist();
		}
	}

	private static String part(String name, String content) {
		return "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
				+ "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
	}

	@ParameterizedTest
	@EnumSource
	void theProgressOfAnUploadIsToldWhileItRuns(Language language) throws Exception {
		try (Program program = start(language, UploadHandler.class);
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
			String begin = "--XYZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"slow.txt\"\r\n\r\n"
					+ "spam\r\n".repeat(5000);
			String end = "eggs\r\n--XYZ--\r\n";
			int length = begin.length() + end.length();
			socket.getOutputStream()
				.write(("POST /upload/slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
						+ "Content-Type: multipart/form-data; boundary=XYZ\r\nContent-Length: " + length + "\r\n\r\n"
						+ begin)
					.getBytes(StandardCharsets.US_ASCII));
			awaitBody(program, "/progress/slow", "30000 of " + length);
			socket.getOutputStream().write(end.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.endsWith("\r\n\r\nSaved slow.txt");
			assertThat(this.directory.resolve("slow.txt")).hasContent("spam\r\n".repeat(5000) + "eggs");
		}
	}

	/** Asks until the program has come so far. */
	private static void awaitBody(Program program, String path, String body) throws Exception {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		String last;
		do {
			last = program.get(path).body();
		}
		while (!last.equals(body) && System.nanoTime() < end);
		assertThat(last).isEqualTo(body);
	}

	@ParameterizedTest
	@EnumSource
	void aPlayerSeeksInAFile(Language language) throws Exception {
		Files.writeString(this.directory.resolve("film.mp4"), "0123456789");
		try (Program program = start(language, RangeHandler.class)) {
			assertRanges(program);
			assertThat(program.get("/none.mp4", "Range", "bytes=0-1").statusCode()).isEqualTo(404);
			assertThat(program.get("/film.mp4", "Range", "pages=2-4").body()).isEqualTo("0123456789");
			assertThat(program.send("HEAD", "/film.mp4", "", "Range", "bytes=2-4").body()).isEmpty();
		}
	}

	/** The whole program is a line of configuration, as the server has ranges. */
	@Test
	void noHandlerOfOnesOwnIsNeededForRanges() throws Exception {
		Files.writeString(this.directory.resolve("film.mp4"), "0123456789");
		try (Program program = start(Language.JAVA, SimpleHttpRequestHandler.class)) {
			assertRanges(program);
		}
	}

	private static void assertRanges(Program program) throws Exception {
		HttpResponse<String> part = program.get("/film.mp4", "Range", "bytes=2-4");
		assertThat(part.statusCode()).isEqualTo(206);
		assertThat(part.body()).isEqualTo("234");
		assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
		assertThat(part.headers().firstValue("Content-Type")).hasValue("video/mp4");
		assertThat(part.headers().firstValue("Accept-Ranges")).hasValue("bytes");
		assertThat(program.get("/film.mp4", "Range", "bytes=7-").body()).isEqualTo("789");
		assertThat(program.get("/film.mp4", "Range", "bytes=7-99").body()).isEqualTo("789");
		HttpResponse<String> none = program.get("/film.mp4", "Range", "bytes=10-");
		assertThat(none.statusCode()).isEqualTo(416);
		assertThat(none.headers().firstValue("Content-Range")).hasValue("bytes */10");
		HttpResponse<String> whole = program.get("/film.mp4");
		assertThat(whole.statusCode()).isEqualTo(200);
		assertThat(whole.body()).isEqualTo("0123456789");
		assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
	}

	@ParameterizedTest
	@EnumSource
	void pagesOfAnyOriginReadThroughTheProxy(Language language) throws Exception {
		HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		other.createContext("/", (exchange) -> {
			String text = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
					+ exchange.getRequestHeaders().getFirst("Authorization") + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
			exchange.getResponseHeaders().set("Content-Type", "a/b");
			exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/none") ? 404 : 200, text.length());
			exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
			exchange.close();
		});
		other.start();
		try (Program program = start(language, ProxyHandler.class)) {
			String base = "/http://127.0.0.1:" + other.getAddress().getPort();
			HttpResponse<String> read = program.get(base + "/a?b=c", "Authorization", "Bearer 1");
			assertThat(read.statusCode()).isEqualTo(200);
			assertThat(read.body()).isEqualTo("GET /a?b=c Bearer 1 ");
			assertThat(read.headers().firstValue("Content-Type")).hasValue("a/b");
			assertThat(read.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
			assertThat(program.send("POST", base + "/a", "spam").body()).isEqualTo("POST /a null spam");
			assertThat(program.get(base + "/none").statusCode()).isEqualTo(404);
			HttpResponse<String> preflight = program.send("OPTIONS", base + "/a", "", "Access-Control-Request-Headers",
					"x-spam");
			assertThat(preflight.statusCode()).isEqualTo(204);
			assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers")).hasValue("x-spam");
			HttpResponse<String> refused = program.get("/http://example.com/");
			assertThat(refused.statusCode()).isEqualTo(403);
			assertThat(refused.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
			other.stop(0);
			assertThat(program.get(base + "/a").statusCode()).isEqualTo(502);
		}
		finally {
			other.stop(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void itemsAreKeptUntilTheServerEnds(Language language) throws Exception {
		try (Program program = start(language, MockHandler.class)) {
			assertThat(program.get("/items").body()).isEqualTo("[]");
			HttpResponse<String> made = program.send("POST", "/items", "{\"name\": \"spam\"}");
			assertThat(made.statusCode()).isEqualTo(201);
			assertThat(made.headers().firstValue("Location")).hasValue("/items/1");
			assertThat(made.headers().firstValue("Content-Type")).hasValue("application/json");
			assertThat(program.send("POST", "/items", "[1, null]").statusCode()).isEqualTo(201);
			assertThat(program.get("/items").body()).isEqualTo("[{\"name\":\"spam\"},[1,null]]");
			assertThat(program.send("PUT", "/items/1", "2").body()).isEqualTo("2");
			assertThat(program.get("/items/1").body()).isEqualTo("2");
			assertThat(program.send("DELETE", "/items/1", "").statusCode()).isEqualTo(204);
			assertThat(program.send("DELETE", "/items/1", "").statusCode()).isEqualTo(404);
			assertThat(program.get("/items/1").statusCode()).isEqualTo(404);
			HttpResponse<String> malformed = program.send("POST", "/items", "{spam");
			assertThat(malformed.statusCode()).isEqualTo(400);
			assertThat(malformed.body()).contains("<p>Message: The content is not JSON.</p>");
			assertThat(program.send("POST", "/other", "1").statusCode()).isEqualTo(405);
			assertThat(program.send("PATCH", "/items/1", "1").statusCode()).isEqualTo(501);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatIsSaidReachesThoseWhoWait(Language language) throws Exception {
		try (Program program = start(language, ChatHandler.class)) {
			HttpResponse<String> nothing = program.get("/?since=0&wait=0.01");
			assertThat(nothing.statusCode()).isEqualTo(204);
			FutureTask<HttpResponse<String>> waiting = new FutureTask<>(() -> program.get("/?since=1"));
			new Thread(waiting).start();
			assertThat(program.send("POST", "/", "spam").statusCode()).isEqualTo(204);
			assertThat(program.get("/?since=0").body()).isEqualTo("127.0.0.1: spam");
			assertThat(waiting.isDone()).isFalse();
			assertThat(program.send("POST", "/", "\u00c3\u00a4").statusCode()).isEqualTo(204);
			HttpResponse<String> said = waiting.get(15, TimeUnit.SECONDS);
			assertThat(said.statusCode()).isEqualTo(200);
			assertThat(said.body()).isEqualTo("127.0.0.1: \u00c3\u00a4");
			assertThat(program.get("/?since=0").body()).isEqualTo("127.0.0.1: spam\n127.0.0.1: \u00c3\u00a4");
			assertThat(program.get("/?since=9&wait=0").statusCode()).isEqualTo(204);
		}
	}

	@ParameterizedTest
	@EnumSource
	void onlyWhatIsSignedIsTaken(Language language) throws Exception {
		String signature = "sha256=98ac216af7f4315d6a19f8dc97f886ec41d8f17453d8dc2d0b89824216554179";
		try (Program program = start(language, WebhookHandler.class)) {
			HttpResponse<String> taken = program.send("POST", "/", "eggs", "X-Hub-Signature-256", signature,
					"X-GitHub-Event", "push");
			assertThat(taken.statusCode()).isEqualTo(202);
			assertThat(taken.body()).isEqualTo("push, 1 in all");
			HttpResponse<String> wrong = program.send("POST", "/", "other", "X-Hub-Signature-256", signature);
			assertThat(wrong.statusCode()).isEqualTo(403);
			assertThat(wrong.body()).contains("<p>Message: Wrong signature.</p>");
			assertThat(program.send("POST", "/", "eggs").statusCode()).isEqualTo(403);
			assertThat(program.send("POST", "/", "eggs", "X-Hub-Signature-256", signature).body())
				.isEqualTo("ping, 2 in all");
			assertThat(program.get("/").statusCode()).isEqualTo(501);
		}
	}

	@ParameterizedTest
	@EnumSource
	void eachPictureReachesThoseWhoWatch(Language language) throws Exception {
		try (Program program = start(language, CameraHandler.class);
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write("GET /stream.mjpg HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(readUntil(socket.getInputStream(), "\r\n\r\n--FRAME\r\n"))
				.contains("\r\nContent-Type: multipart/x-mixed-replace; boundary=FRAME\r\n")
				.doesNotContain("Content-Length");
			for (String picture : new String[] { "one", "three" }) {
				assertThat(program.send("PUT", "/", picture).statusCode()).isEqualTo(204);
				assertThat(readUntil(socket.getInputStream(), "\r\n--FRAME\r\n"))
					.isEqualTo("Content-Type: image/jpeg\r\nContent-Length: " + picture.length() + "\r\n\r\n" + picture
							+ "\r\n--FRAME\r\n");
			}
			assertThat(program.get("/").statusCode()).isEqualTo(404);
		}
	}

	private static String readUntil(InputStream input, String end) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			int b = input.read();
			if (b < 0) {
				break;
			}
			read.append((char) b);
		}
		return read.toString();
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatLocksAFileIsTheOnlyOneThatChangesIt(Language language) throws Exception {
		try (Program program = start(language, StoreHandler.class)) {
			assertThat(program.send("OPTIONS", "/", "").headers().firstValue("DAV")).hasValue("1, 2");
			assertThat(program.send("MKCOL", "/notes/", "").statusCode()).isEqualTo(201);
			assertThat(program.send("MKCOL", "/notes/", "").statusCode()).isEqualTo(405);
			assertThat(program.send("PUT", "/notes/a%20b.txt", "spam").statusCode()).isEqualTo(201);
			assertThat(program.get("/notes/a%20b.txt").body()).isEqualTo("spam");
			HttpResponse<String> locked = program.send("LOCK", "/notes/a%20b.txt", "");
			String token = locked.headers().firstValue("Lock-Token").orElseThrow();
			assertThat(locked.body()).contains("<href>" + token.replaceAll("[<>]", "") + "</href>");
			assertThat(program.send("LOCK", "/notes/a%20b.txt", "").statusCode()).isEqualTo(423);
			HttpResponse<String> refused = program.send("PUT", "/notes/a%20b.txt", "other");
			assertThat(refused.statusCode()).isEqualTo(423);
			assertThat(refused.body()).contains("<p>Message: Locked.</p>");
			assertThat(program.send("DELETE", "/notes/a%20b.txt", "").statusCode()).isEqualTo(423);
			assertThat(program.send("PUT", "/notes/a%20b.txt", "eggs", "If", "(" + token + ")").statusCode())
				.isEqualTo(204);
			assertThat(program.send("UNLOCK", "/notes/a%20b.txt", "", "Lock-Token", "<other>").statusCode())
				.isEqualTo(409);
			assertThat(program.send("UNLOCK", "/notes/a%20b.txt", "", "Lock-Token", token).statusCode()).isEqualTo(204);
			assertThat(program.send("MOVE", "/notes/a%20b.txt", "", "Destination", "http://a/notes/c.txt").statusCode())
				.isEqualTo(201);
			assertThat(this.directory.resolve("notes/c.txt")).hasContent("eggs");
			assertThat(program.send("DELETE", "/notes/", "").statusCode()).isEqualTo(204);
			assertThat(program.send("DELETE", "/notes/", "").statusCode()).isEqualTo(404);
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	@ParameterizedTest
	@EnumSource
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aScriptIsWhatEndsWithCgi(Language language) throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		for (String name : new String[] { "top.cgi", "any/where/count.cgi", "docs/plain.txt", "cgi-bin/plain.txt" }) {
			Path script = this.directory.resolve(name);
			Files.createDirectories(script.getParent());
			Files.writeString(script,
					"#!/bin/sh\necho Content-Type: text/plain\necho\necho \"$REQUEST_METHOD" + " $QUERY_STRING\"\n");
			Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		try (Program program = start(language, ScriptHandler.class)) {
			assertThat(program.get("/top.cgi?a=b").body()).isEqualTo("GET a=b\n");
			assertThat(program.get("/any/where/count.c%67i").body()).isEqualTo("GET \n");
			assertThat(program.send("POST", "/any/where/count.cgi?c", "").body()).isEqualTo("POST c\n");
			assertThat(program.get("/docs/plain.txt").body()).startsWith("#!/bin/sh");
			assertThat(program.get("/none.cgi").statusCode()).isEqualTo(404);
			assertThat(program.send("POST", "/docs/plain.txt", "").statusCode()).isEqualTo(501);
			if (language == Language.JAVA) {
				assertNoSource(program);
			}
		}
	}

	/** The original shows it: to {@code /top.cgi/.} for example. */
	private static void assertNoSource(Program program) throws Exception {
		for (String spelling : new String[] { "/top.cgi/", "/top.cgi/.", "/./top.cgi", "//top.cgi", "/top.cgi/more",
				"/top.cgi%00", "/top.cgi?", "/cgi-bin/plain.txt" }) {
			assertThat(program.get(spelling).body()).as(spelling).doesNotContain("REQUEST_METHOD");
		}
	}

	@ParameterizedTest
	@EnumSource
	void theServerEndsWhenTheBrowserComesBack(Language language) throws Exception {
		try (Program program = start(language, LoginHandler.class)) {
			assertThat(program.get("/favicon.ico").statusCode()).isEqualTo(400);
			assertThat(program.get("/callback?code=x&state=forged").statusCode()).isEqualTo(400);
			HttpResponse<String> back = program.get("/callback?code=eggs&state=1234");
			assertThat(back.statusCode()).isEqualTo(200);
			assertThat(back.body()).isEqualTo("<p>Close this window.</p>");
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (program.isRunning() && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			assertThat(program.isRunning()).isFalse();
			if (language == Language.JAVA) {
				assertThat(LoginHandler.code).isEqualTo("eggs");
			}
		}
	}

}
