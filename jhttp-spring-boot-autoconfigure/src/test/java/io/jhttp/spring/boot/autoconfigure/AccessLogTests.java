package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLog;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the access log of the server: bytes in, lines out.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessLogTests {

	private static final String LAST_GET = "GET /a?b HTTP/1.1\r\nHost: a\r\nUser-Agent: me\r\nConnection: close\r\n";

	@TempDir
	Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.access-log.enabled=true")
		.withBean(HttpHandler.class, () -> HttpHandler.nonBlocking((exchange) -> exchange.response().send("Hello")));

	private ApplicationContextRunner toFile() {
		return this.contextRunner.withPropertyValues("jhttp.access-log.file=" + file());
	}

	private Path file() {
		return this.directory.resolve("access.log");
	}

	private static String send(ConfigurableApplicationContext context, String bytes) throws IOException {
		try (Socket socket = HandlerServer.client(context).connect()) {
			socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	/** The lines when the log is closed, without their times. */
	private List<String> lines(ConfigurableApplicationContext context) throws IOException {
		context.close();
		return Files.readAllLines(file())
			.stream()
			.map((line) -> line
				.replaceFirst("\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]", "[time]")
				.replaceFirst("\"time\":\"[-0-9T:.]{23}Z\"", "\"time\"")
				.replaceFirst("\"micros\":\\d+", "\"micros\""))
			.toList();
	}

	@Test
	void thereIsNoneByDefault() {
		this.contextRunner.withPropertyValues("jhttp.access-log.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class));
	}

	@Test
	void logOfTheApplicationIsSwitchedOffLikeOurs(CapturedOutput output) {
		this.contextRunner.withPropertyValues("jhttp.access-log.enabled=false")
			.withBean("own", AccessLog.class, () -> AccessLog.toLogger(AccessLogFormat.JSON, 10_000))
			.run((context) -> {
				send(context, LAST_GET + "\r\n");
				context.close();
			});
		assertThat(output).doesNotContain("/a?b");
	}

	@Test
	void thereIsNoneWithoutAServer() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class));
	}

	@Test
	void logOfTheApplicationReplacesOurs() {
		this.contextRunner.withBean("own", AccessLog.class, () -> AccessLog.toLogger(AccessLogFormat.JSON, 1))
			.run((context) -> assertThat(context).hasSingleBean(AccessLog.class).hasBean("own"));
	}

	@Test
	void linesGoToTheLogger(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			send(context, LAST_GET + "\r\n");
			context.close();
		});
		assertThat(output.getOut())
			.containsPattern("jhttp\\.access.*127\\.0\\.0\\.1 - - \\[.*] \"GET /a\\?b HTTP/1\\.1\" 200 5 \"-\" \"me\"");
	}

	@Test
	void eachAnswerHasALineInTheFile() {
		toFile().run((context) -> {
			send(context, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n" + LAST_GET + "\r\n");
			String refusal = send(context, "GET /\"\u00e4\u001b[31m b HTTP/1.1\r\nHost: a\r\n\r\n");
			send(context, LAST_GET + "User-Agent: x\r\nReferer: \"\\\u00e4\t\"\r\n\r\n");
			assertThat(lines(context)).containsExactly("127.0.0.1 - - [time] \"GET /1 HTTP/1.1\" 200 5 \"-\" \"-\"",
					"127.0.0.1 - - [time] \"HEAD /2 HTTP/1.1\" 200 - \"-\" \"-\"",
					"127.0.0.1 - - [time] \"GET /a?b HTTP/1.1\" 200 5 \"-\" \"me\"",
					"127.0.0.1 - - [time] \"GET /\\\"\\xe4\\x1b[31m b HTTP/1.1\" 400 "
							+ refusal.split("\r\n\r\n", 2)[1].length() + " \"-\" \"-\"",
					"127.0.0.1 - - [time] \"GET /a?b HTTP/1.1\" 200 5 \"\\\"\\\\\\xe4\\t\\\"\" \"me\"");
		});
	}

	@Test
	void jsonIsAnObjectOnALine() {
		toFile().withPropertyValues("jhttp.access-log.format=json").run((context) -> {
			send(context, LAST_GET + "\r\n");
			assertThat(lines(context)).containsExactly("{\"time\",\"client\":\"127.0.0.1\","
					+ "\"request\":\"GET /a?b HTTP/1.1\",\"method\":\"GET\",\"target\":\"/a?b\","
					+ "\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":5,\"micros\",\"userAgent\":\"me\"}");
		});
	}

	@Test
	void jsonNamesTheListenerIfItHasANameOfItsOwn() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withBean(HttpHandler.class, () -> HttpHandler.nonBlocking((exchange) -> exchange.response().send("Hello")))
			.withPropertyValues("jhttp.listeners.inside.port=0", "jhttp.access-log.enabled=true",
					"jhttp.access-log.file=" + file(), "jhttp.access-log.format=json")
			.run((context) -> {
				send(context, LAST_GET + "\r\n");
				assertThat(lines(context)).singleElement()
					.asString()
					.startsWith("{\"time\",\"client\":\"127.0.0.1\",\"listener\":\"inside\",\"request\":");
			});
	}

	@Test
	void theClientIsWhomATrustedProxySpeaksFor() {
		toFile().withPropertyValues("jhttp.access-log.format=common", "jhttp.proxies.trusted=loopback")
			.run((context) -> {
				send(context, LAST_GET + "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n\r\n");
				assertThat(lines(context)).containsExactly("203.0.113.9 - - [time] \"GET /a?b HTTP/1.1\" 200 5");
			});
	}

	@Test
	void whoIsNotTrustedCannotForgeTheClient() {
		toFile().withPropertyValues("jhttp.access-log.format=common").run((context) -> {
			send(context, LAST_GET + "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n\r\n");
			assertThat(lines(context)).containsExactly("127.0.0.1 - - [time] \"GET /a?b HTTP/1.1\" 200 5");
		});
	}

	@Test
	void aRestartedLogGoesOn() {
		toFile().withPropertyValues("jhttp.access-log.format=common").run((context) -> {
			send(context, LAST_GET + "\r\n");
			context.stop();
			assertThat(Files.readAllLines(file())).hasSize(1);
			Files.delete(file());
			context.start();
			send(context, LAST_GET + "\r\n");
			assertThat(lines(context)).hasSize(1);
		});
	}

	/** Two lines are too long for one file, what was there before and one are not. */
	@Test
	void filesAreRotatedAsThePropertiesSay() throws IOException {
		Files.writeString(file(), "yesterday\n");
		Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
		toFile()
			.withPropertyValues("jhttp.access-log.format=common", "jhttp.access-log.rotation.max-file-size=100B",
					"jhttp.access-log.rotation.daily=false", "jhttp.access-log.rotation.max-history=2")
			.run((context) -> {
				for (int i = 0; i < 3; i++) {
					send(context, LAST_GET + "\r\n");
				}
				context.stop();
				assertThat(earlier(1)).hasSize(1);
				assertThat(earlier(2)).hasSize(2).startsWith("yesterday");
				context.start();
				send(context, LAST_GET + "\r\n");
				assertThat(lines(context)).hasSize(1);
				assertThat(earlier(2)).hasSize(1);
				assertThat(this.directory.resolve("access.log.3")).doesNotExist();
			});
	}

	private List<String> earlier(int number) throws IOException {
		return Files.readAllLines(this.directory.resolve("access.log." + number));
	}

	@Test
	void theThreadEndsWithTheContext() {
		toFile().run((context) -> {
			assertThat(Thread.getAllStackTraces().keySet())
				.anyMatch((thread) -> thread.getName().equals("jhttp-access-log"));
			context.close();
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().equals("jhttp-access-log"));
		});
	}

	@Test
	void whatThereIsNoRoomForIsDroppedAndCountedWithAWarning(CapturedOutput output) {
		toFile().withPropertyValues("jhttp.access-log.buffer-size=1B").run((context) -> {
			for (int i = 0; i < 3; i++) {
				send(context, LAST_GET + "\r\n");
			}
			assertThat(context.getBean(AccessLog.class).lostEntries()).isEqualTo(3);
			assertThat(lines(context)).isEmpty();
		});
		assertThat(output.getOut()).contains("more entries than it can write");
	}

}
