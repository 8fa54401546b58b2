package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.server.RawClient;
import io.jhttp.server.file.FileHandler;
import org.slf4j.LoggerFactory;

/**
 * A server with a handler class, and what the class has logged.
 */
final class HandlerServer implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger(BaseHttpRequestHandler.class);

	private final List<String> logged = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			synchronized (HandlerServer.this.logged) {
				HandlerServer.this.logged.add(event.getFormattedMessage());
			}
		}

	};

	private final HttpServer server;

	private HandlerServer(HttpServer.Builder builder, HttpHandler handler) throws IOException {
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.server = builder.port(0).handler(handler).start();
	}

	static <T extends BaseHttpRequestHandler> HandlerServer start(Class<T> type, Supplier<T> factory)
			throws IOException {
		return start(HttpServer.builder(), type, factory);
	}

	static <T extends BaseHttpRequestHandler> HandlerServer start(HttpServer.Builder builder, Class<T> type,
			Supplier<T> factory) throws IOException {
		return new HandlerServer(builder, RequestHandlers.perConnection(type, factory));
	}

	static <T extends BaseHttpRequestHandler> HandlerServer start(Class<T> type, Supplier<T> factory, Path directory)
			throws IOException {
		return start(type, factory, FileHandler.of(directory));
	}

	static <T extends BaseHttpRequestHandler> HandlerServer start(Class<T> type, Supplier<T> factory, FileHandler files)
			throws IOException {
		return new HandlerServer(HttpServer.builder(), RequestHandlers.perConnection(type, factory, files));
	}

	HandlerServer silent() {
		this.logger.setLevel(Level.WARN);
		return this;
	}

	RawClient client() throws IOException {
		return new RawClient(this.server.port());
	}

	/** One request on a connection of its own. */
	String exchange(String request) throws IOException {
		return RawClient.exchange(this.server.port(), request);
	}

	/** A request of HTTP/1.1 that is the last of its connection. */
	String last(String verb, String target, String... fields) throws IOException {
		return exchange(request(verb, target, fields).replace("Host: a\r\n", "Host: a\r\nConnection: close\r\n"));
	}

	static String request(String verb, String target, String... fields) {
		StringBuilder head = new StringBuilder(verb + " " + target + " HTTP/1.1\r\nHost: a\r\n");
		for (String field : fields) {
			head.append(field).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	static String withoutDate(String response) {
		return response.replaceFirst("Date: [^\r]{29}\r\n", "");
	}

	static String content(String response) {
		return response.substring(response.indexOf("\r\n\r\n") + 4);
	}

	HttpServer server() {
		return this.server;
	}

	/** What was logged without client and date. */
	List<String> messages() {
		return lines().stream().map((line) -> line.replaceFirst("^[^ ]+ - - \\[[^]]+] ", "")).toList();
	}

	List<String> lines() {
		synchronized (this.logged) {
			return List.copyOf(this.logged);
		}
	}

	@Override
	public void close() {
		this.server.close();
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

}
