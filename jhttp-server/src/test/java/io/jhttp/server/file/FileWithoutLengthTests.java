package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Files that Linux makes when they are read, and whose length says nothing.
 */
@EnabledOnOs(OS.LINUX)
class FileWithoutLengthTests {

	private static String get(HttpHandler handler, String target) throws IOException {
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
			return RawClient.exchange(server.port(), "GET " + target + " HTTP/1.0\r\n\r\n");
		}
	}

	private static void requireWhole(String answer, Path file) throws IOException {
		String content = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertThat(content).isNotEmpty();
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.contains("\r\nContent-Length: " + content.length() + "\r\n")
			.endsWith("\r\n\r\n" + content);
	}

	@Test
	void aFileThatStatesNoneIsSentToItsEnd() throws IOException {
		requireWhole(get(FileHandler.of(Path.of("/proc")), "/version"), Path.of("/proc/version"));
	}

	@Test
	void aFileThatStatesAWholePageIsSentToItsEnd() throws IOException {
		Path directory = Path.of("/sys/devices/virtual/net/lo");
		assumeTrue(Files.isReadable(directory.resolve("mtu")));
		requireWhole(get(FileHandler.of(directory), "/mtu"), directory.resolve("mtu"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 4095 })
	void aFileThatStatesMoreThanIsReadIntoMemoryIsSentToItsEnd(int inMemory) throws IOException {
		Path directory = Path.of("/sys/devices/virtual/net/lo");
		assumeTrue(Files.isReadable(directory.resolve("mtu")));
		FileHandler handler = FileHandler.builder(directory).cachedFileSize(inMemory).build();
		requireWhole(get(handler, "/mtu"), directory.resolve("mtu"));
		requireWhole(get(FileHandler.builder(Path.of("/proc")).cachedFileSize(inMemory).build(), "/version"),
				Path.of("/proc/version"));
	}

	@Test
	void aFileThatChangesWithEachReadingIsSentAsItIs() throws IOException {
		FileHandler handler = FileHandler.of(Path.of("/proc"));
		String first = get(handler, "/uptime");
		assertThat(first).matches("(?s)HTTP/1.1 200 .*\r\n\r\n[0-9.]+ [0-9.]+\n");
		assertThat(get(handler, "/meminfo")).startsWith("HTTP/1.1 200 ").contains("MemTotal:");
	}

	@Test
	void aFileThatTheSystemFailsToReadIsNamedInTheLogInOneLine(@TempDir Path root) throws IOException {
		Path failing = Path.of("/sys/devices/virtual/net/lo/speed");
		assumeTrue(Files.isReadable(failing));
		Files.createSymbolicLink(root.resolve("a\nb"), failing);
		Logger logger = (Logger) LoggerFactory.getLogger(FileErrors.class);
		ListAppender<ILoggingEvent> warnings = new ListAppender<>();
		warnings.start();
		logger.addAppender(warnings);
		logger.setAdditive(false);
		logger.setLevel(Level.WARN);
		try {
			FileHandler handler = FileHandler.builder(root).symbolicLinks(SymbolicLinks.FOLLOW).build();
			assertThat(get(handler, "/a%0Ab")).startsWith("HTTP/1.1 503 ");
		}
		finally {
			logger.detachAppender(warnings);
			logger.setAdditive(true);
			logger.setLevel(null);
		}
		assertThat(warnings.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly(
					"A file or directory cannot be read at the moment: " + root + "/a\\x0ab: Invalid argument");
	}

	@Test
	void aFileWithoutEndIsNotThere() throws IOException {
		Path endless = Path.of("/proc/self/pagemap");
		assumeTrue(Files.isReadable(endless));
		assertThat(get(FileHandler.of(Path.of("/proc/self").toRealPath()), "/pagemap")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void aHandlerSendsAFileThatStatesAWholePage() throws IOException {
		Path file = Path.of("/sys/devices/virtual/net/lo/mtu");
		assumeTrue(Files.isReadable(file));
		requireWhole(get((exchange) -> exchange.response().sendFile(file), "/"), file);
	}

	/** In place of waiting for a socket that is not full. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aResponseWhoseFileEndsBeforeItsStatedLengthIsAborted(boolean onEventLoop) throws IOException {
		Path file = Path.of("/sys/devices/virtual/net/lo/mtu");
		assumeTrue(Files.isReadable(file) && Files.size(file) == 4096);
		HttpHandler handler = (exchange) -> exchange.response()
			.send(ContentPart.of(FileChannel.open(file), file.toString(), 0, 4096, () -> true));
		NonBlockingHttpHandler onLoop = handler::handle;
		String answer = get(onEventLoop ? onLoop : handler, "/");
		assertThat(answer).contains("\r\nContent-Length: 4096\r\n").endsWith("\r\n\r\n" + Files.readString(file));
	}

	@Test
	void aHandlerSendsSuchAFileToo() throws IOException {
		requireWhole(get((exchange) -> exchange.response().sendFile(Path.of("/proc/version")), "/"),
				Path.of("/proc/version"));
		requireWhole(get((exchange) -> {
			try (FileResponse answer = new ChosenFiles(EntityTags.AUTO, false).answer(exchange.request(),
					Path.of("/proc/version"), "text/plain", List.of())) {
				answer.sendTo(exchange.response());
			}
		}, "/"), Path.of("/proc/version"));
	}

}
