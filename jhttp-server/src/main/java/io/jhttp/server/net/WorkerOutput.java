package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The output of a worker, which writes the socket itself through a borrowed direct
 * buffer. While a handler streams, a slow client makes it wait. What is left when the
 * answer is complete is not waited for: it becomes the connection's pending output, and
 * the loop sends it.
 */
final class WorkerOutput implements ResponseOutput {

	private final Connection connection;

	private final WorkerLease lease;

	private final ByteBuffer buffer;

	WorkerOutput(Connection connection, WorkerLease lease, ByteBuffer buffer) {
		this.connection = connection;
		this.lease = lease;
		this.buffer = buffer;
	}

	@Override
	public void write(byte[] octets, int from, int length) throws IOException {
		int at = from;
		int limit = from + length;
		while (at < limit) {
			if (!this.buffer.hasRemaining()) {
				flush();
			}
			int count = Math.min(limit - at, this.buffer.remaining());
			this.buffer.put(octets, at, count);
			at += count;
		}
	}

	@Override
	public void writeShared(byte[] octets, int from, int length) throws IOException {
		if (length <= this.buffer.remaining()) {
			this.buffer.put(octets, from, length);
			return;
		}
		writeWithoutWaiting();
		this.connection.pendingOutput().add(octets, from, length);
		this.lease.writePending(this.buffer);
	}

	@Override
	public void write(FileRegion region) throws IOException {
		try {
			writeWithoutWaiting();
		}
		catch (IOException ex) {
			region.close();
			throw ex;
		}
		this.connection.pendingOutput().add(region);
		this.lease.writePending(this.buffer);
	}

	@Override
	public void flush() throws IOException {
		writeWithoutWaiting();
		while (this.connection.hasPendingOutput()) {
			this.lease.awaitWritable();
			this.lease.writePending(this.buffer);
		}
	}

	/** Writes what the socket takes now, and leaves the rest to the loop. */
	void writeWithoutWaiting() throws IOException {
		this.buffer.flip();
		try {
			if (!this.connection.hasPendingOutput()) {
				this.lease.write(this.buffer);
			}
			if (this.buffer.hasRemaining()) {
				this.connection.pendingOutput().addCopy(this.buffer);
			}
		}
		finally {
			this.buffer.clear();
		}
	}

}
