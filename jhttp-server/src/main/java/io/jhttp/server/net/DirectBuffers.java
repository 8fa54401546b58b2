package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers that workers borrow while they read or write a socket. Bounded: a burst
 * of workers leaves nothing behind that the collector could not take.
 */
final class DirectBuffers {

	static final int CAPACITY = 32 * 1024;

	private static final int MOST_KEPT = 256;

	private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(MOST_KEPT);

	ByteBuffer borrow() {
		ByteBuffer buffer = this.kept.poll();
		return (buffer != null) ? buffer.clear() : ByteBuffer.allocateDirect(CAPACITY);
	}

	void giveBack(ByteBuffer buffer) {
		this.kept.offer(buffer);
	}

}
