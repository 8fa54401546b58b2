package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.jhttp.server.net.Connection;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.Output;
import org.jspecify.annotations.Nullable;

/**
 * The output of a worker, which writes the socket itself through a direct buffer that it
 * borrows for the first byte. What the client does not take becomes the connection's
 * pending output: a handler that streams waits until it has left, and the loop sends what
 * is left when the response is complete.
 */
final class WorkerOutput implements Output {

	private final Connection connection;

	private final WorkerSocket socket;

	private @Nullable ByteBuffer borrowed;

	/** Bytes that were written here, and lost with the client. */
	private long lost;

	WorkerOutput(WorkerSocket socket) {
		this.connection = socket.connection();
		this.socket = socket;
	}

	private ByteBuffer buffer() {
		ByteBuffer buffer = this.borrowed;
		if (buffer == null) {
			buffer = this.connection.loop().buffers().borrow();
			this.borrowed = buffer;
		}
		return buffer;
	}

	@Override
	public int write(byte[] bytes, int from, int length) throws IOException {
		ByteBuffer buffer = buffer();
		int at = from;
		int limit = from + length;
		while (at < limit) {
			if (!buffer.hasRemaining()) {
				flushBuffer();
				if (this.connection.hasPendingOutput()) {
					break;
				}
			}
			int count = Math.min(limit - at, buffer.remaining());
			buffer.put(bytes, at, count);
			at += count;
		}
		return at - from;
	}

	@Override
	public void writeShared(byte[] bytes, int from, int length) throws IOException {
		ByteBuffer buffer = buffer();
		if (length <= buffer.remaining() && !this.connection.hasPendingOutput()) {
			buffer.put(bytes, from, length);
			return;
		}
		flushBuffer();
		this.connection.pendingOutput().add(bytes, from, length);
		this.socket.writePending(buffer);
	}

	@Override
	public void write(FileRegion region) throws IOException {
		try {
			flushBuffer();
			this.connection.pendingOutput().add(region);
		}
		catch (IOException | RuntimeException | Error ex) {
			region.close();
			throw ex;
		}
		this.socket.writePending(buffer());
	}

	@Override
	public void flush() throws IOException {
		if (this.connection.hasPendingOutput()) {
			this.socket.continueWriting(scratch());
		}
		flushBuffer();
	}

	/** Pending output is copied through the buffer, so that nothing may be in it. */
	private ByteBuffer scratch() throws IOException {
		flushBuffer();
		return buffer();
	}

	/** Writes what the socket takes now, and leaves the rest pending. */
	void flushBuffer() throws IOException {
		ByteBuffer buffer = this.borrowed;
		if (buffer == null || buffer.position() == 0) {
			return;
		}
		buffer.flip();
		try {
			if (!this.connection.hasPendingOutput()) {
				this.socket.write(buffer);
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
			this.connection.loop().buffers().giveBack(this.borrowed);
			this.borrowed = null;
		}
	}

}
