package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The parts of a response that the socket has not taken yet, in order.
 */
public final class PendingOutput {

	private final ArrayDeque<OutputPart> parts = new ArrayDeque<>(2);

	private final long began;

	private long written;

	PendingOutput(long began) {
		this.began = began;
	}

	/**
	 * Adds bytes without copying them.
	 * @param bytes an array that does not change any more
	 * @param from the first byte
	 * @param length number of bytes
	 */
	public void add(byte[] bytes, int from, int length) {
		this.parts.add(new BytesPart(bytes, from, from + length));
	}

	/**
	 * Adds a copy of bytes.
	 * @param buffer has no more of them afterwards
	 */
	public void addCopy(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		add(bytes, 0, bytes.length);
	}

	/**
	 * Adds a part of a file.
	 * @param region is closed when it was written, or is discarded
	 */
	public void add(FileRegion region) {
		this.parts.add(region);
	}

	/**
	 * Writes what the socket takes, up to a budget.
	 * @return the number of bytes written
	 */
	long writeTo(Transport transport, ByteBuffer scratch, long budget) throws IOException {
		long before = this.written;
		long end = before + budget;
		for (OutputPart part = this.parts.peek(); part != null && this.written < end; part = this.parts.peek()) {
			this.written += part.writeTo(transport, scratch, end - this.written);
			if (!part.isDone()) {
				break;
			}
			part.close();
			this.parts.remove();
		}
		return this.written - before;
	}

	/**
	 * Whether the client takes less than it has to.
	 * @param now in nanoseconds
	 * @param options the minimum rate
	 * @return true if its time is up
	 */
	public boolean isTooSlow(long now, EngineOptions options) {
		return Pace.isTooSlow(options.pace().response(), this.written, now - this.began,
				options.timeouts().write().toNanos());
	}

	/**
	 * How much has been written.
	 * @return a number of bytes
	 */
	public long written() {
		return this.written;
	}

	/** Bytes that the socket has not taken yet. */
	long remaining() {
		long sum = 0;
		for (OutputPart part : this.parts) {
			sum += part.remaining();
		}
		return sum;
	}

	boolean isEmpty() {
		return this.parts.isEmpty();
	}

	void close() {
		this.parts.forEach(OutputPart::close);
		this.parts.clear();
	}

}
