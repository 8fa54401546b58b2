package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;

import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.FileChangedException;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;

/**
 * The socket in the hands of a worker, for one request: it reads and writes by itself,
 * and measures whether the client keeps up.
 */
final class WorkerSocket implements ContentSource {

	private static final String CLOSED_HERE = "The server closed the connection";

	private final Connection connection;

	private final EngineOptions options;

	private final WorkerLease lease;

	private final SocketWait reading;

	private final SocketWait writing;

	/** Whether the client has to send in time. */
	private boolean timed = true;

	private long bytesRead;

	private long bytesWritten;

	WorkerSocket(Connection connection, WorkerLease lease) {
		this.connection = connection;
		this.options = connection.loop().options();
		this.lease = lease;
		this.reading = new SocketWait(connection.loop(), SelectionKey.OP_READ,
				this.options.timeouts().body().toNanos());
		this.writing = new SocketWait(connection.loop(), SelectionKey.OP_WRITE,
				this.options.timeouts().write().toNanos());
	}

	/** From now on, the client may be silent. */
	void letClientBeSilent() {
		this.timed = false;
		this.reading.withoutLimit();
	}

	SocketWait reading() {
		return this.reading;
	}

	SocketWait writing() {
		return this.writing;
	}

	Connection connection() {
		return this.connection;
	}

	void awaitReadable(Runnable task) {
		this.lease.notifyWhenReady(this, this.reading, task);
	}

	void awaitWritable(Runnable task) {
		this.lease.notifyWhenReady(this, this.writing, task);
	}

	// Reading

	@Override
	public ReceivedBytes received() {
		return this.connection.received();
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		requireContentInTime();
		ReceivedBytes received = received();
		if (!this.connection.transport().readsExactly()) {
			int count = fill();
			return (count > 0) ? received.take(target, offset, length) : count;
		}
		ByteBuffer buffer = this.connection.loop().buffers().borrow();
		try {
			buffer.limit(Math.min(length, buffer.capacity()));
			int count = read(buffer);
			buffer.flip().get(target, offset, Math.max(0, count));
			return count;
		}
		finally {
			this.connection.loop().buffers().giveBack(buffer);
		}
	}

	@Override
	public int fill() throws IOException {
		requireContentInTime();
		ByteBuffer buffer = this.connection.loop().buffers().borrow();
		try {
			int count = read(buffer);
			if (count > 0) {
				received().fill(buffer.flip());
			}
			return count;
		}
		finally {
			this.connection.loop().buffers().giveBack(buffer);
		}
	}

	private int read(ByteBuffer buffer) throws IOException {
		try {
			int count = this.connection.transport().read(buffer);
			this.bytesRead += Math.max(0, count);
			return count;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was read", ex);
		}
	}

	private void requireContentInTime() throws IOException {
		SocketWait.State state = this.reading.state();
		if (state == SocketWait.State.CLOSED) {
			throw new ClientGoneException(CLOSED_HERE);
		}
		if (!this.timed) {
			return;
		}
		if (state == SocketWait.State.LATE || Pace.isTooSlow(this.options.pace().content(), this.bytesRead,
				this.reading.waitedNanos(), this.options.timeouts().body().toNanos())) {
			this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
			throw RequestRules.contentTooLate();
		}
	}

	// Writing

	int write(ByteBuffer source) throws IOException {
		try {
			int count = this.connection.transport().write(source);
			this.bytesWritten += count;
			return count;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was answered", ex);
		}
	}

	/** Writes what an earlier write has left, as far as the socket takes it. */
	long writePending(ByteBuffer scratch) throws IOException {
		try {
			long count = this.connection.writePending(scratch);
			this.bytesWritten += count;
			return count;
		}
		catch (FileChangedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw gone("The client closed the connection while it was answered", ex);
		}
	}

	/**
	 * Writes after a wait. That the socket was not ready for a whole timeout does not
	 * mean that nothing was taken: systems report it only when a good part of their
	 * buffer is free.
	 */
	void continueWriting(ByteBuffer scratch) throws IOException {
		SocketWait.State state = this.writing.state();
		if (state == SocketWait.State.CLOSED) {
			throw new ClientGoneException(CLOSED_HERE);
		}
		boolean slow = Pace.isTooSlow(this.options.pace().response(), this.bytesWritten, this.writing.waitedNanos(),
				this.options.timeouts().write().toNanos());
		if (slow || (writePending(scratch) == 0 && state == SocketWait.State.LATE)) {
			this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
			throw new ClientGoneException("The client did not take the response in time");
		}
	}

	private static ClientGoneException gone(String message, IOException cause) {
		return new ClientGoneException((cause instanceof ClosedChannelException) ? CLOSED_HERE : message, cause);
	}

}
