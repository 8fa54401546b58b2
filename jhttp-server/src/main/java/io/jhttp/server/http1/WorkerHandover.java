package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.channels.SelectionKey;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.Continuation;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EngineCounters;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Lends the connection to a worker that has a request to answer, and takes it back.
 */
final class WorkerHandover {

	/** As much input is kept of a client whose request waits for a worker. */
	private static final int MAX_KEPT_INPUT = 64 * 1024;

	/**
	 * Is told, on the loop, what becomes of a stream.
	 */
	interface HandoverListener {

		/** A worker gives the connection back: the response is complete or aborted. */
		void onReturned(Http1Stream stream);

		/** A worker gives the connection back: the stream goes on without a thread. */
		void onSuspended(Http1Stream stream);

		/** No worker can have it. */
		void onUnserved(Http1Stream stream, HttpProblem problem, ShedReason reason);

		/** The client takes too long to send the content that is gathered. */
		void onLateContent();

		/** The client has gone before a worker began. */
		void onAbandoned(Http1Stream stream, IOException reason);

	}

	private final Connection connection;

	private final HandoverListener listener;

	private final WorkerLease lease;

	/**
	 * The stream that was queued for a worker. The loop sets it; the worker removes it
	 * before it gives the socket back. If the loop still sees it then, that is harmless:
	 * the stream is not queued any more.
	 */
	private @Nullable Http1Stream queuedStream;

	/** Not lent yet: waits for its content, or until earlier responses are written. */
	private @Nullable Http1Stream waiting;

	private @Nullable ContentGathering gathering;

	private long lentAt;

	private volatile @Nullable ClientWatch watch;

	WorkerHandover(Connection connection, HandoverListener listener) {
		this.connection = connection;
		this.listener = listener;
		this.lease = new WorkerLease(connection);
	}

	private EventLoop loop() {
		return this.connection.loop();
	}

	private EngineCounters counters() {
		return this.connection.counters();
	}

	/** Whether a worker has the socket, or will. */
	boolean isHeldByWorker() {
		return this.lease.isHeldByWorker();
	}

	// On the loop

	/** A worker is to have a stream, once there is something to do for it. */
	void setWaiting(Http1Stream stream) {
		this.waiting = stream;
	}

	boolean isWaiting() {
		return this.waiting != null;
	}

	/** Removes the stream that waits, and returns it. */
	@Nullable Http1Stream takeWaiting() {
		Http1Stream taken = this.waiting;
		this.waiting = null;
		this.gathering = null;
		return taken;
	}

	/**
	 * Everything before has been written: a worker can have it, once there is content.
	 */
	void proceed() {
		Http1Stream stream = this.waiting;
		if (stream == null) {
			return;
		}
		int received = this.connection.received().remaining();
		if (ContentGathering.isEnough(received, stream.expectedContent())) {
			takeWaiting();
			lend(stream);
			return;
		}
		ContentGathering gathers = this.gathering;
		if (gathers == null) {
			gathers = new ContentGathering(loop().now());
			this.gathering = gathers;
		}
		if (gathers.isTooSlow(received, loop().now(), loop().options())) {
			this.listener.onLateContent();
		}
		else if (this.connection.transport().isAtEnd()) {
			this.connection.close();
		}
		else {
			this.connection.addInterest(SelectionKey.OP_READ);
			this.connection.startDeadline(DeadlineKind.BODY);
		}
	}

	/** Hands a stream to a worker. */
	void lend(Http1Stream stream) {
		if (!tryLend(stream)) {
			stream.requireNext().cancel();
			this.listener.onUnserved(stream, HttpProblem.busy(), ShedReason.WORKERS_BUSY);
		}
	}

	private boolean tryLend(Http1Stream stream) {
		this.lentAt = loop().now();
		// So that a worker that only releases the lease leaves an idle connection as it
		// has to be: its deadline runs, and it is selected for reading.
		this.connection.startDeadline(DeadlineKind.IDLE);
		this.connection.addInterest(SelectionKey.OP_READ);
		Continuation<SuspendedStream> continuation = stream.requireNext();
		Workers workers = loop().workers();
		if (!continuation.enter(workers)) {
			return false;
		}
		this.queuedStream = stream;
		stream.useSocket(this.lease.acquireForWorker());
		countQueued(continuation);
		if (tryExecute(continuation, stream)) {
			return true;
		}
		started(continuation);
		continuation.leave(workers);
		takeBack();
		return false;
	}

	/** Before its stream is queued, as its client may go from then on. */
	void countQueued(Continuation<SuspendedStream> continuation) {
		continuation.queued();
		counters().requestQueued();
	}

	/**
	 * Hands a stream that is queued to the threads that its continuation is for.
	 * @return false if they do not take it
	 */
	boolean tryExecute(Continuation<SuspendedStream> continuation, Http1Stream stream) {
		return Workers.tryExecute(continuation.executor(loop().workers()), stream);
	}

