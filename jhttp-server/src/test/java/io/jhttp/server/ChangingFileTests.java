package io.jhttp.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.server.http.LogText;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file that is changed while a client downloads it: what was promised is sent as long
 * as it is there, and a response that is aborted is told of in the log, once.
 */
class ChangingFileTests {

	/**
	 * More than the socket of a server takes by itself, and a client with little room, so
	 * that the change comes in between.
	 */
	private static final int SIZE = 8 * 1024 * 1024;

	private static final byte[] CONTENT = new byte[SIZE];
	static {
		new Random(1).nextBytes(CONTENT);
	}

	private static final TestCertificate LOCALHOST = TestCertificate.of("localhost");

	@TempDir
	Path directory;

	private Path file;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.jhttp");

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			ChangingFileTests.this.warnings.add(event.getLevel() + " " + event.getFormattedMessage());
		}

	};

	@BeforeEach
	void createFile() throws IOException {
		this.file = Files.write(this.directory.resolve("a\nb.bin"), CONTENT);
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
		this.appender.start();
	}

	@AfterEach
	void stopCollecting() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	/** How a file comes to a client. */
	enum Way {

		WHOLE(""), RANGE("Range: bytes=100-\r\n"), RANGES("Range: bytes=0-99,200-\r\n"), ENCRYPTED(""),
		HANDLER_CLASS(""), CHOSEN("");

		private final String fields;

		Way(String fields) {
			this.fields = fields;
		}

		/** What is behind the head, of a file that was not changed. */
		private byte[] expected(byte[] content) {
			return switch (this) {
				case RANGE -> Arrays.copyOfRange(content, 100, content.length);
				case RANGES -> Arrays.copyOfRange(content, 200, content.length);
				default -> content;
			};
		}

	}

	/** What happens to a file. */
	enum Change {

		APPENDED, TOUCHED, RENAMED, REPLACED, DELETED;

		private void make(Path file) throws IOException {
			Path other = file.resolveSibling("other");
			switch (this) {
				case APPENDED -> Files.writeString(file, "more", StandardOpenOption.APPEND);
				case TOUCHED -> Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
				case RENAMED -> Files.move(file, other);
				case REPLACED -> Files.move(Files.writeString(other, "other"), file, StandardCopyOption.ATOMIC_MOVE);
				case DELETED -> Files.delete(file);
			}
		}

	}

	private HttpServer serve(Way way, boolean strict) throws IOException {
		FileHandler files = FileHandler.builder(this.directory).strictVersions(strict).build();
		HttpServer.Builder builder = HttpServer.builder().port(0).eventLoops(1);
		return switch (way) {
			case ENCRYPTED -> builder.tls(TlsOptions.of(TlsContext.of(LOCALHOST.context()))).handler(files).start();
			case HANDLER_CLASS -> builder
				.handler(RequestHandlers.perConnection(SimpleHttpRequestHandler.class, SimpleHttpRequestHandler::new,
						files))
				.start();
			case CHOSEN -> builder.handler((exchange) -> exchange.response().sendFile(this.file)).start();
			default -> builder.handler(files).start();
		};
	}

	private RawClient ask(Way way, HttpServer server) throws IOException {
		Socket socket = (way == Way.ENCRYPTED) ? LOCALHOST.trustingContext().getSocketFactory().createSocket()
				: new Socket();
		socket.setReceiveBufferSize(64 * 1024);
		RawClient client = new RawClient(socket, server.port());
		return client.send("GET /a%0Ab.bin HTTP/1.1\r\nHost: a\r\n" + way.fields + "Connection: close\r\n\r\n");
	}

	/** What comes after the head if the file is changed as soon as that has come. */
	private byte[] download(Way way, boolean strict, Change change) throws IOException {
		try (HttpServer server = serve(way, strict); RawClient client = ask(way, server)) {
			assertThat(client.readHead()).containsPattern("^HTTP/1.1 20[06] ");
			change.make(this.file);
			return client.input().readAllBytes();
		}
	}

	static Stream<Arguments> waysAndChanges() {
		return Arrays.stream(Way.values())
			.flatMap((way) -> Arrays.stream(Change.values()).map((change) -> Arguments.of(way, change)));
	}

	@ParameterizedTest
	@MethodSource("waysAndChanges")
	void whatIsPromisedAndThereIsSent(Way way, Change change) throws IOException {
		byte[] received = download(way, false, change);
		byte[] expected = way.expected(CONTENT);
		if (way == Way.RANGES) {
			// Heads of parts and the last boundary are around it.
			String end = new String(received, received.length - 100, 100, StandardCharsets.ISO_8859_1);
			int after = end.length() - end.lastIndexOf("\r\n--");
			received = Arrays.copyOfRange(received, received.length - after - expected.length, received.length - after);
		}
		assertThat(Arrays.equals(received, expected)).as("%d of %d bytes", received.length, expected.length).isTrue();
		assertThat(this.warnings).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void aResponseWhoseFileIsShorterThanPromisedIsAbortedWithOneWarningThatNamesIt(Way way) throws IOException {
		try (HttpServer server = serve(way, false); RawClient client = ask(way, server)) {
			client.readHead();
			try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
				channel.truncate(1000);
			}
			int received = 0;
			try {
				InputStream input = client.input();
				for (int count = 0; count >= 0; count = input.read(new byte[64 * 1024])) {
					received += count;
				}
			}
			catch (IOException ex) {
				// A reset says the same.
			}
			assertThat(received).isLessThan(way.expected(CONTENT).length);
		}
		assertThat(this.warnings).singleElement()
			.asString()
			.contains(" was aborted: " + LogText.escape(this.file.toString())
					+ " shrank to 1000 bytes while it was sent; the last ")
			.startsWith("WARN ")
			.endsWith(" bytes that were promised are missing");
	}

	@Test
	void aFileThatIsShorterBeforeTheHeadHasLeftIsNotThereForNow() throws IOException {
		HttpHandler handler = (exchange) -> {
			try (InputStream content = ContentPart.of(FileChannel.open(this.file), "a.bin", 0, SIZE + 1, null)
				.stream()) {
				exchange.response().send(content.readAllBytes());
			}
		};
		try (HttpServer server = HttpServer.builder().port(0).handler(handler).start()) {
			assertThat(RawClient.exchange(server.port(), "GET / HTTP/1.0\r\n\r\n"))
				.startsWith("HTTP/1.1 503 Service Unavailable\r\n")
				.contains("\r\nRetry-After: 1\r\n");
		}
		assertThat(this.warnings).singleElement().asString().contains("a.bin shrank to " + SIZE + " bytes");
	}

	@ParameterizedTest
	@EnumSource(names = { "WHOLE", "RANGE", "RANGES", "ENCRYPTED", "HANDLER_CLASS" })
	void aResponseWhoseFileIsChangedIsAbortedIfVersionsAreStrict(Way way) throws IOException {
		assertThat(download(way, true, Change.APPENDED)).hasSizeLessThan(way.expected(CONTENT).length);
		assertThat(this.warnings).singleElement()
			.asString()
			.contains(" was aborted: " + LogText.escape(this.file.toString()) + " was changed while it was sent; ");
	}

	@ParameterizedTest
	@EnumSource(Change.class)
	void aFileWithAnotherNameIsSentThoughVersionsAreStrict(Change change) throws IOException {
		boolean inPlace = change == Change.APPENDED || change == Change.TOUCHED;
		byte[] received = download(Way.WHOLE, true, change);
		assertThat(Arrays.equals(received, CONTENT)).isEqualTo(!inPlace);
		assertThat(this.warnings).hasSize(inPlace ? 1 : 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 100_000 })
	void aLogThatIsWrittenToAllTheTimeIsSentInEachForm(int size) throws Exception {
		Path log = this.directory.resolve("a.log");
		Files.writeString(log, "line\n".repeat(size / 5));
		AtomicBoolean done = new AtomicBoolean();
		Thread writer = new Thread(() -> append(log, done));
		try (HttpServer server = serve(Way.WHOLE, false)) {
			writer.start();
			for (int i = 0; i < 20; i++) {
				byte[] plain = exchange(server, "GET", "");
				assertThat(plain).hasSizeGreaterThanOrEqualTo(size);
				assertThat(exchange(server, "GET", "Range: bytes=5-\r\n"))
					.hasSizeGreaterThanOrEqualTo(plain.length - 5);
				assertThat(exchange(server, "HEAD", "")).isEmpty();
				byte[] encoded = exchange(server, "GET", "Accept-Encoding: gzip\r\n");
				String sent = decoded(encoded);
				assertThat(sent).hasSizeGreaterThanOrEqualTo(plain.length);
				// The system may show a part of a line, where it goes on in another page.
				assertThat("line\n".repeat(sent.length() / 5 + 1)).startsWith(sent);
			}
		}
		finally {
			done.set(true);
			writer.join();
		}
		assertThat(this.warnings).isEmpty();
	}

	private static String decoded(byte[] content) throws IOException {
		boolean plain = content[0] == 'l';
		try (InputStream input = new ByteArrayInputStream(content);
				InputStream decoded = plain ? input : new GZIPInputStream(input)) {
			return new String(decoded.readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private static void append(Path log, AtomicBoolean done) {
		try {
			while (!done.get()) {
				Files.writeString(log, "line\n", StandardOpenOption.APPEND);
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The content, which is as long as the head has promised. */
	private static byte[] exchange(HttpServer server, String method, String fields) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.send(method + " /a.log HTTP/1.1\r\nHost: a\r\n" + fields + "Connection: close\r\n\r\n");
			String head = client.readHead();
			byte[] content = client.input().readAllBytes();
			if (method.equals("GET")) {
				assertThat(head).contains("\r\nContent-Length: " + content.length + "\r\n");
			}
			return content;
		}
	}

}
