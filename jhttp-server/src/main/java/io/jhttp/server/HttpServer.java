package io.jhttp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.http.FieldRules;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http1.Http1Options;
import io.jhttp.server.http1.Http1Protocol;
import io.jhttp.server.http2.Http2Limits;
import io.jhttp.server.http2.Http2Options;
import io.jhttp.server.http2.Http2Protocol;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.Engine;
import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.Listener;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.PeerAddress;
import io.jhttp.server.net.Protocol;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Timeouts;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP server.
 *
 * <pre class="code">
 * HttpServer server = HttpServer.builder()
 *     .port(8080)
 *     .handler(exchange -&gt; exchange.response().send("Hello"))
 *     .start();
 * …
 * server.stop(Duration.ofSeconds(30));
 * </pre>
 */
public final class HttpServer implements RunningServer, AutoCloseable {

	/** The version of jhttp (Python's {@code __version__}). */
	public static final String VERSION = "0.1.0";

	/** The name of the listener that a server has if none is added. */
	public static final String DEFAULT_LISTENER = "application";

	private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);

	private final Engine engine;

	private final @Nullable WorkerPool ownWorkers;

	private final String serverField;

	private final HttpVersion version;

	private final List<HttpListener> listeners;

	/** Which of them handlers know as the address of the server. */
	private final HttpListener main;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Runnable shutdown;

	private final AtomicBoolean shutdownBegun = new AtomicBoolean();

	@SuppressWarnings("this-escape")
	private HttpServer(Builder builder, HttpHandler handler) throws IOException {
		this.serverField = builder.serverField;
		this.version = builder.version;
		this.listeners = builder.listeners();
		this.main = main(this.listeners);
		this.shutdown = (builder.shutdown != null) ? builder.shutdown : () -> stop(SHUTDOWN_GRACE);
		Executor workers = builder.workers;
		int concurrentHandlers = builder.mostConcurrent;
		if (workers == null || builder.oneAtATime) {
			int threads = builder.oneAtATime ? 1 : builder.workerThreads;
			this.ownWorkers = new WorkerPool(threads);
			workers = this.ownWorkers;
			concurrentHandlers = (int) Math.min(Integer.MAX_VALUE, (long) threads + builder.workerQueue);
		}
		else {
			this.ownWorkers = null;
		}
		EngineOptions options = new EngineOptions(builder.reuseAddress, builder.backlog, builder.verifier,
				builder.eventLoops, concurrentHandlers, builder.connectionLimits, builder.timeouts, builder.pace,
				builder.clock, builder.channels);
		ExchangeDispatcher dispatcher = dispatcher(builder, handler);
		List<Listener> listening = this.listeners.stream()
			.map((listener) -> listener.speaking(
					builder.protocols(listener,
							(listener.handler() == null) ? dispatcher
									: dispatcher.beside(listener.handler(), listener.errors())),
					builder.trustedProxies::contains))
			.toList();
		this.engine = Engine.open(options, workers, listening);
	}

	private ExchangeDispatcher dispatcher(Builder builder, HttpHandler handler) {
		ClientLimits limits = builder.clientLimits.isEmpty() ? null
				: new ClientLimits(builder.clientLimits, builder.clock);
		return new ExchangeDispatcher(this, handler, builder.oneAtATime, builder.trustedProxies, limits,
				new ExchangeListeners(builder.exchangeListeners), builder.errors, builder.failures, builder.errorHook,
				this::countRefused);
	}

	/** A handler asks for a port rather than for what has none. */
	private static HttpListener main(List<HttpListener> listeners) {
		return listeners.stream().filter(HttpListener::hasPort).findFirst().orElse(listeners.get(0));
	}

	private void countRefused(String listener, ShedReason reason) {
		this.engine.countRefused(listener, reason);
	}

	/**
	 * Begins to describe a server.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public int port() {
		return address().getPort();
	}

	@Override
	public InetSocketAddress address() {
		return PeerAddress.of(addresses().get(this.main.name()));
	}

	@Override
	public Map<String, SocketAddress> addresses() {
		return this.engine.addresses();
	}

	@Override
	public String serverName() {
		InetAddress host = address().getAddress();
		if (!host.isAnyLocalAddress()) {
			return host.getCanonicalHostName();
		}
		try {
			return InetAddress.getLocalHost().getCanonicalHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	@Override
	public String serverHeader() {
		return this.serverField;
	}

	@Override
	public HttpVersion protocolVersion() {
		return this.version;
	}

	@Override
	public boolean isSecure() {
		return this.main.isSecure();
	}

	/**
	 * Waits until the server is closed (Python's {@code serve_forever}).
	 * @throws InterruptedException if the thread is interrupted while it waits; the
	 * server runs on
	 */
	public void serveForever() throws InterruptedException {
		this.closed.await();
	}

	@Override
	public CompletableFuture<Void> drain() {
		return drain(Duration.ZERO);
	}

	/**
	 * Does what {@link #drain()} does, after a delay in which a load balancer can learn
	 * that this server is about to stop: for so long, requests and new connections are
	 * served, but each response is the last one of its connection, so that none is left
	 * that a request could still be on its way to.
	 * @param delay how long; a shorter one of a later call counts
	 * @return completes when no connection is left
	 * @throws IllegalArgumentException if the delay is negative
	 */
	public CompletableFuture<Void> drain(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("A delay cannot be negative: " + delay);
		}
		return this.engine.drain(delay);
	}

	@Override
	public void shutdown() {
		if (this.shutdownBegun.compareAndSet(false, true)) {
			new Thread(this.shutdown, "jhttp-shutdown").start();
		}
	}

	@Override
	public boolean stop(Duration grace) {
		boolean drained = false;
		try {
			drain().get(grace.toNanos(), TimeUnit.NANOSECONDS);
			drained = true;
		}
		catch (TimeoutException | ExecutionException ex) {
			// Said by the result: what is still running is closed below.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close();
		return drained;
	}

	/**
	 * Closes the server and every connection at once.
	 */
	@Override
	public void close() {
		this.engine.close();
		if (this.ownWorkers != null) {
			this.ownWorkers.stop();
		}
		this.closed.countDown();
	}

	@Override
	public Counters counters() {
		return this.engine.counters();
	}

	/**
	 * What the server counts for one of its listeners.
	 * @param listener its name
	 * @return live counters, readable from any thread
	 * @throws IllegalArgumentException if there is no such listener
	 */
	public Counters counters(String listener) {
		return this.engine.counters(listener);
	}

	/**
	 * Why the server does not serve as it should, though it was not stopped.
	 * @return what has ended an event loop, or closed a listener; null if all is well
	 */
	public @Nullable Throwable failure() {
		return this.engine.failure();
	}

	/**
	 * The threads of the server's own pool.
	 * @return how many there are at the moment, idle ones included; 0 if the server was
	 * given workers
	 */
	public int workerThreads() {
		return (this.ownWorkers != null) ? this.ownWorkers.threads() : 0;
	}

	/** For tests that move the clock. */
	void checkDeadlines() {
		this.engine.checkDeadlines();
	}

	/**
	 * Describes a server, then starts it.
	 */
	public static final class Builder {

		private final List<HttpListener> added = new ArrayList<>();

		private @Nullable InetSocketAddress address;

		private @Nullable ProtocolFamily addressFamily;

		private boolean reuseAddress = true;

		private @Nullable Predicate<InetSocketAddress> verifier;

		private ErrorRenderer errors = ErrorRenderer.PAGE;

		private FailureHandler failures = FailureHandler.NONE;

		private @Nullable BiConsumer<HttpRequest, Throwable> errorHook;

		private @Nullable Runnable shutdown;

		private HttpVersion version = HttpVersion.HTTP_1_1;

		private boolean oneAtATime;

		private int backlog = 1024;

		private int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

		private int workerThreads = 200;

		private int workerQueue = 1000;

		private @Nullable Executor workers;

		private int mostConcurrent;

		private HeadLimits headLimits = HeadLimits.DEFAULTS;

		private boolean http09;

		private boolean http2 = true;

		private Http2Limits http2Limits = Http2Limits.DEFAULTS;

		private long maxContent = 100L * 1024 * 1024;

		private ConnectionLimits connectionLimits = ConnectionLimits.DEFAULTS;

		private Timeouts timeouts = Timeouts.DEFAULTS;

		private Pace pace = Pace.DEFAULTS;

		private String serverField = "jhttp";

		private final List<ExchangeListener> exchangeListeners = new ArrayList<>();

		private @Nullable TlsOptions tls;

		private EngineClock clock = EngineClock.SYSTEM;

		private SelectorProvider channels = SelectorProvider.provider();

		private final List<ClientLimit> clientLimits = new ArrayList<>();

		private TrustedProxies trustedProxies = TrustedProxies.NONE;

		private boolean proxyProtocol;

		private @Nullable HttpHandler handler;

		private Builder() {
		}

		/**
		 * Sets the port, on all interfaces. The default is 8000.
		 * @param port 0 to 65535; 0 for any free port
		 * @return this builder
		 */
		public Builder port(int port) {
			return address(new InetSocketAddress(port));
		}

		/**
		 * Sets the address to listen on. For Java the one of all interfaces is the same
		 * in IPv4 and IPv6: the server listens on both, unless {@link #addressFamily}
		 * says which.
		 * @param address interface and port
		 * @return this builder
		 */
		public Builder address(InetSocketAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Adds a listener. Those without a handler of their own take the place of the
		 * only one that {@link #address}, {@link #tls} and {@link #proxyProtocol}
		 * describe; the others stand beside it.
		 * @param listener where to listen, by a name that no other one has
		 * @return this builder
		 */
		public Builder listen(HttpListener listener) {
			this.added.add(listener);
			return this;
		}

		/**
		 * Where the server is going to listen, as far as it is described.
		 * @return all listeners, those for the handler of the server first
		 * @throws IllegalStateException if two have the same name, or listeners were
		 * added in place of one that is described
		 */
		public List<HttpListener> listeners() {
			List<HttpListener> all = new ArrayList<>(
					this.added.stream().filter((each) -> each.handler() == null).toList());
			if (all.isEmpty()) {
				InetSocketAddress only = (this.address != null) ? this.address : new InetSocketAddress(8000);
				all.add(HttpListener.of(DEFAULT_LISTENER, only, this.addressFamily)
					.tls(this.tls)
					.proxyProtocol(this.proxyProtocol));
			}
			else if (this.address != null || this.addressFamily != null || this.tls != null || this.proxyProtocol) {
				throw new IllegalStateException("The listeners " + all + " have taken the place of the one that "
						+ "address, port, addressFamily, tls and proxyProtocol describe");
			}
			this.added.stream().filter((each) -> each.handler() != null).forEach(all::add);
			if (all.stream().map(HttpListener::name).distinct().count() < all.size()) {
				throw new IllegalStateException("Each listener needs a name of its own: " + all);
			}
			return all;
		}

		/**
		 * Sets the family of addresses to listen on (Python's {@code address_family}). By
		 * default it is every one that the address has.
		 * @param family {@code StandardProtocolFamily.INET} for IPv4 only, or
		 * {@code INET6}
		 * @return this builder
		 * @throws IllegalArgumentException for any other family
		 */
		public Builder addressFamily(ProtocolFamily family) {
			if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
				throw new IllegalArgumentException("A server listens on addresses of INET or INET6, not of " + family);
			}
			this.addressFamily = family;
			return this;
		}

		/**
		 * Sets whether the port can be bound again while connections of an earlier server
		 * time out (Python's {@code allow_reuse_address}). It can by default.
		 * @param reuseAddress false to wait for them
		 * @return this builder
		 */
		public Builder reuseAddress(boolean reuseAddress) {
			this.reuseAddress = reuseAddress;
			return this;
		}

		/**
		 * Sets who may connect (Python's {@code verify_request}). A client that may not
		 * gets a closed connection.
		 * @param verifier true for the address and port of a welcome client; called on
		 * the event loops, so that it must not block
		 * @return this builder
		 */
		public Builder verifyRequest(Predicate<InetSocketAddress> verifier) {
			this.verifier = verifier;
			return this;
		}

		/**
		 * Sets what errors look like to clients.
		 * @param renderer sends errors; by default {@link ErrorRenderer#PAGE}
		 * @return this builder
		 */
		public Builder errors(ErrorRenderer renderer) {
			this.errors = renderer;
			return this;
		}

		/**
		 * Sets what answers for exceptions that say themselves what to answer.
		 * @param handler is asked before {@link #handleError}; by default
		 * {@link FailureHandler#NONE}
		 * @return this builder
		 */
		public Builder failures(FailureHandler handler) {
			this.failures = handler;
			return this;
		}

		/**
		 * Sets what is done when a handler fails, and the exception does not say itself
		 * what to answer (Python's {@code handle_error}). It is logged by default. The
		 * client is answered with 500, or its connection is closed if the response has
		 * begun to leave.
		 * @param hook takes the request and the exception
		 * @return this builder
		 */
		public Builder handleError(BiConsumer<HttpRequest, Throwable> hook) {
			this.errorHook = hook;
			return this;
		}

		/**
		 * Sets what {@link RunningServer#shutdown()} does. It stops the server by
		 * default, and gives running requests 30 seconds.
		 * @param shutdown ends the application, and the server with it; it may block
		 * @return this builder
		 */
		public Builder shutdown(Runnable shutdown) {
			this.shutdown = shutdown;
			return this;
		}

		/**
		 * Sets the highest protocol version that is answered in (Python's
		 * {@code protocol_version}). With 1.0 there are neither chunks nor interim
		 * answers, and each connection ends with its response, unless a handler keeps it.
		 * @param version 1.0 or 1.1, which is the default
		 * @return this builder
		 * @throws IllegalArgumentException for 0.9
		 */
		public Builder protocolVersion(HttpVersion version) {
			if (version != HttpVersion.HTTP_1_0 && version != HttpVersion.HTTP_1_1) {
				throw new IllegalArgumentException("A server answers in HTTP/1.0 or HTTP/1.1, not in " + version);
			}
			this.version = version;
			return this;
		}

		/**
		 * Handles one request after the other, in one thread (Python's
		 * {@code HTTPServer}), for handlers that share what is not safe for several. Idle
		 * connections make no client wait. The default is many at a time.
		 * @param oneAtATime true for one; other choices of workers are ignored then
		 * @return this builder
		 */
		public Builder oneAtATime(boolean oneAtATime) {
			this.oneAtATime = oneAtATime;
			return this;
		}

		/**
		 * Sets how many connections the system may hold until they are accepted.
		 * @param backlog at least 1; the default is 1024
		 * @return this builder
		 */
		public Builder backlog(int backlog) {
			this.backlog = requirePositive("backlog", backlog);
			return this;
		}

		/**
		 * Sets the number of event loops. The default is half the processors.
		 * @param eventLoops at least 1
		 * @return this builder
		 */
		public Builder eventLoops(int eventLoops) {
			this.eventLoops = requirePositive("number of event loops", eventLoops);
			return this;
		}

		/**
		 * Sets how many handlers may run at the same time in the server's own pool.
		 * @param threads at least 1; the default is 200
		 * @return this builder
		 */
		public Builder workerThreads(int threads) {
			this.workerThreads = requirePositive("number of worker threads", threads);
			return this;
		}

		/**
		 * Sets how many requests may wait for a thread of the server's own pool; more are
		 * refused with 503.
		 * @param queued 0 or more; the default is 1000
		 * @return this builder
		 */
		public Builder workerQueue(int queued) {
			if (queued < 0) {
				throw new IllegalArgumentException("The worker queue cannot have a negative length: " + queued);
			}
			this.workerQueue = queued;
			return this;
		}

		/**
		 * Sets what runs handlers, in place of the server's own pool. It stays the
		 * caller's to stop. A task that it rejects is answered with 503; it must not run
		 * tasks on the calling thread.
		 * @param workers such as a virtual-thread-per-task executor
		 * @param most how many requests it may have at the same time, at least 1; more
		 * are refused with 503
		 * @return this builder
		 */
		public Builder workers(Executor workers, int most) {
			this.workers = workers;
			this.mostConcurrent = requirePositive("number of concurrent handlers", most);
			return this;
		}

		/**
		 * Sets the bounds of request heads.
		 * @param limits the bounds
		 * @return this builder
		 */
		public Builder headLimits(HeadLimits limits) {
			this.headLimits = limits;
			return this;
		}

		/**
		 * Sets whether simple requests of HTTP/0.9 are answered: a line with {@code GET}
		 * and a path, without a version. They are not by default.
		 * @param http09 true to answer them
		 * @return this builder
		 */
		public Builder http09(boolean http09) {
			this.http09 = http09;
			return this;
		}

		/**
		 * Speaks HTTP/2 beside HTTP/1.1: with clients that choose it in the TLS
		 * handshake, and without TLS with those that know before. A server that answers
		 * in HTTP/1.0 does not speak it.
		 * @param http2 false to speak HTTP/1 only, unless a listener says otherwise; true
		 * is the default
		 * @return this builder
		 * @see HttpListener#http2
		 */
		public Builder http2(boolean http2) {
			this.http2 = http2;
			return this;
		}

		/**
		 * Bounds what one connection of HTTP/2 may do.
		 * @param limits the bounds; {@link Http2Limits#DEFAULTS} unless set
		 * @return this builder
		 */
		public Builder http2Limits(Http2Limits limits) {
			this.http2Limits = limits;
			return this;
		}

		/**
		 * Sets how much content a request may have; more is refused with 413.
		 * @param bytes 0 or more; the default is 100 MiB
		 * @return this builder
		 */
		public Builder maxRequestContent(long bytes) {
			if (bytes < 0) {
				throw new IllegalArgumentException("maxRequestContent must not be negative: " + bytes);
			}
			this.maxContent = bytes;
			return this;
		}

		/**
		 * Sets how many connections there may be, and what one may do.
		 * @param limits the limits
		 * @return this builder
		 */
		public Builder connectionLimits(ConnectionLimits limits) {
			this.connectionLimits = limits;
			return this;
		}

		/**
		 * Limits how much each address may ask of the handler of the server. Without any
		 * limit, that costs nothing.
		 * @param limit the limit; each holds for itself
		 * @return this builder
		 * @see UserLimits
		 */
		public Builder clientLimit(ClientLimit limit) {
			this.clientLimits.add(limit);
			return this;
		}

		/**
		 * Sets how slow clients may be.
		 * @param pace the minimum rates
		 * @return this builder
		 */
		public Builder pace(Pace pace) {
			this.pace = pace;
			return this;
		}

		/**
		 * Sets how long to wait for clients.
		 * @param timeouts the durations
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		/**
		 * Sets the value of the {@code Server} field.
		 * @param value the value, or an empty string to leave the field out
		 * @return this builder
		 * @throws IllegalArgumentException if it may not stand in a header field
		 */
		public Builder serverHeader(String value) {
			this.serverField = FieldRules.requireValue("Server", value);
			return this;
		}

		/**
		 * Sets how connections are encrypted: the server speaks HTTPS then. It speaks
		 * plain HTTP by default.
		 * @param tls the options, or null for plain HTTP
		 * @return this builder
		 */
		public Builder tls(@Nullable TlsOptions tls) {
			this.tls = tls;
			return this;
		}

		/**
		 * Sets what answers requests.
		 * @param handler a handler; a {@link NonBlockingHttpHandler} is called on the
		 * event loop
		 * @return this builder
		 */
		public Builder handler(HttpHandler handler) {
			this.handler = handler;
			return this;
		}

		/**
		 * Sets the proxies that are believed when they say for whom they speak. No proxy
		 * is by default.
		 * @param proxies the proxies
		 * @return this builder
		 */
		public Builder trustedProxies(TrustedProxies proxies) {
			this.trustedProxies = proxies;
			return this;
		}

		/**
		 * Sets whether each connection of a trusted proxy begins with a header of the
		 * PROXY protocol, version 1 or 2. One without it is refused then; so is that of
		 * any other client that sends one. The default is false.
		 * @param proxyProtocol true if all trusted proxies send it
		 * @return this builder
		 */
		public Builder proxyProtocol(boolean proxyProtocol) {
			this.proxyProtocol = proxyProtocol;
			return this;
		}

		/**
		 * Adds a listener that is told when exchanges begin and end. Without any, that
		 * costs nothing.
		 * @param listener called in the order of addition
		 * @return this builder
		 */
		public Builder listener(ExchangeListener listener) {
			this.exchangeListeners.add(listener);
			return this;
		}

		private List<Protocol> protocols(HttpListener listener, StreamHandler handler) {
			List<Protocol> spoken = new ArrayList<>();
			if (this.version == HttpVersion.HTTP_1_1 && listener.speaksHttp2(this.http2)) {
				spoken.add(new Http2Protocol(
						new Http2Options(this.headLimits, this.maxContent, this.http2Limits, false, this.serverField),
						handler));
			}
			spoken.add(new Http1Protocol(http1Options(), handler));
			return spoken;
		}

		private Http1Options http1Options() {
			byte[] serverLine = this.serverField.isEmpty() ? new byte[0]
					: ("Server: " + this.serverField + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
			return new Http1Options(this.headLimits, this.version, this.http09, this.maxContent, serverLine);
		}

		/**
		 * Sets what makes the channels and selectors of the server. By default they are
		 * those of the system; others can connect a client in the same process without a
		 * socket. A listener on a Unix socket is bound without a file then.
		 * @param channels supports non-blocking selection
		 * @return this builder
		 */
		public Builder channels(SelectorProvider channels) {
			this.channels = channels;
			return this;
		}

		/**
		 * Whether the server listens on sockets of the system.
		 * @return false if it was given channels of another kind
		 */
		public boolean usesSockets() {
			return this.channels == SelectorProvider.provider();
		}

		Builder clock(EngineClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Binds the addresses and starts to serve.
		 * @return the running server
		 * @throws IOException if an address cannot be bound, for which a
		 * {@link io.jhttp.server.net.ListenException} says which and why, or if there is
		 * too little memory, or too few descriptors or threads; nothing stays open then
		 * @throws IllegalStateException if there is no handler, or the PROXY protocol is
		 * expected of no client
		 */
		public HttpServer start() throws IOException {
			HttpHandler handler = this.handler;
			if (handler == null) {
				throw new IllegalStateException("A server needs a handler");
			}
			if (this.trustedProxies.isEmpty() && listeners().stream().anyMatch(HttpListener::speaksProxyProtocol)) {
				throw new IllegalStateException("The PROXY protocol needs trusted proxies that speak it");
			}
			HttpServer server = new HttpServer(this, handler);
			server.engine.start();
			return server;
		}

		private static int requirePositive(String what, int number) {
			if (number < 1) {
				throw new IllegalArgumentException("The " + what + " must be positive: " + number);
			}
			return number;
		}

	}

}
