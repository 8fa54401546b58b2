package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.jhttp.server.http.RequestHeadParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a selector that accepts connections and owns them. Nothing in it blocks
 * but the selection. Its buffers, parser and exchange serve one connection after the
 * other, so that an idle connection holds none.
 */
final class EventLoop implements Runnable, Consumer<SelectionKey> {

	private static final Logger logger = LoggerFactory.getLogger(EventLoop.class);

	/**
	 * Connections that came together are late together: others have their turn between.
	 */
	private static final int EXPIRED_PER_TURN = 32;

	private static final int INPUT_CAPACITY = 64 * 1024;

	/** A request may be on its way when the server begins to stop. */
	static final long DRAIN_GRACE = TimeUnit.MILLISECONDS.toNanos(100);

	/** How long workers wait for a client in any case, even if requests wait for them. */
	private static final Duration WORKER_PATIENCE = Duration.ofSeconds(1);

	private enum Accepting {

		ALWAYS, UNTIL, NO_MORE

	}

	private final EngineOptions options;

	private final Selector selector;

	private final ServerSocketChannel listener;

	private final Acceptor acceptor;

	private final Executor workers;

	private final Function<Exchange, ExchangeHandler> handlers;

	private final DirectBuffers buffers;

	private final DateLine dateLine;

	private final Counters counters;

	private final Admission admission;

	private final Semaphore workerRoom;

	private final AtomicInteger listening;

	private @Nullable Refusal refusal;

