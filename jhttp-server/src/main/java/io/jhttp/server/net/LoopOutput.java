package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The output of a loop. Responses to pipelined requests gather in one direct buffer and
 * leave in one write. It never blocks: what the socket does not take becomes the
 * connection's pending output, which keeps its copy of it.
 */
public final class LoopOutput implements Output {

	static final int CAPACITY = 64 * 1024;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

	private @Nullable LoopMember connection;

	/** Bytes that were written here, and lost with the client. */
	private long lost;

	LoopOutput() {
	}

	/** Directs what is written to a connection; the output is empty before. */
	void open(LoopMember connection) {
		if (this.connection != connection) {
			this.lost = 0;
		}
		this.connection = connection;
	}

	private LoopMember connection() {
		if (this.connection == null) {
			throw new IllegalStateException("The output is not directed to a connection");
		}
		return this.connection;
	}

	/**
	 * A buffer to copy through, empty unless responses are gathered in it.
	 * @return always the same buffer
	 */
	public ByteBuffer scratch() {
		return this.buffer;
	}

	@Override
	public int write(byte[] bytes, int from, int length) throws IOException {
		return length - gather(bytes, from, length);
	}

	@Override
	public void writeShared(byte[] bytes, int from, int length) throws IOException {
		int rest = gather(bytes, from, length);
		if (rest > 0) {
			connection().pendingOutput().add(bytes, from + length - rest, rest);
		}
	}

	/** Takes bytes until the socket is full, and returns how many are left. */
	private int gather(byte[] bytes, int from, int length) throws IOException {
		int at = from;
		int limit = from + length;
		while (at < limit && !connection().hasPendingOutput()) {
			if (!this.buffer.hasRemaining()) {
				flush();
				continue;
			}
			int count = Math.min(limit - at, this.buffer.remaining());
			this.buffer.put(bytes, at, count);
			at += count;
		}
		return limit - at;
	}

	@Override
	public void write(FileRegion region) throws IOException {
		boolean left = false;
		try {
			flush();
			if (!connection().hasPendingOutput()) {
				region.writeTo(connection().transport(), this.buffer, connection().transport().writeQuota());
			}
			left = !region.isDone();
			if (left) {
				connection().pendingOutput().add(region);
			}
		}
		catch (IOException ex) {
			this.lost += region.remaining();
			throw (ex instanceof FileChangedException || ex instanceof ClientGoneException) ? ex : gone(ex);
		}
		finally {
			if (!left) {
				region.close();
			}
		}
	}

	private static ClientGoneException gone(IOException cause) {
		return new ClientGoneException("The client closed the connection while it was answered", cause);
	}

	@Override
	public void flush() throws IOException {
		if (this.buffer.position() == 0) {
			return;
		}
		this.buffer.flip();
		try {
			connection().transport().write(this.buffer);
			if (this.buffer.hasRemaining()) {
				connection().pendingOutput().addCopy(this.buffer);
			}
		}
		catch (IOException ex) {
			this.lost += this.buffer.remaining();
			throw gone(ex);
		}
		finally {
			this.buffer.clear();
		}
	}

	/** Discards what was gathered: the connection is gone. */
	void discard() {
		this.lost += this.buffer.position();
		this.buffer.clear();
	}

	/** Bytes for a connection that were lost, and that were not asked for yet. */
	long takeLost(LoopMember connection) {
		if (this.connection != connection) {
			return 0;
		}
		long taken = this.lost;
		this.lost = 0;
		return taken;
	}

}
