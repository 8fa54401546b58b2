package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.cgi.process.Launcher;
import io.jhttp.server.file.FileHandler;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server with real scripts, and what it has logged of them.
 */
public final class CgiServer implements AutoCloseable {

	private static Launcher launcher;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.jhttp.server.cgi");

	private final List<String> logged = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			synchronized (CgiServer.this.logged) {
				CgiServer.this.logged.add(event.getFormattedMessage());
			}
		}

	};

	private final Path root;

	private final CgiHandler handler;

	private final HttpServer server;

	private CgiServer(Path root, CgiHandler handler, HttpServer server) {
		this.root = root;
		this.handler = handler;
		this.server = server;
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	/** A directory that scripts can be run in by any user. */
	public static Path root(Path temporary) throws IOException {
		open(temporary);
		return open(Files.createDirectories(temporary.resolve("root")));
	}

	private static Path open(Path directory) throws IOException {
		return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	public static CgiServer start(Path temporary) throws IOException {
		return start(temporary, UnaryOperator.identity());
	}

	public static CgiServer start(Path temporary, UnaryOperator<CgiHandlerBuilder> how) throws IOException {
		return start(temporary, how, HttpServer.builder());
	}

	public static CgiServer start(Path temporary, UnaryOperator<CgiHandlerBuilder> how, HttpServer.Builder builder)
			throws IOException {
		Path root = root(temporary);
		CgiHandler handler = how.apply(builder(root)).build();
		return new CgiServer(root, handler, builder.port(0).handler(handler).start());
	}

	static CgiHandlerBuilder builder(Path root) throws IOException {
		return CgiHandler.builder(FileHandler.builder(root)).launcher(launcher());
	}

	/** The same for all servers of a process: to look for it takes several programs. */
	private static synchronized Launcher launcher() throws IOException {
		if (launcher == null) {
			launcher = Launcher.find("nobody");
		}
		return launcher;
	}

	/** Writes an executable file. */
	public Path script(String name, String text) throws IOException {
		return Files.setPosixFilePermissions(file(name, text), PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	/** Writes a script for sh. */
	Path sh(String name, String... lines) throws IOException {
		return script(name, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
	}

	Path file(String name, String text) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		for (Path directory = file.getParent(); !directory.equals(this.root); directory = directory.getParent()) {
			open(directory);
		}
		return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}

	public Path root() {
		return this.root;
	}

	int port() {
		return this.server.port();
	}

	HttpServer server() {
		return this.server;
	}

	CgiHandler handler() {
		return this.handler;
	}

	RawClient client() throws IOException {
		return new RawClient(this.server.port());
	}

	public String get(String target, String... fields) throws IOException {
		return request("GET", target, "", fields);
	}

	/** A request that is the last of its connection. */
	String request(String method, String target, String content, String... fields) throws IOException {
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
		for (String field : fields) {
			head.append(field).append("\r\n");
		}
		return RawClient.exchange(port(), head + "\r\n" + content);
	}

	static String status(String response) {
		return response.substring(0, response.indexOf("\r\n"));
	}

	static String content(String response) {
		return response.substring(response.indexOf("\r\n\r\n") + 4);
	}

	/** The content of a response, out of its chunks if there are any. */
	public static String body(String response) {
		String content = content(response);
		if (!response.substring(0, response.indexOf("\r\n\r\n")).contains("Transfer-Encoding: chunked")) {
			return content;
		}
		StringBuilder body = new StringBuilder();
		for (int at = 0;;) {
			int line = content.indexOf("\r\n", at);
			if (line < 0) {
				return body + "<aborted>";
			}
			int size = Integer.parseInt(content.substring(at, line), 16);
			if (size == 0) {
				return body.toString();
			}
			body.append(content, line + 2, Math.min(content.length(), line + 2 + size));
			at = line + 2 + size + 2;
			if (at >= content.length()) {
				return body + "<aborted>";
			}
		}
	}

	/**
	 * One of several responses of a connection: its head, and its content without chunks.
	 */
	static String readResponse(RawClient client) throws IOException {
		StringBuilder response = new StringBuilder(client.readHead());
		Matcher length = Pattern.compile("Content-Length: (\\d+)\r\n").matcher(response);
		if (length.find()) {
			return response + new String(client.read(Integer.parseInt(length.group(1))), StandardCharsets.ISO_8859_1);
		}
		for (int size = readChunkSize(client); size > 0; size = readChunkSize(client)) {
			response.append(new String(client.read(size), StandardCharsets.ISO_8859_1));
			client.read(2);
		}
		client.read(2);
		return response.toString();
	}

	private static int readChunkSize(RawClient client) throws IOException {
		StringBuilder line = new StringBuilder();
		while (!line.toString().endsWith("\r\n")) {
			line.append((char) client.read(1)[0]);
		}
		return Integer.parseInt(line.toString().strip(), 16);
	}

	List<String> messages() {
		synchronized (this.logged) {
			return List.copyOf(this.logged);
		}
	}

	/** Waits until something is so, which another process has to do. */
	public static void eventually(Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.call()) {
			assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
			LockSupport.parkNanos(5_000_000);
		}
	}

	@Override
	public void close() {
		this.server.close();
		this.handler.close();
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel((Level) null);
	}

}
