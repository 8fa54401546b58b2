package io.jhttp.server.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A listening socket and the event loops that serve it.
 */
public final class Engine {

	private final InetSocketAddress address;

	private final ServerSocketChannel listener;

	private final EngineContext context;

	private final List<EventLoop> loops = new ArrayList<>();

	private volatile boolean stopping;

	private Engine(EngineOptions options, Executor workers, List<Protocol> protocols, ServerSocketChannel listener)
			throws IOException {
		this.listener = listener;
		this.address = (InetSocketAddress) listener.getLocalAddress();
		TlsOptions tls = options.tls();
		this.context = new EngineContext(options, new DirectBuffers(DirectBuffers.CAPACITY),
				new DateLine(options.clock()), new EngineCounters(),
				new AddressLimit(options.connectionLimits().perAddress()),
				new Workers(workers, options.concurrentHandlers()),
				(tls != null) ? new TlsSupport(tls, names(protocols)) : null, new AtomicInteger(options.eventLoops()),
				new AcceptFailures());
	}

	/**
	 * Binds the address and makes all that the engine needs. Nothing is accepted before
	 * {@link #start()}.
	 * @param options what to start
	 * @param workers runs what may block; it rejects a task when it is saturated
	 * @param protocols what connections can speak; the last one takes what no other does
	 * @return the engine
	 * @throws IOException if the address cannot be bound, for which a
	 * {@link BindException} names it, or the system lacks something else
	 */
	public static Engine open(EngineOptions options, Executor workers, List<Protocol> protocols) throws IOException {
		loadClassesForClosing();
		ServerSocketChannel listener = bind(options);
		List<Selector> selectors = new ArrayList<>();
		try {
			Engine engine = new Engine(options, workers, protocols, listener);
			for (int i = 0; i < options.eventLoops(); i++) {
				Selector selector = Selector.open();
				selectors.add(selector);
				engine.addLoop(selector, protocols);
			}
			return engine;
		}
		catch (OutOfMemoryError ex) {
			close(listener, selectors);
			throw new IOException(
					"There is not enough memory for the event loops (" + options.eventLoops() + "), which take "
							+ EventLoop.DIRECT_MEMORY / 1024 + " KiB of direct memory each: " + ex.getMessage(),
					ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			close(listener, selectors);
			throw ex;
		}
	}

	private static void close(ServerSocketChannel listener, List<Selector> selectors) throws IOException {
		listener.close();
		for (Selector selector : selectors) {
			selector.close();
		}
	}

	private static String[] names(List<Protocol> protocols) {
		return protocols.stream().map(Protocol::name).toArray(String[]::new);
	}

	private void addLoop(Selector selector, List<Protocol> protocols) throws IOException {
		EventLoop loop = new EventLoop(this.context, selector, "jhttp-loop-" + this.loops.size());
		List<ProtocolChoice> choices = protocols.stream()
			.map((protocol) -> new ProtocolChoice(protocol, protocol.forLoop(loop)))
			.toList();
		SelectionKey key = this.listener.register(selector, SelectionKey.OP_ACCEPT);
		Acceptor acceptor = new Acceptor(loop, new ConnectionLimiter(loop, this.context, choices),
				this.context.acceptFailures(), key);
		key.attach(acceptor);
		loop.listen(acceptor);
		this.loops.add(loop);
	}

	/**
	 * Begins to serve.
	 * @throws IOException if the system has no threads for the loops; everything is
	 * closed then
	 */
	public void start() throws IOException {
		try {
			this.loops.forEach(EventLoop::start);
		}
		catch (OutOfMemoryError ex) {
			this.loops.forEach(EventLoop::stop);
			// Those that have no thread end on this one.
			this.loops.stream().filter((loop) -> loop.thread().getState() == Thread.State.NEW).forEach(EventLoop::run);
			close();
			throw new IOException(
					"There are not enough threads for the event loops (" + this.loops.size() + "): " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * The JDK loads what closes a socket when it closes the first one, and needs
	 * descriptors for it. If there are none left by then, it can never close any.
	 */
	private static void loadClassesForClosing() throws IOException {
		SocketChannel.open().close();
	}

	private static ServerSocketChannel bind(EngineOptions options) throws IOException {
		InetSocketAddress address = options.address();
		ServerSocketChannel listener = open(options.family());
		try {
			listener.configureBlocking(false);
			listener.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
			listener.bind(address, options.backlog());
			return listener;
		}
		catch (IOException | RuntimeException ex) {
			listener.close();
			String message = "Cannot listen on " + address.getHostString() + " port " + address.getPort() + ": ";
			throw (BindException) new BindException(message + reason(address, ex)).initCause(ex);
		}
	}

	private static @Nullable String reason(InetSocketAddress address, Exception failure) {
		if (address.isUnresolved()) {
			return "the host name is unknown";
		}
		return (failure instanceof UnsupportedAddressTypeException)
				? "the address is not of a family that is listened on" : failure.getMessage();
	}

	private static ServerSocketChannel open(@Nullable ProtocolFamily family) throws IOException {
		return (family != null) ? ServerSocketChannel.open(family) : ServerSocketChannel.open();
	}

	/**
	 * Where the engine listens.
	 * @return the address with the real port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * What the engine counts.
	 * @return live counters
	 */
	public Counters counters() {
		return this.context.counters();
	}

	/**
	 * Why the engine does not serve as it should.
	 * @return what has ended an event loop, or closed the listener; null if all is well,
	 * or the engine is being stopped
	 */
	public @Nullable Throwable failure() {
		for (EventLoop loop : this.loops) {
			Throwable failure = loop.failure();
			if (failure != null) {
				return failure;
			}
		}
		return (this.stopping || this.listener.isOpen()) ? null : new IOException("The listener is closed");
	}

	/**
	 * Ends each connection with its next response, refuses new ones after a delay, and
	 * then closes those that are idle.
	 * @param delay how long new connections are still accepted
	 * @return completes when no connection is left
	 */
	public CompletableFuture<Void> drain(Duration delay) {
		this.stopping = true;
		long nanos = delay.toNanos();
		return CompletableFuture
			.allOf(this.loops.stream().map((loop) -> loop.drain(nanos)).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Closes the listener and every connection, and waits for the loops to end.
	 */
	public void close() {
		this.stopping = true;
		this.loops.forEach(EventLoop::stop);
		this.loops.forEach(EventLoop::join);
		TlsSupport tls = this.context.tls();
		if (tls != null) {
			tls.stop();
		}
	}

	/**
	 * Makes the loops look at the clock. For tests that move it: a loop sleeps by the
	 * system's clock, not by theirs.
	 */
	public void checkDeadlines() {
		this.loops.forEach(EventLoop::wakeUp);
	}

}
