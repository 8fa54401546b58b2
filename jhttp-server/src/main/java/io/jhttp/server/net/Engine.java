package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Listeners, and the event loops that serve them.
 */
public final class Engine {

	/** Of listeners that stop first, and that stop last. */
	private static final List<Boolean> STOPS_LAST = List.of(false, true);

	private final Map<String, ListeningSocket> sockets;

	private final Map<String, EngineCounters> counters;

	private final EngineContext context;

	private final List<EventLoop> loops = new ArrayList<>();

	/** How many groups of listeners stop one after the other. */
	private int groups;

	private volatile boolean stopping;

	private Engine(EngineOptions options, Executor workers, Map<String, ListeningSocket> sockets) {
		this.sockets = sockets;
		this.counters = new LinkedHashMap<>();
		sockets.keySet().forEach((name) -> this.counters.put(name, new EngineCounters()));
		this.context = new EngineContext(options, new DirectBuffers(DirectBuffers.CAPACITY),
				new DateLine(options.clock()), new TotalCounters(List.copyOf(this.counters.values())),
				new AtomicInteger(), new AddressLimit(options.connectionLimits().perAddress()),
				new Workers(workers, options.concurrentHandlers()), new TlsSupport(), new AcceptFailures());
	}

	/**
	 * Binds the addresses and makes all that the engine needs. Nothing is accepted before
	 * {@link #start()}.
	 * @param options what to start
	 * @param workers runs what may block; it rejects a task when it is saturated
	 * @param listeners where to listen, each by a name of its own
	 * @return the engine
	 * @throws IOException if an address cannot be bound, for which a
	 * {@link ListenException} names it, or the system lacks something else
	 */
	public static Engine open(EngineOptions options, Executor workers, List<Listener> listeners) throws IOException {
		loadClassesForClosing(options);
		Map<String, ListeningSocket> sockets = new LinkedHashMap<>();
		List<Selector> selectors = new ArrayList<>();
		try {
			for (Listener listener : listeners) {
				sockets.put(listener.name(), ListeningSocket.open(listener, options));
			}
			Engine engine = new Engine(options, workers, sockets);
			for (int i = 0; i < options.eventLoops(); i++) {
				Selector selector = options.channels().openSelector();
				selectors.add(selector);
				engine.addLoop(selector, listeners);
			}
			return engine;
		}
		catch (OutOfMemoryError ex) {
			close(sockets, selectors);
			throw new IOException(
					"There is not enough memory for the event loops (" + options.eventLoops() + "), which take "
							+ EventLoop.DIRECT_MEMORY / 1024 + " KiB of direct memory each: " + ex.getMessage(),
					ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			close(sockets, selectors);
			throw ex;
		}
	}

	private static void close(Map<String, ListeningSocket> sockets, List<Selector> selectors) throws IOException {
		sockets.values().forEach(ListeningSocket::close);
		for (Selector selector : selectors) {
			selector.close();
		}
	}

	private void addLoop(Selector selector, List<Listener> listeners) throws IOException {
		EventLoop loop = new EventLoop(this.context, selector, "jhttp-loop-" + this.loops.size());
		this.groups = 0;
		for (boolean last : STOPS_LAST) {
			List<Listener> group = listeners.stream().filter((listener) -> listener.stopsLast() == last).toList();
			if (!group.isEmpty()) {
				this.groups++;
				LoopListeners together = loop.addListeners();
				for (Listener listener : group) {
					together.add(acceptor(loop, selector, listener, together));
				}
			}
		}
		this.loops.add(loop);
	}

	private Acceptor acceptor(EventLoop loop, Selector selector, Listener listener, LoopListeners group)
			throws IOException {
		ListeningSocket socket = Objects.requireNonNull(this.sockets.get(listener.name()));
		EngineCounters counters = Objects.requireNonNull(this.counters.get(listener.name()));
		SelectionKey key = socket.channel().register(selector, SelectionKey.OP_ACCEPT);
		ConnectionLimiter limiter = new ConnectionLimiter(loop, this.context, listener, group, counters,
				!(socket.address() instanceof InetSocketAddress));
		Acceptor acceptor = new Acceptor(loop, limiter, this.context.acceptFailures(), socket, key);
		key.attach(acceptor);
		return acceptor;
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
	private static void loadClassesForClosing(EngineOptions options) throws IOException {
		options.channels().openSocketChannel().close();
	}

	/**
	 * Where the engine listens.
	 * @return for each listener, by its name and in order, the address with the real port
	 */
	public Map<String, SocketAddress> addresses() {
		Map<String, SocketAddress> addresses = new LinkedHashMap<>();
		this.sockets.forEach((name, socket) -> addresses.put(name, socket.address()));
		return addresses;
	}

	/**
	 * What the engine counts.
	 * @return live counters
	 */
	public Counters counters() {
		return this.context.counters();
	}

	/**
	 * What a listener counts.
	 * @param listener its name
	 * @return live counters
	 * @throws IllegalArgumentException if there is no such listener
	 */
	public Counters counters(String listener) {
		Counters counters = this.counters.get(listener);
		if (counters == null) {
			throw new IllegalArgumentException(
					"There is no listener '" + listener + "'; there are " + String.join(", ", this.counters.keySet()));
		}
		return counters;
	}

	/**
	 * Counts a request that was refused before a handler saw it.
	 * @param listener by which it came
	 * @param reason why
	 */
	public void countRefused(String listener, ShedReason reason) {
		EngineCounters counters = Objects.requireNonNull(this.counters.get(listener));
		counters.requestRefused();
		counters.countShed(reason);
	}

	/**
	 * Why the engine does not serve as it should.
	 * @return what has ended an event loop, or closed a listener; null if all is well, or
	 * the engine is being stopped
	 */
	public @Nullable Throwable failure() {
		for (EventLoop loop : this.loops) {
			Throwable failure = loop.failure();
			if (failure != null) {
				return failure;
			}
		}
		for (Map.Entry<String, ListeningSocket> each : this.sockets.entrySet()) {
			if (!this.stopping && !each.getValue().isOpen()) {
				return new IOException("The listener '" + each.getKey() + "' is closed");
			}
		}
		return null;
	}

	/**
	 * Ends each connection with its next response, refuses new ones after a delay, and
	 * then closes those that are idle. Listeners that stop last begin with it when no
	 * connection of the others is left.
	 * @param delay how long new connections are still accepted
	 * @return completes when no connection is left
	 */
	public CompletableFuture<Void> drain(Duration delay) {
		this.stopping = true;
		CompletableFuture<Void> drained = drain(0, delay.toNanos());
		for (int i = 1; i < this.groups; i++) {
			int group = i;
			drained = drained.thenCompose((nothing) -> drain(group, 0));
		}
		return drained;
	}

	private CompletableFuture<Void> drain(int group, long nanos) {
		return CompletableFuture
			.allOf(this.loops.stream().map((loop) -> loop.drain(group, nanos)).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Closes the listeners and every connection, and waits for the loops to end.
	 */
	public void close() {
		this.stopping = true;
		this.loops.forEach(EventLoop::stop);
		this.loops.forEach(EventLoop::join);
		this.context.tls().stop();
	}

	/**
	 * Makes the loops look at the clock. For tests that move it: a loop sleeps by the
	 * system's clock, not by theirs.
	 */
	public void checkDeadlines() {
		this.loops.forEach(EventLoop::wakeUp);
	}

}