	private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_CAPACITY);

	private final byte[] scratch = new byte[INPUT_CAPACITY];

	private final LoopOutput output = new LoopOutput();

	private final List<Deadlines> deadlines;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final ArrayDeque<Connection> turns = new ArrayDeque<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private @Nullable RequestHeadParser parser;

	private @Nullable Exchange exchange;

	private long now;

	private boolean nowStale = true;

	private long turnBegan;

	private boolean turnBeganStale = true;

	private int openConnections;

	private Accepting accepting = Accepting.ALWAYS;

	/** When the loop stops to accept, if it is to. */
	private long acceptsUntil;

	private long nextSweep;

	private volatile boolean draining;

	private volatile boolean stopping;

	private volatile boolean terminated;

	EventLoop(EngineOptions options, SelectionKey listening, Executor workers,
			Function<Exchange, ExchangeHandler> handlers, SharedState shared) {
		this.options = options;
		this.selector = listening.selector();
		this.listener = (ServerSocketChannel) listening.channel();
		this.workers = workers;
		this.handlers = handlers;
		this.buffers = shared.buffers();
		this.dateLine = shared.dateLine();
		this.counters = shared.counters();
		this.workerRoom = shared.workerRoom();
		this.listening = shared.listening();
		Timeouts timeouts = options.timeouts();
		this.deadlines = List.of(new Deadlines(Deadlines.Kind.HEAD, timeouts.head()),
				new Deadlines(Deadlines.Kind.IDLE, timeouts.idle()),
				new Deadlines(Deadlines.Kind.BODY, timeouts.body()),
				new Deadlines(Deadlines.Kind.WRITE, timeouts.write()),
				new Deadlines(Deadlines.Kind.LINGER, timeouts.linger()),
				new Deadlines(Deadlines.Kind.WORKER, WORKER_PATIENCE),
				new Deadlines(Deadlines.Kind.HANDSHAKE, handshakeTimeout(options)));
		this.admission = new Admission(this, this.selector, shared);
		this.acceptor = new Acceptor(this, this.admission, this.listener, listening);
		listening.attach(this.acceptor);
	}

	private static Duration handshakeTimeout(EngineOptions options) {
		TlsOptions tls = options.tls();
		return (tls != null) ? tls.handshakeTimeout() : Duration.ZERO;
	}

	// The loop

	@Override
	public void run() {
		try {
			while (!this.stopping) {
				select();
				runTasks();
				takeTurns();
				expireDeadlines();
				this.acceptor.retryIfDue(now());
				continueDraining();
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.error("An event loop of the HTTP server failed; its connections are closed", ex);
		}
		finally {
			terminate();
		}
	}

	private void select() throws IOException {
		long timeout = selectTimeoutMillis();
		this.nowStale = true;
		this.turnBeganStale = true;
		this.asleep.set(true);
		try {
			if (timeout == 0 || !this.tasks.isEmpty()) {
				this.selector.selectNow(this);
			}
			else {
				this.selector.select(this, (timeout < 0) ? 0 : timeout);
			}
		}
		finally {
			this.asleep.set(false);
		}
	}

	/** 0 not to wait, negative to wait for ever. */
	private long selectTimeoutMillis() {
		if (!this.turns.isEmpty()) {
			return 0;
		}
		long now = now();
		long nanos = this.acceptor.untilRetry(now);
		for (Deadlines list : this.deadlines) {
			nanos = Math.min(nanos, list.untilNext(now));
		}
		if (this.accepting != Accepting.ALWAYS) {
			nanos = Math.min(nanos, ((this.accepting == Accepting.UNTIL) ? this.acceptsUntil : this.nextSweep) - now);
		}
		if (nanos == Long.MAX_VALUE) {
			return -1;
		}
		return (nanos <= 0) ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
	}

	/** A selected key. */
	@Override
	public void accept(SelectionKey key) {
		ReadyHandler handler = (ReadyHandler) key.attachment();
		try {
			handler.onReady(key.readyOps());
		}
		catch (CancelledKeyException ex) {
			// Closed by an event before this one in the same selection.
		}
		catch (RuntimeException | Error ex) {
			logger.error("An event of the HTTP server failed", ex);
			if (handler instanceof Connection connection) {
				connection.close();
			}
		}
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A task of an event loop failed", ex);
			}
		}
	}

	private void takeTurns() {
		for (int count = this.turns.size(); count > 0; count--) {
			Connection connection = this.turns.remove();
			try {
				connection.takeTurn();
			}
			catch (RuntimeException | Error ex) {
				logger.error("A request of the HTTP server failed", ex);
				connection.close();
			}
		}
	}

	private void expireDeadlines() {
		long now = now();
		for (Deadlines list : this.deadlines) {
			for (int i = 0; i < EXPIRED_PER_TURN; i++) {
				Connection late = list.pollExpired(now);
				if (late == null) {
					break;
				}
				expire(late, list.kind());
			}
		}
	}

	private static void expire(Connection late, Deadlines.Kind kind) {
		try {
			late.onTimeout(kind);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A deadline of the HTTP server failed", ex);
			late.close();
		}
	}

	private void continueDraining() throws IOException {
		if (this.accepting == Accepting.UNTIL && now() - this.acceptsUntil >= 0) {
			this.accepting = Accepting.NO_MORE;
			this.nextSweep = now() + DRAIN_GRACE;
			leaveListener();
		}
		if (this.accepting != Accepting.NO_MORE) {
			return;
		}
		if (now() - this.nextSweep >= 0) {
			this.nextSweep = now() + DRAIN_GRACE / 2;
			forEachConnection(EventLoop::drain);
		}
		if (this.openConnections == 0) {
			this.drained.complete(null);
		}
	}

	private static void drain(Connection connection) {
		try {
			connection.drain();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A request of the HTTP server failed", ex);
			connection.close();
		}
	}

	/**
	 * The system goes on listening until the last selector has let go of the listener,
	 * and then resets whom nobody has accepted. So the last loop closes it, after it has
	 * let everybody in.
	 */
	private void leaveListener() throws IOException {
		this.acceptor.cancel();
		this.selector.selectNow(this);
		if (this.listening.decrementAndGet() == 0) {
			this.acceptor.close();
		}
	}

	private void forEachConnection(Consumer<Connection> action) {
		for (SelectionKey key : List.copyOf(this.selector.keys())) {
			if (key.attachment() instanceof Connection connection) {
				action.accept(connection);
			}
		}
	}

	/** Whatever fails on the way, whoever waits for this loop must learn of its end. */
	private void terminate() {
		try {
			forEachConnection(Connection::close);
			this.listener.close();
			this.selector.close();
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.error("Closing an event loop failed", ex);
		}
		finally {
			this.terminated = true;
			runTasks();
			this.drained.complete(null);
		}
	}

	// From any thread

	/** Runs a task on the loop, or here if the loop has ended. */
	void execute(Runnable task) {
		this.tasks.add(task);
		if (this.terminated) {
			runTasks();
		}
		else if (this.asleep.get() && this.asleep.compareAndSet(true, false)) {
			this.selector.wakeup();
		}
	}

	/**
	 * Lets connections end with their next answer; after a delay, stops accepting and
	 * ends them as soon as they are idle. The shortest delay counts.
	 */
	CompletableFuture<Void> drain(long delayNanos) {
		long until = this.options.clock().nanoTime() + delayNanos;
		this.draining = true;
		execute(() -> {
			boolean sooner = this.accepting == Accepting.UNTIL && until - this.acceptsUntil < 0;
			if (sooner || this.accepting == Accepting.ALWAYS) {
				this.accepting = Accepting.UNTIL;
				this.acceptsUntil = until;
			}
		});
		return this.drained;
	}

	/** Makes the loop look at the clock. */
	void wakeUp() {
		execute(() -> {
		});
	}

	/** Closes everything at once. */
	void stop() {
		this.stopping = true;
		this.selector.wakeup();
	}

	boolean isDraining() {
		return this.draining;
	}

	byte[] dateLine() {
		return this.dateLine.octets();
	}

	DirectBuffers buffers() {
		return this.buffers;
	}

	/** Hands an exchange to a worker, unless there is no room for it. */
	boolean tryHandOver(Exchange exchange) {
		Executor other = exchange.executor();
		if (other != null) {
			return tryExecute(other, exchange);
		}
		boolean room = this.workerRoom.tryAcquire();
		if (room) {
			exchange.occupyRoom();
		}
		else if (!exchange.isResumed()) {
			return false;
		}
		boolean taken = tryExecute(this.workers, exchange);
		if (!taken && room) {
			this.workerRoom.release();
		}
		return taken;
	}

	private static boolean tryExecute(Executor executor, Exchange exchange) {
		try {
			executor.execute(exchange);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
		catch (RuntimeException | Error ex) {
			// Such as no more threads: it must not cost more than this request.
			logger.warn("A request found no worker: {}", ex.getMessage());
			return false;
		}
	}

	/**
	 * Runs what follows the end of a connection. It may block, so that it never runs
	 * here; workers that refuse it are stopping, or have more than they can do.
	 */
	void executeAfterEnd(Runnable task) {
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			new Thread(task, "jhttp-connection-end").start();
		}
	}

	/** From a worker: it is about to be free. */
	void leaveWorker() {
		this.workerRoom.release();
	}

	/**
	 * Whether an idle deadline that was started then would now end too early. A small
	 * difference is not worth a wake-up.
	 */
	boolean isIdleDeadlineStale(long startedAt) {
		return this.options.clock().nanoTime() - startedAt > deadlines(Deadlines.Kind.IDLE).nanos() / 16;
	}

	// For its connections, on the loop

	void opened(Connection connection) {
		this.openConnections++;
	}

	void closed(Connection connection) {
		this.openConnections--;
		this.admission.leave(connection);
	}

	/**
	 * Closes the connection that has been idle for longest; false if none is. One that
	 * has not finished its handshake has the least to lose.
	 */
	boolean recycle() {
		Connection idle = deadlines(Deadlines.Kind.HANDSHAKE).longestIdle();
		if (idle == null) {
			idle = deadlines(Deadlines.Kind.IDLE).longestIdle();
		}
		if (idle == null) {
			return false;
		}
		this.counters.gaveUp(ShedReason.RECYCLED);
		idle.close();
		return true;
	}

	EngineOptions options() {
		return this.options;
	}

	Counters counters() {
		return this.counters;
	}

	void expectTurn(Connection connection) {
		this.turns.add(connection);
	}

	long now() {
		if (this.nowStale) {
			this.now = this.options.clock().nanoTime();
			this.nowStale = false;
		}
		return this.now;
	}

	/**
	 * A time after the last selection and before anything that was asked for since: what
	 * was read of the world after it is not older than the requests of this turn.
	 */
	long turnBegan() {
		if (this.turnBeganStale) {
			this.turnBegan = System.nanoTime();
			this.turnBeganStale = false;
		}
		return this.turnBegan;
	}

	Deadlines deadlines(Deadlines.Kind kind) {
		return this.deadlines.get(kind.ordinal());
	}

	ByteBuffer input() {
		return this.input;
	}

	byte[] scratch() {
		return this.scratch;
	}

	LoopOutput output() {
		return this.output;
	}

	Refusal refusal() {
		Refusal refusal = this.refusal;
		if (refusal == null) {
			refusal = new Refusal(this.options.version(), this.options.serverLine(), this.dateLine);
			this.refusal = refusal;
		}
		return refusal;
	}

	RequestHeadParser takeParser() {
		RequestHeadParser taken = this.parser;
		this.parser = null;
		return (taken != null) ? taken : new RequestHeadParser(this.options.headLimits(), this.options.http09());
	}

	void giveBack(RequestHeadParser parser) {
		parser.reset();
		this.parser = parser;
	}

	Exchange takeExchange() {
		Exchange taken = this.exchange;
		this.exchange = null;
		return (taken != null) ? taken : new Exchange(this.handlers);
	}

	void giveBack(Exchange exchange) {
		this.exchange = exchange;
	}

	/** The answer of an exchange has left: if it was given here, it can be used again. */
	void reuse(Exchange answered) {
		if (!answered.isDispatched() && answered.held() == null) {
			RequestHeadParser released = answered.report().releaseParser();
			if (released != null) {
				giveBack(released);
			}
			giveBack(answered);
		}
	}

}
