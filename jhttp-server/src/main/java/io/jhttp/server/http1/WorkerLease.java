package io.jhttp.server.http1;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.jhttp.server.net.Connection;
import io.jhttp.server.net.DeadlineKind;
import org.jspecify.annotations.Nullable;

/**
 * Who has the socket of a connection, its loop or a worker.
 *
 * <pre>
 *    acquireForWorker (loop)    input, a wait, a deadline or close (loop)
 *   LOOP ────────────────▶ WORKER ──────────────────────────────────▶ WORKER_MUST_NOTIFY
 *    ▲                       │  │                                           │
 *    ├── tryRelease (worker) ┘  │                                           │
 *    └── takeBack (loop) ◀──────┴───────────────────────────────────────────┘
 * </pre>
 *
 * The loop alone acquires it for a worker, so what it reads as LOOP stays so until it
 * does that again. What it reads as WORKER may be released in the same moment: each of
 * its methods that asks for something tells whether the worker has still had it.
 *
 * <p>
 * The loop stays registered for reading while a worker runs; only if input arrives
 * meanwhile does it stop selecting, and has to be notified when to begin again. So an
 * ordinary request costs neither a change of interest nor a wake-up. Interest and
 * deadlines are the loop's alone; a worker that must wait asks it.
 */
final class WorkerLease {

	private enum SocketHolder {

		LOOP, WORKER, WORKER_MUST_NOTIFY

	}

	private static final AtomicReferenceFieldUpdater<WorkerLease, SocketHolder> HOLDER = AtomicReferenceFieldUpdater
		.newUpdater(WorkerLease.class, SocketHolder.class, "holder");

	private final Connection connection;

	private volatile SocketHolder holder = SocketHolder.LOOP;

	/** Of the worker that has the connection, or had it last; the loop's alone. */
	private @Nullable WorkerSocket socket;

	WorkerLease(Connection connection) {
		this.connection = connection;
	}

	boolean isHeldByWorker() {
		return this.holder != SocketHolder.LOOP;
	}

	boolean mustNotify() {
		return this.holder == SocketHolder.WORKER_MUST_NOTIFY;
	}

	/** On the worker: gives the connection back if the loop needs no word of it. */
	boolean tryRelease() {
		return HOLDER.compareAndSet(this, SocketHolder.WORKER, SocketHolder.LOOP);
	}

	// On the loop

	WorkerSocket acquireForWorker() {
		WorkerSocket lent = new WorkerSocket(this.connection, this);
		this.socket = lent;
		this.holder = SocketHolder.WORKER;
		return lent;
	}

	void takeBack() {
		endWaits(SocketWait.State.CLOSED);
		this.socket = null;
		this.holder = SocketHolder.LOOP;
	}

	/**
	 * Makes the worker tell when it gives the connection back.
	 * @return false if it has just given it back
	 */
	boolean requestNotification() {
		return HOLDER.compareAndSet(this, SocketHolder.WORKER, SocketHolder.WORKER_MUST_NOTIFY) || mustNotify();
	}

	/** Whether a worker waits for the socket. */
	boolean isAwaited() {
		WorkerSocket lent = this.socket;
		return lent != null && (lent.reading().isWaiting() || lent.writing().isWaiting());
	}

	/**
	 * The socket is ready, and a worker waits for it.
	 * @return false if it waits for something else
	 */
	boolean onReady(int operations) {
		WorkerSocket lent = this.socket;
		return lent != null && (end(lent.reading(), operations, SocketWait.State.READY)
				| end(lent.writing(), operations, SocketWait.State.READY));
	}

	private boolean end(SocketWait wait, int operations, SocketWait.State outcome) {
		if (!wait.isWaiting() || (operations & wait.operation()) == 0) {
			return false;
		}
		this.connection.removeInterest(wait.operation());
		this.holder = SocketHolder.WORKER_MUST_NOTIFY;
		wait.end(outcome);
		if (!isAwaited()) {
			this.connection.cancelDeadline();
		}
		return true;
	}

	/**
	 * A worker has waited for a while. It goes on waiting until the client's time is up,
	 * unless requests are waiting for workers: then slow clients have had their share.
	 */
	void onTimeout() {
		WorkerSocket lent = this.socket;
		if (lent != null) {
			endIfLate(lent.reading());
			endIfLate(lent.writing());
		}
		if (isAwaited()) {
			this.connection.startDeadline(DeadlineKind.WORKER);
		}
	}

	private void endIfLate(SocketWait wait) {
		if (wait.isLate() || this.connection.loop().counters().queuedRequests() > 0) {
			end(wait, wait.operation(), SocketWait.State.LATE);
		}
	}

	void onClose() {
		endWaits(SocketWait.State.CLOSED);
	}

	private void endWaits(SocketWait.State outcome) {
		WorkerSocket lent = this.socket;
		if (lent != null) {
			for (SocketWait wait : new SocketWait[] { lent.reading(), lent.writing() }) {
				if (wait.isWaiting()) {
					wait.end(outcome);
				}
			}
		}
	}

	// From any thread

	/**
	 * Runs a task when the socket is ready, without blocking the caller.
	 * @param waiting whose wait it is
	 * @param wait for what
	 * @param task runs when the wait is over; at once if the worker has the connection no
	 * more, or it is closed
	 */
	void notifyWhenReady(WorkerSocket waiting, SocketWait wait, Runnable task) {
		this.connection.execute(() -> {
			wait.begin(task);
			if (!this.connection.isOpen() || this.socket != waiting || !requestNotification()) {
				wait.end(SocketWait.State.CLOSED);
				return;
			}
			this.connection.addInterest(wait.operation());
			this.connection.continueDeadline(DeadlineKind.WORKER);
		});
	}

}
