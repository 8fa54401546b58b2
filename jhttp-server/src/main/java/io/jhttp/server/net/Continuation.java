package io.jhttp.server.net;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * How an exchange goes on once its handler has returned: on other threads, or suspended.
 *
 * @param <S> what a protocol keeps of an exchange that is suspended
 */
public final class Continuation<S> {

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

	private final @Nullable S suspended;

	private Place place;

	/** Whether it counts among the requests that wait for a worker. */
	private boolean queued;

	private Continuation(Runnable task, @Nullable Executor executor, Runnable rejected, Runnable cancelled,
			@Nullable S suspended, Place place) {
		this.task = task;
		this.executor = executor;
		this.rejected = rejected;
		this.cancelled = cancelled;
		this.suspended = suspended;
		this.place = place;
	}

	/**
	 * Goes on on other threads.
	 * @param task what they do
	 * @param executor the threads, or null for the workers
	 * @param rejected runs on a worker if the executor rejects the task
	 * @param <S> what is kept of an exchange that is suspended
	 * @return the continuation
	 */
	public static <S> Continuation<S> dispatch(Runnable task, @Nullable Executor executor, Runnable rejected) {
		return new Continuation<>(task, executor, rejected, NOTHING, null,
				(executor != null) ? Place.NONE : Place.NEEDED);
	}

	/**
	 * Goes on without a thread.
	 * @param suspended what is kept of the exchange
	 * @param <S> its type
	 * @return the continuation
	 */
	public static <S> Continuation<S> suspend(S suspended) {
		return new Continuation<>(NOTHING, null, NOTHING, NOTHING, suspended, Place.NONE);
	}

	/**
	 * Goes on on a worker again. It has begun to answer already, so that workers must not
	 * refuse it.
	 * @param task what the worker does
	 * @param cancelled runs if the task will not
	 * @param <S> what is kept of an exchange that is suspended
	 * @return the continuation
	 */
	public static <S> Continuation<S> resume(Runnable task, Runnable cancelled) {
		return new Continuation<>(task, null, NOTHING, cancelled, null, Place.WELCOME);
	}

	/**
	 * Whether other threads go on.
	 * @return false if it is suspended
	 */
	public boolean isDispatch() {
		return this.suspended == null;
	}

	/**
	 * On the thread that the task was handed to.
	 * @param wanted false if the client has gone
	 */
	public void run(boolean wanted) {
		if (wanted) {
			this.task.run();
		}
		else {
			cancel();
		}
	}

	/**
	 * Runs on the worker that passes it on, if the executor rejects the task.
	 * @return what to run
	 */
	public Runnable rejected() {
		return this.rejected;
	}

	/**
	 * The task will not run: what was promised an end is told.
	 */
	public void cancel() {
		this.cancelled.run();
	}

	/**
	 * What is kept of the exchange.
	 * @return null if other threads go on
	 */
	public @Nullable S suspended() {
		return this.suspended;
	}

	/**
	 * What is kept of the exchange, which is suspended.
	 * @return never null
	 */
	public S requireSuspended() {
		S begins = this.suspended;
		if (begins == null) {
			throw new IllegalStateException("The exchange is not suspended");
		}
		return begins;
	}

	/**
	 * The threads that go on.
	 * @param workers those that do unless others were named
	 * @return runs the task
	 */
	public Executor executor(Workers workers) {
		return (this.executor != null) ? this.executor : workers;
	}

	/**
	 * It waits for a thread.
	 */
	public void queued() {
		this.queued = true;
	}

	/**
	 * Whether it has waited for a thread; it does so no more.
	 * @return false the next time
	 */
	public boolean takeQueued() {
		boolean was = this.queued;
		this.queued = false;
		return was;
	}

	/**
	 * The event loop hands it to the workers.
	 * @param workers which have a number of places
	 * @return false if there is no place for it
	 */
	public boolean enter(Workers workers) {
		if (this.place == Place.NEEDED || this.place == Place.WELCOME) {
			boolean taken = workers.tryEnter();
			if (!taken && this.place == Place.NEEDED) {
				return false;
			}
			this.place = taken ? Place.TAKEN : Place.NONE;
		}
		return true;
	}

	/**
	 * Gives the place back, if it has one.
	 * @param workers that have given it
	 */
	public void leave(Workers workers) {
		if (this.place == Place.TAKEN) {
			this.place = Place.NONE;
			workers.leave();
		}
	}

}
