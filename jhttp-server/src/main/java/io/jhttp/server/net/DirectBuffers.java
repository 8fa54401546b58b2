package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers that are borrowed while a socket is read or written. Bounded: a burst of
 * workers leaves nothing behind that the collector could not take.
 */
final class DirectBuffers {

	static final int CAPACITY = 32 * 1024;

	private static final int MOST_KEPT = 256;

	private final int capacity;

	private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(MOST_KEPT);

	DirectBuffers(int capacity) {
		this.capacity = capacity;
	}

	ByteBuffer borrow() {
		ByteBuffer buffer = this.kept.poll();
		return (buffer != null) ? buffer.clear() : ByteBuffer.allocateDirect(this.capacity);
	}

	void giveBack(ByteBuffer buffer) {
		this.kept.offer(buffer);
	}

}
