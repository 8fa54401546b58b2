package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers that are borrowed while a socket is read or written. Bounded: a burst of
 * workers leaves nothing behind that the collector could not take.
 */
public final class DirectBuffers {

	/** How many bytes a buffer for workers has. */
	public static final int CAPACITY = 32 * 1024;

	private static final int MAX_KEPT = 256;

	private final int capacity;

	private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(MAX_KEPT);

	DirectBuffers(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Borrows a buffer.
	 * @return an empty one, to be given back
	 */
	public ByteBuffer borrow() {
		ByteBuffer buffer = this.kept.poll();
		return (buffer != null) ? buffer.clear() : ByteBuffer.allocateDirect(this.capacity);
	}

	/**
	 * Gives a buffer back.
	 * @param buffer was borrowed, and is not used any more
	 */
	public void giveBack(ByteBuffer buffer) {
		this.kept.offer(buffer);
	}

}
