package io.jhttp.spring.boot.autoconfigure.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.HttpListener;
import io.jhttp.server.HttpServer;
import io.jhttp.server.net.ListenException;
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

	/** By the name of the listener. */
	private final Map<String, JhttpListener> listeners = new HashMap<>();

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
		this(builder, List.of(), autoStartup);
	}

	/**
	 * Creates a server with listeners that does not run yet.
	 * @param builder describes it; used for each start
	 * @param listeners what is added to it
	 * @param autoStartup whether it starts with its context
	 */
	public JhttpServer(HttpServer.Builder builder, List<JhttpListener> listeners, boolean autoStartup) {
		this.builder = builder;
		this.autoStartup = autoStartup;
		listeners.forEach((each) -> {
			builder.listen(each.listener());
			this.listeners.put(each.name(), each);
		});
	}

	/**
	 * Changes how the server is described, from its next start on.
	 * @param customizer takes the builder of the server
	 */
	public synchronized void customize(JhttpServerCustomizer customizer) {
		customizer.customize(this.builder);
	}

	/**
	 * Whether the server listens on sockets of the system.
	 * @return false in a test without sockets
	 * @see HttpServer.Builder#channels
	 */
	public boolean usesSockets() {
		return this.builder.usesSockets();
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
			JhttpListener failed = (ex instanceof ListenException reason) ? this.listeners.get(reason.listener())
					: null;
			throw new ServerStartException(ex, (failed != null) ? failed.addressProperty() : "jhttp.address",
					(failed != null) ? failed.portProperty() : "jhttp.port");
		}
		this.running = server;
		List<HttpListener> all = this.builder.listeners();
		all.forEach((each) -> logger.info("Jhttp started on " + describe(server, each)
				+ ((all.size() > 1) ? " for listener " + each.name() : "")));
	}

	private String describe(HttpServer server, HttpListener listener) {
		SocketAddress address = server.addresses().get(listener.name());
		String scheme = listener.isSecure() ? " (https)" : " (http)";
		if (!(address instanceof InetSocketAddress bound)) {
			return "unix:" + address + scheme;
		}
		if (!usesSockets()) {
			return "port " + bound.getPort() + scheme + " without a socket";
		}
		return "port " + bound.getPort() + scheme + (bound.getAddress().isAnyLocalAddress() ? ""
				: " with address " + bound.getAddress().getHostAddress());
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
	 * The address that the server listens on: that of its first listener with a port.
	 * @return address and real port, or an unspecified one if there are only Unix sockets
	 * @throws IllegalStateException if it does not run
	 */
	public InetSocketAddress getAddress() {
		return running().address();
	}

	/**
	 * Where the server listens.
	 * @return for each listener, by its name and in order, the address with the real
	 * port, or the path of a Unix socket
	 * @throws IllegalStateException if it does not run
	 */
	public Map<String, SocketAddress> getAddresses() {
		return running().addresses();
	}

	/**
	 * The listeners of the server, which need not run.
	 * @return their names in order
	 */
	public List<String> getListeners() {
		return this.builder.listeners().stream().map(HttpListener::name).toList();
	}

	/**
	 * The port of a listener.
	 * @param listener its name
	 * @return the real port
	 * @throws IllegalStateException if the server does not run, or has no such listener
	 * with a port
	 */
	public int getPort(String listener) {
		if (getAddresses().get(listener) instanceof InetSocketAddress address) {
			return address.getPort();
		}
		throw new IllegalStateException("There is no listener '" + listener + "' with a port");
	}

	/**
	 * Whether the server speaks HTTPS at its {@link #getAddress() address}.
	 * @return true if its connections are encrypted
	 * @throws IllegalStateException if it does not run
	 */
	public boolean isSecure() {
		return running().isSecure();
	}

	/**
	 * Whether a listener speaks HTTPS. The server need not run.
	 * @param listener its name
	 * @return true if there is such a listener, and its connections are encrypted
	 */
	public boolean isSecure(String listener) {
		return this.builder.listeners().stream().anyMatch((each) -> each.name().equals(listener) && each.isSecure());
	}

	private HttpServer running() {
		HttpServer server = this.running;
		if (server == null) {
			throw new IllegalStateException("The HTTP server does not run");
		}
		return server;
	}

	/**
	 * The port that the server listens on: that of its first listener with one.
	 * @return the real port, 0 if there are only Unix sockets
	 * @throws IllegalStateException if it does not run
	 */
	public int getPort() {
		return getAddress().getPort();
	}

}
