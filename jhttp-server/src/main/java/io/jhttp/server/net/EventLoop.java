package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a selector that accepts connections and owns them. Nothing in it blocks
 * but the selection. Its buffers serve one connection after the other, so that an idle
 * connection holds none.
 */
public final class EventLoop implements Runnable, Consumer<SelectionKey> {

	private static final Logger logger = LoggerFactory.getLogger(EventLoop.class);

	/**
	 * Connections that came together are late together: others have their turn between.
	 */
	private static final int EXPIRED_PER_TURN = 32;

	/**
	 * How long those have their turns who have had one already, before the loop looks for
	 * others; or as long as the others took.
	 */
	private static final long TURNS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final int INPUT_CAPACITY = 64 * 1024;

	/** How many bytes of direct memory a loop takes. */
	static final int DIRECT_MEMORY = INPUT_CAPACITY + LoopOutput.CAPACITY;

	/** How long workers wait for a client in any case, even if requests wait for them. */
	private static final Duration WORKER_PATIENCE = Duration.ofSeconds(1);

	/**
	 * <pre>
	 *  RUNNING ──stop──▶ STOPPING ──▶ TERMINATED
	 *     └───────── a failure ──────────▲
	 * </pre>
	 */
	private enum Life {

		RUNNING, STOPPING, TERMINATED

	}

	private final EngineOptions options;

	private final EngineContext context;

	private final Selector selector;

	private final Thread thread;

