package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a connection, and how a worker that owns it waits for the socket.
 *
 * <pre>
 *            handOver (loop)          input, a wait or a deadline (loop)
 *   LOOP ────────────────────▶ WORKER ─────────────────────────────────▶ WORKER_REPORTS
 *    ▲                           │                                             │
 *    ├── handBackQuietly (worker)┘                                             │
 *    └── takeBack, in a task of the loop ◀─────────────────────────────────────┘
 * </pre>
 *
 * The loop stays registered for reading while a worker runs; only if input arrives
 * meanwhile does it look away, and has to be told when to look again. So an ordinary
 * request costs neither a change of interest nor a wake-up. Interest and deadlines are
 * the loop's alone; a worker that must wait asks it, and parks.
 */
final class WorkerLease {

	private static final String CLOSED_HERE = "The server closed the connection";

	private static final int LOOP = 0;

	private static final int WORKER = 1;

	private static final int WORKER_REPORTS = 2;

	private enum Signal {

		NONE, READY, TIMED_OUT, CLOSED

	}

	private final Connection connection;

	private final AtomicInteger owner = new AtomicInteger(LOOP);

	private volatile Signal signal = Signal.NONE;

	private volatile @Nullable Thread waiter;

	// What a worker waits for, since when and for how long; the loop's alone.

	/** An operation, or 0 for none. */
	private int awaited;

	private long waitBegan;

	private long waitLimit;

	// How the client keeps up while the worker has the connection; the worker's alone.

	private long octetsRead;

	private long waitedToRead;

	private long octetsWritten;

	private long waitedToWrite;

	WorkerLease(Connection connection) {
		this.connection = connection;
	}

	boolean isWorkers() {
		return this.owner.get() != LOOP;
	}

	boolean isReporting() {
		return this.owner.get() == WORKER_REPORTS;
	}

	// On the loop

	void handOver() {
		this.octetsRead = 0;
		this.waitedToRead = 0;
		this.octetsWritten = 0;
		this.waitedToWrite = 0;
		this.owner.set(WORKER);
	}

	void takeBack() {
		this.owner.set(LOOP);
	}

	/**
	 * Makes the worker report when it hands the connection back.
	 * @return false if it has just handed it back
	 */
	boolean askForReport() {
		return this.owner.compareAndSet(WORKER, WORKER_REPORTS) || this.owner.get() == WORKER_REPORTS;
	}

	boolean isAwaited() {
		return this.awaited != 0;
	}

	/** The socket is ready, and a worker waits for it. */
	void onReady(int operations) {
		if ((operations & this.awaited) != 0) {
			endWait(Signal.READY);
		}
		else if (!this.connection.isSeenByWatch(operations)) {
			// Input that arrives while a worker waits to write stays ready, and would
			// spin.
			this.connection.forget(operations);
		}
	}

	/**
	 * A worker has waited for a while. It goes on waiting until the client's time is up,
	 * unless requests are waiting for workers: then slow clients have had their share.
	 */
	void onTimeout() {
		EventLoop loop = this.connection.loop();
		boolean late = loop.now() - this.waitBegan >= this.waitLimit;
		if (late || loop.counters().queuedRequests() > 0) {
			endWait(Signal.TIMED_OUT);
		}
		else {
			this.connection.startDeadline(Deadlines.Kind.WORKER);
		}
	}

	void onClose() {
		if (this.awaited != 0) {
			this.awaited = 0;
			signal(Signal.CLOSED);
		}
	}

	private void beginWait(int operation, Duration limit) {
		if (!this.connection.isOpen()) {
			signal(Signal.CLOSED);
			return;
		}
		this.awaited = operation;
		this.waitBegan = this.connection.loop().now();
		this.waitLimit = limit.toNanos();
		this.connection.await(operation);
		this.connection.startDeadline(Deadlines.Kind.WORKER);
	}

	private void endWait(Signal outcome) {
		int operation = this.awaited;
		this.awaited = 0;
		this.connection.cancelDeadline();
		this.connection.forget(operation);
		this.owner.set(WORKER_REPORTS);
		signal(outcome);
	}

	private void signal(Signal outcome) {
		this.signal = outcome;
		LockSupport.unpark(this.waiter);
	}

	// On the worker

