package io.jhttp.spring.boot.autoconfigure.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.HttpServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of an application. Unlike an {@link HttpServer}, of which it has one
 * while it runs, it can be started again after a stop.
 */
public final class JhttpServer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(JhttpServer.class);

	private final HttpServer.Builder builder;

	private final String addressProperty;

	private final String portProperty;

	private final boolean autoStartup;

	private volatile @Nullable HttpServer running;

	/** Emptied by the first of the two that end a drain: its completion, or stop. */
	private final AtomicReference<@Nullable CompletableFuture<Void>> draining = new AtomicReference<>();

	/**
	 * Creates a server that does not run yet.
	 * @param builder describes it; used for each start
	 */
	public JhttpServer(HttpServer.Builder builder) {
		this(builder, true);
	}

	/**
	 * Creates a server that does not run yet.
	 * @param builder describes it; used for each start
	 * @param autoStartup whether it starts with its context
	 */
	public JhttpServer(HttpServer.Builder builder, boolean autoStartup) {
		this(builder, "jhttp.address", "jhttp.port", autoStartup);
	}

	/**
	 * Creates a server that does not run yet, and listens elsewhere.
	 * @param builder describes it; used for each start
	 * @param addressProperty where its address is set, for messages
	 * @param portProperty where its port is set, for messages
	 * @param autoStartup whether it starts with its context
	 */
	public JhttpServer(HttpServer.Builder builder, String addressProperty, String portProperty, boolean autoStartup) {
		this.builder = builder;
		this.addressProperty = addressProperty;
		this.portProperty = portProperty;
		this.autoStartup = autoStartup;
	}

	/**
	 * Whether the server starts with its context.
	 * @return false if it waits for a call of {@link #start()}
	 */
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	/**
	 * Binds the address and begins to serve. Does nothing if the server runs already.
	 * @throws UncheckedIOException if the server cannot be started
	 */
	public synchronized void start() {
		if (this.running != null) {
			return;
		}
		HttpServer server;
		try {
			server = this.builder.start();
		}
		catch (IOException ex) {
			throw new ServerStartException(ex, this.addressProperty, this.portProperty);
		}
		this.running = server;
		logger.info("Jhttp started on " + describe(server));
	}

	private static String describe(HttpServer server) {
		InetAddress interfaceAddress = server.address().getAddress();
		return "port " + server.port() + (server.isSecure() ? " (https)" : " (http)")
				+ (interfaceAddress.isAnyLocalAddress() ? "" : " with address " + interfaceAddress.getHostAddress());
	}

	/**
	 * Begins a graceful stop: refuses new connections at once, and lets running requests
	 * finish. {@link #stop()} is still to be called.
	 * @return completes when every request is answered, or {@link #stop()} has aborted it
	 */
	public CompletableFuture<Void> drain() {
		return drain(Duration.ZERO);
	}

	/**
	 * Begins a graceful stop with a delay in which requests are served as before, each by
	 * the last response of its connection, so that load balancers can look elsewhere
	 * first.
	 * @param delay how long
	 * @return completes when every request is answered, or {@link #stop()} has aborted it
	 * @see #drain()
	 */
	public CompletableFuture<Void> drain(Duration delay) {
		HttpServer server = this.running;
		if (server == null) {
			return CompletableFuture.completedFuture(null);
		}
		logger.info("Commencing graceful shutdown. "
				+ (delay.isZero() ? "" : "New connections are accepted for another " + seconds(delay) + " s. ")
				+ "Waiting for active requests to complete");
		CompletableFuture<Void> drained = new CompletableFuture<>();
		this.draining.set(drained);
		server.drain(delay).whenComplete((nothing, failure) -> endDrain("Graceful shutdown complete"));
		return drained;
	}

	private static String seconds(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
	}

	private void endDrain(String message) {
		CompletableFuture<Void> drained = this.draining.getAndSet(null);
		if (drained != null) {
			logger.info(message);
			drained.complete(null);
		}
	}

	/**
	 * Stops the server, which closes every connection that is left. Does nothing if the
	 * server does not run.
	 */
	public synchronized void stop() {
		HttpServer server = this.running;
		if (server == null) {
			return;
		}
		this.running = null;
		endDrain("Graceful shutdown aborted with one or more requests still active");
		server.close();
	}

	/**
	 * Stops the server for good. The context calls this as well, so that nothing stays
	 * open when it fails to start.
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Whether the server has been started, and not stopped since.
	 * @return true while it is bound, also during a graceful stop
	 */
	public boolean isRunning() {
		return this.running != null;
	}

	/**
	 * Why the server does not serve as it should, though it runs.
	 * @return null if all is well, or it does not run
	 */
	public @Nullable Throwable getFailure() {
		HttpServer server = this.running;
		return (server != null) ? server.failure() : null;
	}

	/**
	 * The engine, which has the counters.
	 * @return the engine of the last start, or null if the server does not run
	 */
	public @Nullable HttpServer getEngine() {
		return this.running;
	}

	/**
	 * The address that the server listens on.
	 * @return address and real port
	 * @throws IllegalStateException if it does not run
	 */
	public InetSocketAddress getAddress() {
		return running().address();
	}

	/**
	 * Whether the server speaks HTTPS.
	 * @return true if its connections are encrypted
	 * @throws IllegalStateException if it does not run
	 */
	public boolean isSecure() {
		return running().isSecure();
	}

	private HttpServer running() {
		HttpServer server = this.running;
		if (server == null) {
			throw new IllegalStateException("The HTTP server does not run");
		}
		return server;
	}

	/**
	 * The port that the server listens on.
	 * @return the real port
	 * @throws IllegalStateException if it does not run
	 */
	public int getPort() {
		return getAddress().getPort();
	}

}
