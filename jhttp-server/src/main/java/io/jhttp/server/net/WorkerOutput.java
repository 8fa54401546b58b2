package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The output of a worker, which writes the socket itself through a direct buffer that it
 * borrows for the first octet. While a handler streams, a slow client makes it wait. What
 * is left when the answer is complete is not waited for: it becomes the connection's
 * pending output, and the loop sends it.
 */
final class WorkerOutput implements ResponseOutput {

	private final Connection connection;

	private final WorkerLease lease;

	private @Nullable ByteBuffer borrowed;

	/** Octets that were written here, and lost with the client. */
	private long lost;

	WorkerOutput(Connection connection, WorkerLease lease) {
		this.connection = connection;
		this.lease = lease;
	}

	private ByteBuffer buffer() {
		ByteBuffer buffer = this.borrowed;
		if (buffer == null) {
			buffer = this.connection.buffers().borrow();
			this.borrowed = buffer;
		}
		return buffer;
	}

	@Override
	public void write(byte[] octets, int from, int length) throws IOException {
		ByteBuffer buffer = buffer();
		int at = from;
		int limit = from + length;
		while (at < limit) {
			if (!buffer.hasRemaining()) {
				flush();
			}
			int count = Math.min(limit - at, buffer.remaining());
			buffer.put(octets, at, count);
			at += count;
		}
	}

	@Override
	public void writeShared(byte[] octets, int from, int length) throws IOException {
		ByteBuffer buffer = buffer();
		if (length <= buffer.remaining()) {
			buffer.put(octets, from, length);
			return;
		}
		writeWithoutWaiting();
		this.connection.pendingOutput().add(octets, from, length);
		this.lease.writePending(buffer);
	}

	@Override
	public void write(FileRegion region) throws IOException {
		try {
			writeWithoutWaiting();
			this.connection.pendingOutput().add(region);
		}
		catch (IOException | RuntimeException | Error ex) {
			region.close();
			throw ex;
		}
		this.lease.writePending(buffer());
	}

	@Override
	public void flush() throws IOException {
		writeWithoutWaiting();
		while (this.connection.hasPendingOutput()) {
			boolean ready = this.lease.awaitWritable();
			if (this.lease.writePending(buffer()) == 0 && !ready) {
				throw this.lease.tooSlow();
			}
		}
	}

	/** Writes what the socket takes now, and leaves the rest to the loop. */
	void writeWithoutWaiting() throws IOException {
		ByteBuffer buffer = this.borrowed;
		if (buffer == null || buffer.position() == 0) {
			return;
		}
		buffer.flip();
		try {
			if (!this.connection.hasPendingOutput()) {
				this.lease.write(buffer);
			}
			if (buffer.hasRemaining()) {
				this.connection.pendingOutput().addCopy(buffer);
			}
		}
		catch (IOException ex) {
			this.lost += buffer.remaining();
			throw ex;
		}
		finally {
			buffer.clear();
		}
	}

	long lost() {
		return this.lost;
	}

	void close() {
		if (this.borrowed != null) {
			this.connection.buffers().giveBack(this.borrowed);
			this.borrowed = null;
		}
	}

}
