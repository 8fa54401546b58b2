package io.jhttp.server.exchange;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.jhttp.server.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A stream that knows who may use it, so that no thread can reach what belongs to another
 * exchange by now.
 *
 * <pre>
 *  owner       by                                            next owner
 *  LOOP        queue                                         QUEUED
 *              markSuspended                                 SUSPENDED
 *              markEnded                                     ENDED
 *  QUEUED      start, on the worker                          WORKER
 *              inspect, if the client is gone; markEnded,    ENDED
 *              if no worker is to have it
 *  WORKER      queue, for other threads                      QUEUED
 *              markSuspended                                 SUSPENDED
 *              markEnded                                     ENDED
 *  SUSPENDED   queue, to be resumed on a worker              QUEUED
 *              markEnded                                     ENDED
 *  ENDED       report, over                                  OVER
 * </pre>
 *
 * On the event loop nothing but the loop's own thread may use the stream. A worker may
 * let other threads help it: they take turns.
 */
public abstract class OwnedStream implements HttpStream {

	private static final VarHandle OWNER;

	static {
		try {
			OWNER = MethodHandles.lookup().findVarHandle(OwnedStream.class, "owner", Owner.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Who may use a stream.
	 */
	protected enum Owner {

		/** The event loop, whose handler runs. */
		LOOP,

		/** No thread: the stream waits for a worker. */
		QUEUED,

		/** A worker, and the threads that help it. */
		WORKER,

		/** The event loop, which takes steps that others leave to it. */
		SUSPENDED,

		/** No thread any more: the response is complete or aborted. */
		ENDED,

		/** No thread any more, and nothing is left to be told. */
		OVER

	}

	private static final ResponseHead CONTINUE = new ResponseHead();

	static {
		CONTINUE.status(100, null);
	}

	private volatile Owner owner = Owner.LOOP;

	/** The thread that tells how the exchange has ended, and whose listeners may look. */
	private @Nullable Thread reporter;

	/** Null until a worker needs them. */
	private volatile @Nullable Locks locks;

	private final long arrivedAt;

	/**
	 * Creates a stream that the event loop owns.
	 * @param arrivedAt when its request began, in nanoseconds of the engine's clock
	 */
	protected OwnedStream(long arrivedAt) {
		this.arrivedAt = arrivedAt;
	}

	/**
	 * The thread of the event loop.
	 * @return always the same
	 */
	protected abstract Thread loopThread();

	/**
	 * Who may use the stream.
	 * @return changes when another thread ends it
	 */
	protected final Owner owner() {
		return this.owner;
	}

	@Override
	public final long arrivedAt() {
		return this.arrivedAt;
	}

	/** On the event loop, or on a worker that has returned: a worker is to have it. */
	protected final void queue() {
		if (this.locks == null) {
			this.locks = new Locks();
		}
		setOwner(Owner.QUEUED);
	}

	/**
	 * On the worker.
	 * @return false if it was ended before
	 */
	protected final boolean start() {
		ReentrantLock reading = locks().reading;
		reading.lock();
		try {
			boolean queued = this.owner == Owner.QUEUED;
			if (queued) {
				this.owner = Owner.WORKER;
			}
			return queued;
		}
		finally {
			reading.unlock();
		}
	}

	/**
	 * On the event loop: looks at the client of a stream that waits for a worker.
	 * @param look what to do while no worker begins; true to end the stream
	 * @return false if a worker has it already
	 */
	protected final boolean inspect(BooleanSupplier look) {
		ReentrantLock reading = locks().reading;
		reading.lock();
		try {
			boolean queued = this.owner == Owner.QUEUED;
			if (queued && look.getAsBoolean()) {
				this.owner = Owner.ENDED;
			}
			return queued;
		}
		finally {
			reading.unlock();
		}
	}

	/** By its owner, which has done its part: the event loop goes on with the stream. */
	protected final void markSuspended() {
		setOwner(Owner.SUSPENDED);
	}

	/** By its owner, which has done its part: the stream has ended. */
	protected final void markEnded() {
		setOwner(Owner.ENDED);
	}

	/**
	 * Tells how the exchange has ended; then it is over.
	 * @param telling calls the listeners, which may look at the exchange meanwhile
	 */
	protected final void report(Runnable telling) {
		this.reporter = Thread.currentThread();
		try {
			telling.run();
		}
		finally {
			this.reporter = null;
			over();
		}
	}

	/** Nothing is left to be told. */
	protected final void over() {
		OWNER.setRelease(this, Owner.OVER);
	}

	private void setOwner(Owner next) {
		if (this.owner != Owner.WORKER) {
			OWNER.setRelease(this, next);
			return;
		}
		Locks locks = locks();
		locks.writing.lock();
		locks.reading.lock();
		try {
			this.owner = next;
		}
		finally {
			locks.reading.unlock();
			locks.writing.unlock();
		}
	}

	private Locks locks() {
		Locks locks = this.locks;
		if (locks == null) {
			throw new IllegalStateException("The exchange has not left the event loop");
		}
		return locks;
	}

	/** By any thread: begins to read, for a moment in which nothing waits. */
	protected final void enterReading() {
		Locks locks = this.locks;
		enter((locks != null) ? locks.reading : null);
	}

	/** Lets others read. */
	protected final void exitReading() {
		Locks locks = this.locks;
		exit((locks != null) ? locks.reading : null);
	}

	/**
	 * By the reader: the client waits to be asked for the content (RFC 9110, section
	 * 10.1.1).
	 * @throws IOException if the client is gone
	 */
	protected final void writeContinue() throws IOException {
		enter();
		try {
			writeInterim(CONTINUE);
		}
		finally {
			exit();
		}
	}

	@Override
	public final boolean onEventLoop() {
		Owner owner = this.owner;
		return owner == Owner.LOOP || owner == Owner.SUSPENDED;
	}

	@Override
	public final boolean isOver() {
		Owner owner = this.owner;
		return owner == Owner.OVER || (owner == Owner.ENDED && Thread.currentThread() != this.reporter);
	}

	@Override
	public final void enter() {
		Locks locks = this.locks;
		enter((locks != null) ? locks.writing : null);
	}

	@Override
	public final void exit() {
		Locks locks = this.locks;
		exit((locks != null) ? locks.writing : null);
	}

	private void enter(@Nullable ReentrantLock lock) {
		if (lock != null) {
			lock.lock();
		}
		Owner owner = this.owner;
		boolean workers = owner == Owner.WORKER && lock != null;
		boolean loops = (owner == Owner.LOOP || owner == Owner.SUSPENDED) && Thread.currentThread() == loopThread();
		if (!workers && !loops) {
			exit(lock);
			throw new IllegalStateException(refusal(owner));
		}
	}

	private static String refusal(Owner owner) {
		return switch (owner) {
			case ENDED, OVER -> "The exchange is over";
			case LOOP, SUSPENDED -> "The exchange is on the event loop: no other thread can use it";
			case QUEUED, WORKER -> "The exchange has been dispatched: the caller must not use it any more";
		};
	}

	private static void exit(@Nullable ReentrantLock lock) {
		if (lock != null && lock.isHeldByCurrentThread()) {
			lock.unlock();
		}
	}

	/**
	 * Writing may take until the client reads, reading is a moment: so each has its lock.
	 */
	private static final class Locks {

		private final ReentrantLock writing = new ReentrantLock();

		private final ReentrantLock reading = new ReentrantLock();

	}

}
