package io.jhttp.server.http1;

import java.util.concurrent.Executor;

import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange goes on once its handler has returned: on other threads, or suspended.
 */
final class Continuation {

	/**
	 * A place among the requests that are with workers or wait for them.
	 *
	 * <pre>
	 *              enter             leave
	 *  NEEDED ───────────────▶ TAKEN ──────▶ NONE
	 *                            ▲             ▲
	 *  WELCOME ── enter, a place ┘             │
	 *     └────── enter, no place is free ─────┘
	 * </pre>
	 */
	private enum Place {

		/** One has to be had before a worker takes it. */
		NEEDED,

		/** It has begun to answer, and is not refused if there is none. */
		WELCOME,

		/** It has one, which it gives back. */
		TAKEN,

		/** Other threads run it, or it has given its place back. */
		NONE

	}

	private static final Runnable NOTHING = () -> {
	};

	private final Runnable task;

	private final @Nullable Executor executor;

	private final Runnable rejected;

	private final Runnable cancelled;

	private final @Nullable SuspendedStream suspended;

	private Place place;

	/** Whether it counts among the requests that wait for a worker. */
	private boolean queued;

	private Continuation(Runnable task, @Nullable Executor executor, Runnable rejected, Runnable cancelled,
			@Nullable SuspendedStream suspended, Place place) {
		this.task = task;
		this.executor = executor;
		this.rejected = rejected;
		this.cancelled = cancelled;
		this.suspended = suspended;
		this.place = place;
	}

	static Continuation dispatch(Runnable task, @Nullable Executor executor, Runnable rejected) {
		return new Continuation(task, executor, rejected, NOTHING, null,
				(executor != null) ? Place.NONE : Place.NEEDED);
	}

	static Continuation suspend(SuspendedStream suspended) {
		return new Continuation(NOTHING, null, NOTHING, NOTHING, suspended, Place.NONE);
	}

	/** It has begun to answer already, so that workers must not refuse it. */
	static Continuation resume(Runnable task, Runnable cancelled) {
		return new Continuation(task, null, NOTHING, cancelled, null, Place.WELCOME);
	}

	boolean isDispatch() {
		return this.suspended == null;
	}

	/**
	 * On the thread that the task was handed to.
	 * @param wanted false if the client has gone
	 */
	void run(boolean wanted) {
		if (wanted) {
			this.task.run();
		}
		else {
			cancel();
		}
	}

	/** Runs on the worker that passes it on, if the executor rejects the task. */
	Runnable rejected() {
		return this.rejected;
	}

	/** The task will not run: what was promised an end is told. */
	void cancel() {
		this.cancelled.run();
	}

	@Nullable SuspendedStream suspended() {
		return this.suspended;
	}

	SuspendedStream requireSuspended() {
		SuspendedStream begins = this.suspended;
		if (begins == null) {
			throw new IllegalStateException("The exchange is not suspended");
		}
		return begins;
	}

	Executor executor(Workers workers) {
		return (this.executor != null) ? this.executor : workers;
	}

	void queued() {
		this.queued = true;
	}

	/** Whether it was queued, and is so no more. */
	boolean takeQueued() {
		boolean was = this.queued;
		this.queued = false;
		return was;
	}

	/**
	 * The event loop hands it to the workers.
	 * @return false if there is no place for it
	 */
	boolean enter(Workers workers) {
		if (this.place == Place.NEEDED || this.place == Place.WELCOME) {
			boolean taken = workers.tryEnter();
			if (!taken && this.place == Place.NEEDED) {
				return false;
			}
			this.place = taken ? Place.TAKEN : Place.NONE;
		}
		return true;
	}

	/** Gives the place back, if it has one. */
	void leave(Workers workers) {
		if (this.place == Place.TAKEN) {
			this.place = Place.NONE;
			workers.leave();
		}
	}

}
