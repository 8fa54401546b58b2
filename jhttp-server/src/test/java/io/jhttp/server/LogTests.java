package io.jhttp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.jhttp.server.file.FileHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in the log when something goes wrong, and what does not.
 */
class LogTests {

	private static final String GET = "GET /path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.jhttp");

	private final LinkedBlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			LogTests.this.events.add(event);
		}

	};

	private HttpServer server;

	@BeforeEach
	void collectEvents() {
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
		this.appender.start();
	}

	@AfterEach
	void stopServer() {
		this.server.close();
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	private int serve(HttpHandler handler) throws IOException {
		return serve(HttpServer.builder().handler(handler));
	}

	private int serve(HttpServer.Builder builder) throws IOException {
		this.server = builder.port(0).start();
		return this.server.port();
	}

	private List<ILoggingEvent> eventsAbove(Level level) {
		return this.events.stream().filter((event) -> event.getLevel().isGreaterOrEqual(level)).toList();
	}

	private ILoggingEvent awaitEvent() throws InterruptedException {
		ILoggingEvent event = this.events.poll(20, TimeUnit.SECONDS);
		assertThat(event).as("an event in the log").isNotNull();
		return event;
	}

	@Test
	void aHandlerThatFailsLeavesOneEntryWithItsStackTrace() throws IOException {
		int port = serve((exchange) -> {
			throw new IllegalStateException("boom");
		});
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 500 ");
		assertThat(eventsAbove(Level.INFO)).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.ERROR);
			assertThat(event.getFormattedMessage()).isEqualTo("GET /path HTTP/1.1 failed");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("boom");
		});
	}

	@Test
	void aFailureThatItsHandlerThrowsAgainIsOneEntryAnd500() throws IOException {
		int port = serve(HttpServer.builder().handler((exchange) -> {
			throw new IllegalStateException("boom");
		}).failures((failure, exchange) -> {
			throw failure;
		}));
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 500 ");
		assertThat(eventsAbove(Level.INFO)).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).isEqualTo("GET /path HTTP/1.1 failed");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("boom");
		});
	}

	@Test
	void aFailureThatTheHookThrowsAgainIsOneEntryAnd500() throws IOException {
		int port = serve(HttpServer.builder().handler((exchange) -> {
			throw new IllegalStateException("boom");
		}).handleError((request, failure) -> {
			throw (IllegalStateException) failure;
		}));
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 500 ");
		assertThat(eventsAbove(Level.INFO)).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).isEqualTo("The error hook failed for GET /path HTTP/1.1");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("boom");
		});
	}

	@Test
	void malformedContentThatAFailureHandlerReadsIsRefused() throws IOException {
		int port = serve(HttpServer.builder().handler((exchange) -> {
			throw new IllegalStateException("boom");
		}).failures((failure, exchange) -> exchange.request().content().readAllBytes().length > 0));
		assertThat(RawClient.exchange(port,
				"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nnonsense\r\n"))
			.startsWith("HTTP/1.1 400 ");
		assertThat(eventsAbove(Level.INFO)).isEmpty();
	}

	@Test
	void aMalformedRequestIsNoMoreThanADebugLine() throws IOException {
		int port = serve((exchange) -> exchange.response().send());
		RawClient.exchange(port, "FUBAR\r\n\r\n");
		assertThat(eventsAbove(Level.INFO)).isEmpty();
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).startsWith("Refused a request with 400: "));
	}

	@Test
	void aClientThatLeavesWhileItsContentIsReadIsNoError() throws Exception {
		int port = serve((exchange) -> exchange.request().content().readAllBytes());
		try (RawClient client = new RawClient(port)) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
			client.readHead();
			client.reset();
		}
		assertThat(awaitEvent().getLevel()).isEqualTo(Level.DEBUG);
		assertThat(eventsAbove(Level.INFO)).isEmpty();
	}

	@Test
	void aClientThatLeavesDuringAnAnswerIsNoErrorEvenIfTheHandlerWrapsIt() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		int port = serve((exchange) -> {
			try {
				exchange.response().output().write(new byte[100]);
				exchange.response().output().flush();
				gone.await();
				for (int i = 0; i < 1000; i++) {
					exchange.response().output().write(new byte[100_000]);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			client.reset();
		}
		gone.countDown();
		assertThat(awaitEvent().getFormattedMessage()).startsWith("GET /path HTTP/1.1 was not answered");
		assertThat(eventsAbove(Level.INFO)).isEmpty();
	}

	@Test
	void aClientThatLeavesWhileAFailureIsAnsweredForIsNoError() throws Exception {
		CountDownLatch gone = new CountDownLatch(1);
		int port = serve(HttpServer.builder().handler((exchange) -> {
			throw new IllegalStateException("boom");
		}).failures((failure, exchange) -> {
			exchange.response().output().write(new byte[100]);
			exchange.response().output().flush();
			gone.await();
			for (int i = 0; i < 1000; i++) {
				exchange.response().output().write(new byte[100_000]);
			}
			return true;
		}));
		try (RawClient client = new RawClient(port)) {
			client.send(GET).readHead();
			client.reset();
		}
		gone.countDown();
		assertThat(awaitEvent().getFormattedMessage()).startsWith("GET /path HTTP/1.1 was not answered");
		assertThat(eventsAbove(Level.INFO)).isEmpty();
	}

	@Test
	void anErrorPageThatIsMissingIsSaidOnceUntilItIsThere(@TempDir Path directory) throws IOException {
		int port = serve(FileHandler.builder(directory).errorPages(Map.of(404, "/lost.html")).build());
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 404 ");
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 404 ");
		Files.writeString(directory.resolve("lost.html"), "lost");
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\nlost");
		Files.delete(directory.resolve("lost.html"));
		assertThat(RawClient.exchange(port, GET)).startsWith("HTTP/1.1 404 ");
		String missing = "The page for status 404, /lost.html, does not exist";
		assertThat(eventsAbove(Level.WARN)).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly(missing, missing);
	}

}
