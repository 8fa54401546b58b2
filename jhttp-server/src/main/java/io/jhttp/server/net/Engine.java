package io.jhttp.server.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A listening socket and the event loops that serve it.
 */
public final class Engine {

	private final EngineOptions options;

	private final Executor workers;

	private final Function<Exchange, ExchangeHandler> handlers;

	private final InetSocketAddress address;

	private final SharedState shared;

	private final List<LoopThread> loops = new ArrayList<>();

	private Engine(EngineOptions options, Executor workers, Function<Exchange, ExchangeHandler> handlers,
			ServerSocketChannel listener) throws IOException {
		this.options = options;
		this.workers = workers;
		this.handlers = handlers;
		this.address = (InetSocketAddress) listener.getLocalAddress();
		TlsOptions tls = options.tls();
		this.shared = new SharedState(new DirectBuffers(DirectBuffers.CAPACITY), new DateLine(options.clock()),
				new Counters(), new AddressLimit(options.connectionLimits().perAddress()),
				new Semaphore(options.concurrentHandlers()), (tls != null) ? new TlsSupport(tls) : null,
				new AtomicInteger(options.eventLoops()));
	}

	/**
	 * Binds the address. Nothing is accepted before {@link #start()}.
	 * @param options what to start
	 * @param workers runs what may block; it rejects a task when it is saturated
	 * @param handlers makes the handler of a new exchange
	 * @return the engine
	 * @throws IOException if the address cannot be bound; a {@link BindException} names
	 * it
	 */
	public static Engine open(EngineOptions options, Executor workers, Function<Exchange, ExchangeHandler> handlers)
			throws IOException {
		loadClassesForClosing();
		ServerSocketChannel listener = bind(options);
		List<Selector> selectors = new ArrayList<>();
		try {
			Engine engine = new Engine(options, workers, handlers, listener);
			for (int i = 0; i < options.eventLoops(); i++) {
				Selector selector = Selector.open();
				selectors.add(selector);
				SelectionKey listening = listener.register(selector, SelectionKey.OP_ACCEPT);
				engine.loops.add(new LoopThread(engine, listening, "jhttp-loop-" + i));
			}
			return engine;
		}
		catch (IOException | RuntimeException ex) {
			listener.close();
			for (Selector selector : selectors) {
				selector.close();
			}
			throw ex;
		}
	}

	/**
	 * Begins to serve.
	 */
	public void start() {
		for (LoopThread loop : this.loops) {
			loop.start();
		}
	}

	EventLoop loop(SelectionKey listening) {
		return new EventLoop(this.options, listening, this.workers, this.handlers, this.shared);
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
		ServerSocketChannel listener = ServerSocketChannel.open();
		try {
			listener.configureBlocking(false);
			listener.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
			listener.bind(address, options.backlog());
			return listener;
		}
		catch (IOException | RuntimeException ex) {
			listener.close();
			String message = "Cannot listen on " + address.getHostString() + " port " + address.getPort() + ": "
					+ (address.isUnresolved() ? "the host name is unknown" : ex.getMessage());
			throw (BindException) new BindException(message).initCause(ex);
		}
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
		return this.shared.counters();
	}

	/**
	 * Ends each connection with its next answer, refuses new ones after a delay, and then
	 * closes those that are idle.
	 * @param delay how long new connections are still accepted
	 * @return completes when no connection is left
	 */
	public CompletableFuture<Void> drain(Duration delay) {
		long nanos = delay.toNanos();
		return CompletableFuture
			.allOf(this.loops.stream().map((loop) -> loop.drain(nanos)).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Closes the listener and every connection, and waits for the loops to end.
	 */
	public void close() {
		this.loops.forEach(LoopThread::stop);
		this.loops.forEach(LoopThread::join);
		TlsSupport tls = this.shared.tls();
		if (tls != null) {
			tls.stop();
		}
	}

	/**
	 * Makes the loops look at the clock. For tests that move it: a loop sleeps by the
	 * system's clock, not by theirs.
	 */
	public void checkDeadlines() {
		this.loops.forEach(LoopThread::wakeUp);
	}

}