	/**
	 * The socket is ready.
	 * @return false if the worker has just given the connection back
	 */
	boolean onReady(int operations) {
		if (this.lease.isAwaited() && this.lease.onReady(operations)) {
			return true;
		}
		boolean readable = (operations & SelectionKey.OP_READ) != 0;
		if (readable && (isSeenByWatch() || isSeenWhileQueued())) {
			return true;
		}
		if (this.lease.requestNotification()) {
			// Input that arrives while a worker is busy stays ready, and would spin.
			this.connection.removeInterest(operations);
			return true;
		}
		return false;
	}

	/** Whether something wants to know what a client does while a worker is busy. */
	private boolean isSeenByWatch() {
		ClientWatch current = this.watch;
		return current != null && current.look();
	}

	/**
	 * A request whose worker has not begun is shed if its client has reset the
	 * connection. The loop reads for it meanwhile, within a bound, which is how it learns
	 * of that. A client that has only ended its sending side is still answered.
	 */
	private boolean isSeenWhileQueued() {
		Http1Stream queued = this.queuedStream;
		if (queued == null || this.connection.received().remaining() >= MAX_KEPT_INPUT) {
			return false;
		}
		QueuedClient client = new QueuedClient();
		boolean inspected = queued.inspectQueued(client::isGone);
		if (client.failure != null) {
			abandon(queued, client.failure);
		}
		return inspected && !client.ended;
	}

	/**
	 * Looks at a client whose request waits for a worker.
	 */
	private final class QueuedClient {

		private @Nullable IOException failure;

		private boolean ended;

		boolean isGone() {
			try {
				this.ended = WorkerHandover.this.connection.receiveAhead() < 0;
			}
			catch (IOException ex) {
				this.failure = ex;
			}
			return this.failure != null;
		}

	}

	/** No worker has begun, and none is to. */
	private void abandon(Http1Stream queued, IOException reason) {
		this.queuedStream = null;
		Continuation<SuspendedStream> continuation = queued.takeNext();
		continuation.leave(loop().workers());
		continuation.cancel();
		this.lease.takeBack();
		counters().countShed(ShedReason.CLIENT_GONE);
		started(continuation);
		this.listener.onAbandoned(queued, reason);
	}

	/**
	 * A deadline has passed.
	 * @return false if the worker has just given the connection back
	 */
	boolean onTimeout() {
		if (this.lease.isAwaited()) {
			this.lease.onTimeout();
			return true;
		}
		return this.lease.requestNotification();
	}

	/**
	 * The connection was closed.
	 * @return false if no worker has it
	 */
	boolean onClose() {
		if (!this.lease.isHeldByWorker() || !this.lease.requestNotification()) {
			return false;
		}
		this.lease.onClose();
		ClientWatch current = this.watch;
		if (current != null) {
			current.onClose();
		}
		return true;
	}

	private void takeBack() {
		this.queuedStream = null;
		this.lease.takeBack();
	}

	/** It waits for a worker no more; by the thread that has taken its stream over. */
	void started(Continuation<SuspendedStream> continuation) {
		if (continuation.takeQueued()) {
			counters().requestStarted();
		}
	}

	// On the worker

	/** Its exchange goes on without a thread. */
	void suspend(Http1Stream stream) {
		this.connection.execute(() -> {
			takeBack();
			this.listener.onSuspended(stream);
		});
	}

	/**
	 * Its response is complete or aborted. If the connection stays open and nothing has
	 * arrived, the loop need not know.
	 */
	void handBack(Http1Stream stream) {
		// Before the release, after which the loop may lend the next one.
		this.queuedStream = null;
		ReceivedBytes received = this.connection.received();
		received.releaseIfEmpty();
		boolean quiet = stream.keepsConnection() && stream.isContentRead() && !this.connection.hasPendingOutput()
				&& received.isEmpty() && !this.connection.transport().isAtEnd()
				&& !this.connection.transport().hasPartialRecord() && !loop().isIdleDeadlineStale(this.lentAt);
		if (quiet) {
			stream.report(0, null);
			if (this.lease.tryRelease()) {
				counters().requestEnded();
				return;
			}
		}
		this.connection.execute(() -> {
			takeBack();
			this.listener.onReturned(stream);
		});
	}

	/** Lets the loop read for the worker, and tell it when the client ends its side. */
	void watch(Runnable onGone) {
		endWatch();
		ClientWatch begins = new ClientWatch(this.connection, this.lease, onGone);
		this.watch = begins;
		if (this.lease.mustNotify() || this.connection.transport().isAtEnd()) {
			this.connection.execute(() -> lookAgain(begins));
		}
	}

	/** The loop has stopped selecting, or has closed the connection meanwhile. */
	private void lookAgain(ClientWatch begins) {
		if (!this.connection.isOpen() || this.connection.transport().isAtEnd()) {
			begins.onClose();
		}
		else if (this.watch == begins) {
			this.connection.addInterest(SelectionKey.OP_READ);
		}
	}

	/** What the loop has read is where the stream or the next one looks for it. */
	void endWatch() {
		ClientWatch current = this.watch;
		if (current != null) {
			current.end();
			this.watch = null;
		}
	}

}
