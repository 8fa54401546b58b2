package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.jhttp.server.handler.HandlerServer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Handler classes that run scripts, and what becomes of their overrides.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class CgiHandlerClassTests {

	private static final String SCRIPT = "#!/bin/sh\necho Content-Type: a/b\necho\n"
			+ "echo $REQUEST_METHOD $SCRIPT_NAME $PATH_INFO $QUERY_STRING $SPAM; cat\n";

	@TempDir
	Path temporary;

	private Path directory;

	@BeforeEach
	void createFiles() throws IOException {
		this.directory = this.temporary.resolve("served");
		script("cgi-bin/x");
		script("apps/x");
		script("any/where.cgi");
		Files.writeString(this.directory.resolve("a.txt"), "eggs");
		Files.writeString(this.directory.resolve("cgi-bin/plain.sh"), SCRIPT);
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private void script(String name) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, SCRIPT);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private <T extends CgiHttpRequestHandler> HandlerServer serve(Class<T> type, Supplier<T> factory)
			throws IOException {
		return HandlerServer.start(type, factory);
	}

	@Test
	void scriptsRunAndOtherFilesAreServed() throws IOException {
		try (HandlerServer server = serve(CgiHttpRequestHandler.class,
				() -> new CgiHttpRequestHandler(this.directory))) {
			assertThat(server.last("GET", "/cgi-bin/x/info?q")).startsWith("HTTP/1.1 200 OK")
				.contains("GET /cgi-bin/x /info q\n");
			assertThat(server.last("GET", "/a.txt")).endsWith("eggs");
			assertThat(server.last("HEAD", "/cgi-bin/x")).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
			assertThat(server.exchange(request("POST", "/cgi-bin/x", "Content-Length: 3", "Connection: close") + "abc"))
				.contains("POST /cgi-bin/x", "abc");
			assertThat(server.messages()).contains("\"GET /cgi-bin/x/info?q HTTP/1.1\" 200 -",
					"\"POST /cgi-bin/x HTTP/1.1\" 200 -");
		}
	}

	@Test
	void onlyScriptsTakePostWhetherTheLogIsReadOrNot() throws IOException {
		try (HandlerServer server = serve(CgiHttpRequestHandler.class,
				() -> new CgiHttpRequestHandler(this.directory))) {
			assertThat(server.last("POST", "/a.txt")).startsWith("HTTP/1.1 501 Can only POST to CGI scripts\r\n");
			assertThat(server.last("PUT", "/cgi-bin/x")).startsWith("HTTP/1.1 501 ");
			server.silent();
			try (var client = server.client()) {
				client.send(request("GET", "/a.txt"));
				assertThat(client.readResponse()).endsWith("eggs");
				client.send(request("POST", "/a.txt"));
				assertThat(client.readResponse()).startsWith("HTTP/1.1 501 Can only POST to CGI scripts\r\n");
			}
		}
	}

	@Test
	void problemsHavePythonsWords() throws IOException {
		try (HandlerServer server = serve(CgiHttpRequestHandler.class,
				() -> new CgiHttpRequestHandler(this.directory))) {
			assertThat(server.last("GET", "/cgi-bin/none")).startsWith("HTTP/1.1 404 ")
				.contains("No such CGI script (");
			assertThat(server.last("GET", "/cgi-bin/plain.sh")).startsWith("HTTP/1.1 403 ")
				.contains("CGI script is not executable (");
			assertThat(server.last("GET", "/CGI-BIN/x")).startsWith("HTTP/1.1 404 ");
		}
	}

	@Test
	void theDirectoriesOfScriptsCanBeChosen() throws IOException {
		try (HandlerServer server = serve(OtherDirectories.class, () -> new OtherDirectories(this.directory))) {
			assertThat(server.last("GET", "/apps/x")).contains("GET /apps/x");
			assertThat(server.last("GET", "/cgi-bin/x")).endsWith(SCRIPT);
		}
	}

	static class OtherDirectories extends CgiHttpRequestHandler {

		OtherDirectories(Path directory) {
			super(directory);
		}

		@Override
		protected List<String> cgiDirectories() {
			return List.of("/apps");
		}

	}

	@Test
	void everyHookOfScriptsCanBeOverridden() throws IOException {
		try (HandlerServer server = serve(Overriding.class, () -> new Overriding(this.directory)).silent()) {
			assertThat(server.last("GET", "/any/where.cgi/info")).contains("GET /any/where.cgi /info eggs\n");
			assertThat(server.last("GET", "/cgi-bin/plain.sh")).contains("GET /cgi-bin/plain.sh eggs\n");
			assertThat(server.last("GET", "/cgi-bin/x")).startsWith("HTTP/1.1 403 ");
		}
	}

	static class Overriding extends CgiHttpRequestHandler {

		Overriding(Path directory) {
			super(directory);
		}

		@Override
		protected boolean isCgi() {
			return path().contains(".cgi") || super.isCgi();
		}

		@Override
		protected boolean isExecutable(Path file) {
			return super.isExecutable(file) && !file.endsWith("x");
		}

		@Override
		protected List<String> interpreter(Path file) {
			return file.toString().endsWith(".sh") ? List.of("/bin/sh") : super.interpreter(file);
		}

		@Override
		protected void environment(Map<String, String> variables) {
			variables.put("SPAM", "eggs");
		}

	}

	@Test
	void runningCanBeWrapped() throws IOException {
		try (HandlerServer server = serve(Wrapping.class, () -> new Wrapping(this.directory)).silent()) {
			assertThat(server.last("GET", "/cgi-bin/x")).startsWith("HTTP/1.1 200 OK").contains("X-Wrapped: yes\r\n");
			assertThat(server.last("GET", "/cgi-bin/x?forbidden")).startsWith("HTTP/1.1 403 ");
		}
	}

	static class Wrapping extends CgiHttpRequestHandler {

		Wrapping(Path directory) {
			super(directory);
		}

		@Override
		protected void runCgi() throws IOException {
			if (path().endsWith("?forbidden")) {
				sendError(403);
				return;
			}
			exchange().response().header("X-Wrapped", "yes");
			super.runCgi();
		}

	}

	@Test
	void theServersScriptsAreThoseOfItsHandler() throws IOException {
		try (CgiHandler scripts = CgiHandler.builder(FileHandler.builder(this.directory))
			.directories(List.of("/apps"))
			.environment(Map.of("SPAM", "spam"))
			.build();
				HttpServer server = HttpServer.builder()
					.port(0)
					.handler(RequestHandlers.perConnection(CgiHttpRequestHandler.class, CgiHttpRequestHandler::new,
							scripts))
					.start()) {
			assertThat(RawClient.exchange(server.port(), request("GET", "/apps/x", "Connection: close")))
				.contains("GET /apps/x spam\n");
		}
	}

	@Test
	void methodsThatTheServersScriptsHaveNeedNoVerbMethod() throws IOException {
		try (CgiHandler scripts = CgiHandler.builder(FileHandler.builder(this.directory))
			.methods(List.of("PUT", "DELETE"))
			.passAuthorization(true)
			.environment(Map.of("SPAM", "spam"))
			.build();
				HttpServer server = HttpServer.builder()
					.port(0)
					.handler(RequestHandlers.perConnection(CgiHttpRequestHandler.class, CgiHttpRequestHandler::new,
							scripts))
					.start()) {
			String put = RawClient.exchange(server.port(),
					request("PUT", "/cgi-bin/x/a", "Content-Length: 3", "Connection: close") + "abc");
			assertThat(put).contains("PUT /cgi-bin/x /a spam\n", "abc");
			for (String method : List.of("GET", "HEAD", "POST", "SPAM")) {
				assertThat(RawClient.exchange(server.port(), request(method, "/cgi-bin/x", "Connection: close")))
					.startsWith("HTTP/1.1 501 ");
			}
			assertThat(RawClient.exchange(server.port(), request("PUT", "/a.txt", "Connection: close")))
				.startsWith("HTTP/1.1 501 ");
		}
	}

	@Test
	void aLocalRedirectGoesThroughTheHandlerAgain() throws IOException {
		Path redirect = this.directory.resolve("cgi-bin/redirect");
		Files.writeString(redirect, "#!/bin/sh\necho Location: /$QUERY_STRING\necho\n");
		Files.setPosixFilePermissions(redirect, PosixFilePermissions.fromString("rwxr-xr-x"));
		try (HandlerServer server = serve(CgiHttpRequestHandler.class,
				() -> new CgiHttpRequestHandler(this.directory))) {
			assertThat(server.last("GET", "/cgi-bin/redirect?a.txt")).startsWith("HTTP/1.1 200 OK").endsWith("eggs");
			assertThat(server.last("GET", "/cgi-bin/redirect?cgi-bin/x")).contains("GET /cgi-bin/x");
			server.silent();
			assertThat(server.last("GET", "/cgi-bin/redirect?a.txt")).startsWith("HTTP/1.1 200 OK").endsWith("eggs");
		}
	}

	@Test
	void aClassThatRunsScriptsTakesNoFilesWithoutScripts() throws IOException {
		FileHandler files = FileHandler.of(this.directory);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RequestHandlers.perConnection(Wrapping.class, () -> new Wrapping(this.directory), files))
			.withMessage(
					Wrapping.class.getName() + " runs scripts: give perConnection a CgiHandler, which has its files");
	}

	/** What the first instance says of itself is not said of the others. */
	@Test
	void aDirectoryOfOneInstanceIsNotTheOneOfAnother() throws IOException {
		Iterator<CgiHttpRequestHandler> instances = List
			.of(new OtherDirectories(this.directory), new CgiHttpRequestHandler(),
					new CgiHttpRequestHandler(this.directory))
			.iterator();
		try (HandlerServer server = serve(CgiHttpRequestHandler.class, instances::next)) {
			assertThat(server.last("GET", "/apps/x")).contains("GET /apps/x");
			assertThat(server.last("GET", "/a.txt")).startsWith("HTTP/1.1 404 ");
			assertThat(server.last("GET", "/cgi-bin/x")).contains("GET /cgi-bin/x");
		}
	}

}
