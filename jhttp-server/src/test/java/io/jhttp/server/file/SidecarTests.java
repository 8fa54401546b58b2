package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.jhttp.server.HttpServer;
import io.jhttp.server.http.PathBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Files beside a file that are, or are not, what their names say.
 */
class SidecarTests {

	private static final String PLAIN = "let a;";

	private static final String GZIP = "\u001f\u008b\b" + "x".repeat(17);

	@TempDir
	Path directory;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.jhttp");

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			SidecarTests.this.warnings.add(event.getLevel() + " " + event.getFormattedMessage());
		}

	};

	@BeforeEach
	void collectWarnings() throws IOException {
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
		this.appender.start();
		write("app.js", PLAIN);
	}

	@AfterEach
	void stopCollecting() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	private Path write(String name, String content) throws IOException {
		return Files.write(this.directory.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static WireResponse get(HttpServer server, String target, String coding) throws IOException {
		try (WireResponse.Connection connection = new WireResponse.Connection(server.port())) {
			return connection.ask("GET " + target + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + coding + "\r\n\r\n");
		}
	}

	private static String content(WireResponse response) {
		return new String(response.content(), StandardCharsets.ISO_8859_1);
	}

	private HttpServer serve(FileHandler files) throws IOException {
		return HttpServer.builder().port(0).handler(files).start();
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "gzip,.gz,''", "gzip,.gz,let a; let b; let c; let d;", "gzip,.gz,\u001f\u008b\bxxxxxxxxxxxxxxxx",
					"gzip,.gz,\u001f\u008b\u0007xxxxxxxxxxxxxxxxxxxxx", "zstd,.zst,''", "zstd,.zst,let a; let b;",
					"zstd,.zst,(\u00b5/\u00fdxxxx", "br,.br,''" })
	void whatIsNotInTheCodingOfItsNameIsNotSentAndSaidOnce(String coding, String suffix, String content)
			throws IOException {
		Path sidecar = write("app.js" + suffix, content);
		try (HttpServer server = serve(FileHandler.builder(this.directory).cacheSize(0).build())) {
			for (int i = 0; i < 3; i++) {
				WireResponse response = get(server, "/app.js", coding);
				assertThat(response.field("Content-Encoding")).isNull();
				assertThat(content(response)).isEqualTo(PLAIN);
			}
			assertThat(this.warnings)
				.containsExactly("WARN " + sidecar + " is not " + coding + " content, and is ignored; create it again");
			if (!coding.equals("br")) {
				write("app.js" + suffix, "bad");
				get(server, "/app.js", coding);
				assertThat(this.warnings).hasSize(2);
			}
		}
	}

	@Test
	void oneThatCannotBeReadToItsStatedEndIsNotUsedAndNotLeftOpen() throws IOException {
		Path shorter = Path.of("/sys/devices/virtual/net/lo/ifindex");
		assumeTrue(Files.isReadable(shorter) && Files.size(shorter) > 20);
		Files.setLastModifiedTime(this.directory.resolve("app.js"), FileTime.fromMillis(0));
		Files.createSymbolicLink(this.directory.resolve("app.js.gz"), shorter);
		FileHandler files = FileHandler.builder(this.directory)
			.symbolicLinks(SymbolicLinks.FOLLOW)
			.cachedFileSize(0)
			.cacheSize(0)
			.build();
		try (HttpServer server = serve(files)) {
			WireResponse response = get(server, "/app.js", "gzip");
			assertThat(response.status()).isEqualTo(200);
			assertThat(content(response)).isEqualTo(PLAIN);
			assertThat(OpenFiles.below(shorter.toRealPath())).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = { "gzip,.gz,\u001f\u008b\bxxxxxxxxxxxxxxxxx",
			"zstd,.zst,(\u00b5/\u00fdxxxxx", "zstd,.zst,P*M\u0018xxxxx", "zstd,.zst,_*M\u0018xxxxx", "br,.br,x" })
	void whatBeginsLikeItsCodingIsSent(String coding, String suffix, String content) throws IOException {
		write("app.js" + suffix, content);
		try (HttpServer server = serve(FileHandler.of(this.directory))) {
			WireResponse response = get(server, "/app.js", coding);
			assertThat(response.field("Content-Encoding")).isEqualTo(coding);
			assertThat(content(response)).isEqualTo(content);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void anEncodedFormThatIsMendedInPlaceIsUsedByTheNextRequest() throws IOException {
		write("app.js.gz", "none");
		FileHandler files = FileHandler.of(this.directory);
		try (HttpServer server = serve(files)) {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (files.cache().get(PathBytes.of("/app.js")) == null) {
				assertThat(end - System.nanoTime()).as("time left").isPositive();
				assertThat(get(server, "/app.js", "gzip").field("Content-Encoding")).isNull();
			}
			write("app.js.gz", GZIP);
			assertThat(get(server, "/app.js", "gzip").field("Content-Encoding")).isEqualTo("gzip");
		}
	}

	@Test
	void aPictureThatIsNotCompressedIsNotSaidToBe() throws IOException {
		write("a.svgz", "<svg xmlns='http://www.w3.org/2000/svg'/>");
		write("b.svgz", "");
		write("c.svgz", GZIP);
		try (HttpServer server = serve(FileHandler.of(this.directory))) {
			assertThat(get(server, "/a.svgz", "gzip").field("Content-Encoding")).isNull();
			assertThat(get(server, "/b.svgz", "gzip").field("Content-Encoding")).isNull();
			assertThat(get(server, "/c.svgz", "gzip").field("Content-Encoding")).isEqualTo("gzip");
		}
	}

}
