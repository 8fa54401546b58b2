package io.jhttp.spring.boot.webflux;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.HttpServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;

/**
 * {@link WebServer} on the engine of jhttp. Create it by a
 * {@link JhttpReactiveWebServerFactory}.
 */
public final class JhttpWebServer implements WebServer {

	private static final Log logger = LogFactory.getLog(JhttpWebServer.class);

	private final HttpServer.Builder builder;

	private final int configuredPort;

	private final Shutdown shutdown;

	private volatile @Nullable HttpServer running;

	/** Emptied by the first of the two that end a graceful stop. */
	private final AtomicReference<@Nullable GracefulShutdownCallback> stopping = new AtomicReference<>();

	JhttpWebServer(HttpServer.Builder builder, int configuredPort, Shutdown shutdown) {
		this.builder = builder;
		this.configuredPort = configuredPort;
		this.shutdown = shutdown;
	}

	@Override
	public synchronized void start() {
		if (this.running != null) {
			return;
		}
		try {
			this.running = this.builder.start();
		}
		catch (IOException ex) {
			PortInUseException.throwIfPortBindingException(ex, () -> this.configuredPort);
			throw new WebServerException("Unable to start jhttp: " + ex.getMessage(), ex);
		}
		logger.info(startedMessage());
	}

	/** What the log says of the start. */
	String startedMessage() {
		HttpServer server = this.running;
		return "Jhttp started on port " + getPort() + ((server != null && server.isSecure()) ? " (https)" : " (http)");
	}

	@Override
	public void shutDownGracefully(GracefulShutdownCallback callback) {
		HttpServer server = this.running;
		if (this.shutdown == Shutdown.IMMEDIATE || server == null) {
			callback.shutdownComplete(GracefulShutdownResult.IMMEDIATE);
			return;
		}
		logger.info("Commencing graceful shutdown. Waiting for active requests to complete");
		this.stopping.set(callback);
		server.drain().whenComplete((nothing, failure) -> end(GracefulShutdownResult.IDLE));
	}

	private void end(GracefulShutdownResult result) {
		GracefulShutdownCallback callback = this.stopping.getAndSet(null);
		if (callback != null) {
			logger.info((result == GracefulShutdownResult.IDLE) ? "Graceful shutdown complete"
					: "Graceful shutdown aborted with one or more requests still active");
			callback.shutdownComplete(result);
		}
	}

	@Override
	public synchronized void stop() {
		HttpServer server = this.running;
		if (server == null) {
			return;
		}
		this.running = null;
		end(GracefulShutdownResult.REQUESTS_ACTIVE);
		server.close();
	}

	/**
	 * The port that the server listens on.
	 * @return the real port, or -1 if the server does not run
	 */
	@Override
	public int getPort() {
		HttpServer server = this.running;
		return (server != null) ? server.port() : -1;
	}

	/**
	 * The engine, which has the counters.
	 * @return the engine of the last start, or null if the server does not run
	 */
	public @Nullable HttpServer getEngine() {
		return this.running;
	}

}
