package io.jhttp.server.http1;

import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.net.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A worker waits for the socket in one direction.
 *
 * <pre>
 *        await, in a task of the loop            ready, late or closed (loop)
 *  IDLE ─────────────────────────────▶ WAITING ──────────────────────────────▶ READY, LATE, CLOSED
 *                                         ▲                                          │
 *                                         └───────────────── await ──────────────────┘
 * </pre>
 */
final class SocketWait {

	enum State {

		IDLE, WAITING, READY, LATE, CLOSED

	}

	private final EventLoop loop;

	/** Of a selection key. */
	private final int operation;

	/** Read by the loop, and set before the wait begins. */
	private volatile long limitNanos;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	/** Runs when the wait is over; the loop's alone, like what follows. */
	private @Nullable Runnable task;

	private long began;

	/** How long the client was waited for in all. */
	private volatile long waitedNanos;

	SocketWait(EventLoop loop, int operation, long limitNanos) {
		this.loop = loop;
		this.operation = operation;
		this.limitNanos = limitNanos;
	}

	/** The client may take as long as it likes. */
	void withoutLimit() {
		this.limitNanos = Long.MAX_VALUE;
	}

	int operation() {
		return this.operation;
	}

	State state() {
		return this.state.get();
	}

	long waitedNanos() {
		return this.waitedNanos;
	}

	// On the loop

	void begin(Runnable task) {
		this.task = task;
		this.began = this.loop.now();
		this.state.set(State.WAITING);
	}

	boolean isWaiting() {
		return this.state.get() == State.WAITING;
	}

	boolean isLate() {
		return this.loop.now() - this.began >= this.limitNanos;
	}

	void end(State outcome) {
		Runnable task = this.task;
		this.task = null;
		this.waitedNanos += this.loop.now() - this.began;
		this.state.set(outcome);
		if (task != null) {
			task.run();
		}
	}

}