	/**
	 * Gives the connection back if the loop needs no word of it.
	 * @return false if the loop has to be told
	 */
	boolean handBackQuietly() {
		return this.owner.compareAndSet(WORKER, LOOP);
	}

	int write(ByteBuffer source) throws IOException {
		try {
			int count = this.connection.transport().write(source);
			this.octetsWritten += count;
			return count;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was answered", ex);
		}
	}

	long writePending(ByteBuffer scratch) throws IOException {
		try {
			long count = this.connection.writePending(scratch);
			this.octetsWritten += count;
			return count;
		}
		catch (FileChangedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was answered", ex);
		}
	}

	/** Reads content to an array; -1 at the end of the input. */
	int read(byte[] target, int offset, int length) throws IOException {
		if (!this.connection.transport().readsExactly()) {
			ReceivedOctets received = this.connection.received();
			return (fill(received) < 0) ? -1 : received.take(target, offset, length);
		}
		ByteBuffer buffer = this.connection.buffers().borrow();
		try {
			buffer.limit(Math.min(length, buffer.capacity()));
			int count = receive(buffer);
			buffer.flip().get(target, offset, Math.max(0, count));
			return count;
		}
		finally {
			this.connection.buffers().giveBack(buffer);
		}
	}

	/** Reads what has arrived, at least one octet; -1 at the end of the input. */
	int fill(ReceivedOctets received) throws IOException {
		ByteBuffer buffer = this.connection.buffers().borrow();
		try {
			int count = receive(buffer);
			received.fill(buffer.flip());
			return count;
		}
		finally {
			this.connection.buffers().giveBack(buffer);
		}
	}

	private int receive(ByteBuffer buffer) throws IOException {
		while (true) {
			int count = read(buffer);
			if (count != 0) {
				return count;
			}
			awaitReadable();
		}
	}

	private int read(ByteBuffer buffer) throws IOException {
		try {
			int count = this.connection.transport().read(buffer);
			this.octetsRead += Math.max(0, count);
			return count;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was read", ex);
		}
	}

	private static ClientGoneException gone(String message, IOException cause) {
		return new ClientGoneException((cause instanceof ClosedChannelException) ? CLOSED_HERE : message, cause);
	}

	private void awaitReadable() throws IOException {
		long began = now();
		EngineOptions options = this.connection.loop().options();
		boolean ready = await(SelectionKey.OP_READ, options.timeouts().body());
		this.waitedToRead += now() - began;
		if (!ready || Pace.isTooSlow(options.pace().content(), this.octetsRead, this.waitedToRead,
				options.timeouts().body().toNanos())) {
			this.connection.loop().counters().gaveUp(ShedReason.SLOW_CLIENT);
			throw new HttpProblem(408, "The request content did not arrive in time.");
		}
	}

	/**
	 * Waits for the socket; false if it was not ready in time, which is not the end yet.
	 */
	boolean awaitWritable() throws IOException {
		long began = now();
		EngineOptions options = this.connection.loop().options();
		boolean ready = await(SelectionKey.OP_WRITE, options.timeouts().write());
		this.waitedToWrite += now() - began;
		if (Pace.isTooSlow(options.pace().answer(), this.octetsWritten, this.waitedToWrite,
				options.timeouts().write().toNanos())) {
			throw tooSlow();
		}
		return ready;
	}

	ClientGoneException tooSlow() {
		this.connection.loop().counters().gaveUp(ShedReason.SLOW_CLIENT);
		return new ClientGoneException("The client did not take the answer in time");
	}

	private long now() {
		return this.connection.loop().options().clock().nanoTime();
	}

	/** Parks until the socket is ready; false if the deadline passed before. */
	private boolean await(int operation, Duration limit) throws IOException {
		this.waiter = Thread.currentThread();
		this.signal = Signal.NONE;
		this.connection.loop().execute(() -> beginWait(operation, limit));
		boolean interrupted = false;
		while (this.signal == Signal.NONE) {
			LockSupport.park(this);
			// Parking would return at once again and again: kept for later.
			interrupted |= Thread.interrupted();
		}
		this.waiter = null;
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return switch (this.signal) {
			case READY -> true;
			case TIMED_OUT -> false;
			case CLOSED, NONE -> throw new ClientGoneException(CLOSED_HERE);
		};
	}

}