	private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_CAPACITY);

	private final byte[] scratch = new byte[INPUT_CAPACITY];

	private final LoopOutput output = new LoopOutput();

	private Deadlines[] deadlines = {};

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final ArrayDeque<LoopMember> turns = new ArrayDeque<>();

	private final AtomicBoolean asleep = new AtomicBoolean();

	/** First those that stop first. */
	private LoopListeners[] listeners = {};

	/** The loop's clock; it stands still between two selections. */
	private long now;

	private boolean nowStale = true;

	private long turnBegan;

	private boolean turnBeganStale = true;

	private volatile Life life = Life.RUNNING;

	private volatile @Nullable Throwable failure;

	EventLoop(EngineContext context, Selector selector, String name) {
		this.options = context.options();
		this.context = context;
		this.selector = selector;
		this.thread = new EventLoopThread(this, name);
		for (DeadlineKind kind : DeadlineKind.values()) {
			add(new Deadlines(kind, timeout(kind, this.options)));
		}
	}

	private static Duration timeout(DeadlineKind kind, EngineOptions options) {
		return switch (kind) {
			case HEAD -> options.timeouts().head();
			case IDLE -> options.timeouts().idle();
			case BODY -> options.timeouts().body();
			case WRITE -> options.timeouts().write();
			case LINGER -> options.timeouts().linger();
			case WORKER -> WORKER_PATIENCE;
			// Each listener has its own, behind these.
			case HANDSHAKE -> TlsOptions.DEFAULT_HANDSHAKE_TIMEOUT;
		};
	}

	/** Before the loop begins: listeners that stop together, after earlier ones. */
	LoopListeners addListeners() {
		LoopListeners added = new LoopListeners(this.selector, this);
		this.listeners = Arrays.copyOf(this.listeners, this.listeners.length + 1);
		this.listeners[this.listeners.length - 1] = added;
		return added;
	}

	/** Before the loop begins: of the connections of a listener. */
	Deadlines addHandshakeDeadlines(Duration timeout) {
		Deadlines added = new Deadlines(DeadlineKind.HANDSHAKE, timeout);
		add(added);
		return added;
	}

	private void add(Deadlines added) {
		this.deadlines = Arrays.copyOf(this.deadlines, this.deadlines.length + 1);
		this.deadlines[this.deadlines.length - 1] = added;
	}

	void start() {
		this.thread.start();
	}

	// The loop

	@Override
	public void run() {
		try {
			while (this.life == Life.RUNNING) {
				try {
					turn();
				}
				catch (OutOfMemoryError ex) {
					outOfMemory(ex);
				}
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.failure = ex;
			logger.error("An event loop of the HTTP server failed; its connections are closed", ex);
		}
		finally {
			terminate();
		}
	}

	private void turn() throws IOException {
		select();
		runTasks();
		takeTurns();
		expireDeadlines();
		for (LoopListeners each : this.listeners) {
			each.onTime(now());
		}
	}

	/**
	 * Whatever it was that has taken the memory, other connections may end and give some
	 * back: a loop that ended would close all of them, and the listeners.
	 */
	private void outOfMemory(OutOfMemoryError error) {
		try {
			logger.error("An event loop of the HTTP server has too little memory, and goes on", error);
		}
		catch (OutOfMemoryError ex) {
			// There is not even enough to say so.
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
		long nanos = Long.MAX_VALUE;
		for (LoopListeners each : this.listeners) {
			nanos = Math.min(nanos, each.untilDue(now));
		}
		for (Deadlines list : this.deadlines) {
			nanos = Math.min(nanos, list.untilNext(now));
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
			try {
				logger.error("Unexpected failure on a connection or the listener", ex);
			}
			finally {
				if (handler instanceof LoopMember member) {
					member.close();
				}
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
		int count = this.turns.size();
		long began = (count > 1) ? this.options.clock().nanoTime() : 0;
		long most = (count > 1) ? Math.max(TURNS, began - now()) : 0;
		while (count > 0) {
			LoopMember member = this.turns.remove();
			member.guard(member::onTurn);
			count--;
			if (count > 0 && this.options.clock().nanoTime() - began >= most) {
				return;
			}
		}
	}

	private void expireDeadlines() {
		long now = now();
		for (Deadlines list : this.deadlines) {
			for (int i = 0; i < EXPIRED_PER_TURN; i++) {
				LoopMember late = list.pollExpired(now);
				if (late == null) {
					break;
				}
				late.guard(() -> late.onTimeout(list.kind()));
			}
		}
	}

	/** Whatever fails on the way, those who wait for this loop must learn of its end. */
	private void terminate() {
		try {
			Arrays.stream(this.listeners).forEach(LoopListeners::close);
			this.selector.close();
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.error("Closing an event loop failed", ex);
		}
		finally {
			this.life = Life.TERMINATED;
			runTasks();
			Arrays.stream(this.listeners).forEach(LoopListeners::terminated);
		}
	}

	// From any thread

	/**
	 * Runs a task on the loop, or here if the loop has ended.
	 * @param task what to run; it must not block
	 */
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.life == Life.TERMINATED) {
			runTasks();
		}
		else if (this.asleep.get() && this.asleep.compareAndSet(true, false)) {
			this.selector.wakeup();
		}
	}

	/**
	 * Lets connections of a group of listeners end with their next response; after a
	 * delay, stops accepting and ends them as soon as they are idle. The shortest delay
	 * counts.
	 */
	CompletableFuture<Void> drain(int group, long delayNanos) {
		long until = this.options.clock().nanoTime() + delayNanos;
		LoopListeners drained = this.listeners[group];
		CompletableFuture<Void> end = drained.announceDrain();
		execute(() -> drained.drain(until));
		return end;
	}

	/** Makes the loop look at the clock. */
	void wakeUp() {
		execute(() -> {
		});
	}

	/** Closes everything at once. */
	void stop() {
		if (this.life == Life.RUNNING) {
			this.life = Life.STOPPING;
		}
		this.selector.wakeup();
	}

	/** Waits for the end of the loop, unless this is the loop, or it never began. */
	void join() {
		boolean interrupted = false;
		while (this.thread.isAlive() && this.thread != Thread.currentThread()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** What has ended the loop, or null. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * The {@code Date} line of this second.
	 * @return the line with its line end, not to be changed
	 */
	public byte[] dateLine() {
		return this.context.dateLine().bytes();
	}

	/**
	 * Direct buffers for other threads than the loop.
	 * @return to borrow from
	 */
	public DirectBuffers buffers() {
		return this.context.buffers();
	}

	/**
	 * What runs what may block.
	 * @return the workers of all loops
	 */
	public Workers workers() {
		return this.context.workers();
	}

	/**
	 * What the server was started with.
	 * @return always the same
	 */
	public EngineOptions options() {
		return this.options;
	}

	/**
	 * What is counted for all loops and listeners.
	 * @return live counters
	 */
	public Counters counters() {
		return this.context.counters();
	}

	/**
	 * The thread of the loop.
	 * @return always the same
	 */
	public Thread thread() {
		return this.thread;
	}

	/**
	 * Whether an idle deadline that was started then would now end too early. A small
	 * difference is not worth a wake-up.
	 * @param startedAt when it was started, by the clock of the loop
	 * @return true if it has to be started again
	 */
	public boolean isIdleDeadlineStale(long startedAt) {
		return this.options.clock().nanoTime() - startedAt > deadlines(DeadlineKind.IDLE).nanos() / 16;
	}

	// For its members, on the loop

	Selector selector() {
		return this.selector;
	}

	/**
	 * Closes the connection that has been idle for longest; false if none is. One that
	 * has not finished its handshake has the least to lose.
	 */
	boolean recycle() {
		LoopMember idle = longestIdle(DeadlineKind.HANDSHAKE);
		if (idle == null) {
			idle = longestIdle(DeadlineKind.IDLE);
		}
		if (idle == null) {
			return false;
		}
		idle.recycle();
		return true;
	}

	private @Nullable LoopMember longestIdle(DeadlineKind kind) {
		LoopMember longest = null;
		for (Deadlines list : this.deadlines) {
			LoopMember idle = (list.kind() == kind) ? list.longestIdle() : null;
			if (longest == null || (idle != null && idle.deadline - longest.deadline < 0)) {
				longest = idle;
			}
		}
		return longest;
	}

	void expectTurn(LoopMember member) {
		this.turns.add(member);
	}

	/**
	 * The clock of the loop: it moves with each selection.
	 * @return nanoseconds
	 */
	public long now() {
		if (this.nowStale) {
			this.now = this.options.clock().nanoTime();
			this.nowStale = false;
		}
		return this.now;
	}

	/**
	 * A time after the last selection and before anything that was asked for since: what
	 * was read of the world after it is not older than the requests of this turn.
	 * @return nanoseconds of the engine's clock
	 */
	public long turnBegan() {
		if (this.turnBeganStale) {
			this.turnBegan = this.options.clock().nanoTime();
			this.turnBeganStale = false;
		}
		return this.turnBegan;
	}

	Deadlines deadlines(DeadlineKind kind) {
		return this.deadlines[kind.ordinal()];
	}

	/**
	 * A direct buffer to read into, which the next connection uses as well.
	 * @return always the same buffer
	 */
	public ByteBuffer input() {
		return this.input;
	}

	/**
	 * An array as large as {@link #input()}, which the next connection uses as well.
	 * @return always the same array
	 */
	public byte[] scratch() {
		return this.scratch;
	}

	/**
	 * What gathers output, to one connection at a time.
	 * @return always the same object
	 */
	public LoopOutput output() {
		return this.output;
	}

}
