package io.jhttp.spring.boot.test.memory;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Bytes on their way from one end of a connection to the other, not more than a socket
 * would hold.
 *
 * <pre>
 *  OPEN ──end──▶ ENDED ──reset or discard──▶ RESET
 *    └──────────reset or discard────────────▲
 * </pre>
 */
final class MemoryPipe {

	/** In bytes. */
	static final int CAPACITY = 64 * 1024;

	private enum State {

		/** Both ends are there. */
		OPEN,

		/** The reader gets what is left, and then the end. */
		ENDED,

		/**
		 * The reader gets what is left, and then a failure; the writer gets one at once.
		 */
		RESET

	}

	private final ArrayDeque<ByteBuffer> parts = new ArrayDeque<>();

	private int size;

	private State state = State.OPEN;

	private Runnable watcher = () -> {
	};

	/** Has a selector told of each change. */
	void watch(Runnable changed) {
		synchronized (this) {
			this.watcher = changed;
		}
	}

	/**
	 * Writes what there is room for.
	 * @return the number of bytes, perhaps 0
	 */
	int write(ByteBuffer source) throws IOException {
		Runnable changed;
		int count;
		synchronized (this) {
			if (this.state != State.OPEN) {
				throw new SocketException("Broken pipe");
			}
			count = Math.min(source.remaining(), CAPACITY - this.size);
			if (count == 0) {
				return 0;
			}
			ByteBuffer part = ByteBuffer.allocate(count);
			int limit = source.limit();
			part.put(source.limit(source.position() + count)).flip();
			source.limit(limit);
			this.parts.add(part);
			this.size += count;
			changed = changed();
		}
		changed.run();
		return count;
	}

	/** Writes everything, and waits for room. */
	void writeFully(ByteBuffer source) throws IOException {
		while (source.hasRemaining()) {
			if (write(source) == 0) {
				synchronized (this) {
					while (!isWritable()) {
						await();
					}
				}
			}
		}
	}

	/**
	 * Reads what there is.
	 * @return the number of bytes, perhaps 0, or -1 at the end
	 */
	int read(ByteBuffer target) throws IOException {
		Runnable changed;
		int before = target.position();
		synchronized (this) {
			if (this.size == 0) {
				return switch (this.state) {
					case OPEN -> 0;
					case ENDED -> -1;
					case RESET -> throw new SocketException("Connection reset");
				};
			}
			for (ByteBuffer part = this.parts.peek(); part != null && target.hasRemaining(); part = this.parts.peek()) {
				int limit = part.limit();
				part.limit(part.position() + Math.min(part.remaining(), target.remaining()));
				target.put(part);
				part.limit(limit);
				if (!part.hasRemaining()) {
					this.parts.remove();
				}
			}
			this.size -= target.position() - before;
			changed = changed();
		}
		changed.run();
		return target.position() - before;
	}

	/** Waits until there is something to be read, or the end. */
	int readBlocking(ByteBuffer target) throws IOException {
		while (true) {
			int count = read(target);
			if (count != 0 || !target.hasRemaining()) {
				return count;
			}
			synchronized (this) {
				while (!isReadable()) {
					await();
				}
			}
		}
	}

	private void await() throws IOException {
		try {
			wait();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SocketException("Interrupted");
		}
	}

	/** By the writer: nothing follows. */
	void end() {
		become(State.ENDED, false);
	}

	/** By the writer: something is missing. */
	void reset() {
		become(State.RESET, false);
	}

	/**
	 * By the reader, which has gone.
	 * @return whether there was something that it has not read
	 */
	boolean discard() {
		return become(State.RESET, true) > 0;
	}

	private int become(State next, boolean discard) {
		Runnable changed;
		int unread;
		synchronized (this) {
			unread = this.size;
			if (this.state == State.OPEN || next == State.RESET) {
				this.state = next;
			}
			if (discard) {
				this.parts.clear();
				this.size = 0;
			}
			changed = changed();
		}
		changed.run();
		return unread;
	}

	private Runnable changed() {
		notifyAll();
		return this.watcher;
	}

	/** Whether reading would not wait. */
	synchronized boolean isReadable() {
		return this.size > 0 || this.state != State.OPEN;
	}

	/** Whether writing would not wait. */
	synchronized boolean isWritable() {
		return this.size < CAPACITY || this.state != State.OPEN;
	}

	/** How many bytes can be read at once. */
	synchronized int available() {
		return this.size;
	}

}
