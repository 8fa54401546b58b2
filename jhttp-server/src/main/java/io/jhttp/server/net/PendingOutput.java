package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The parts of an answer that the socket has not taken yet, in order.
 */
final class PendingOutput {

	private final ArrayDeque<OutputPart> parts = new ArrayDeque<>(2);

	private final long began;

	private long written;

	PendingOutput(long began) {
		this.began = began;
	}

	/** Adds octets without copying them: they must not change any more. */
	void add(byte[] octets, int from, int length) {
		this.parts.add(new OctetsPart(octets, from, from + length));
	}

	void addCopy(byte[] octets, int from, int length) {
		add(Arrays.copyOfRange(octets, from, from + length), 0, length);
	}

	void addCopy(ByteBuffer buffer) {
		byte[] octets = new byte[buffer.remaining()];
		buffer.get(octets);
		add(octets, 0, octets.length);
	}

	void add(FileRegion region) {
		this.parts.add(region);
	}

	/**
	 * Writes what the socket takes, up to a budget.
	 * @return the number of octets written
	 */
	long writeTo(SocketChannel channel, ByteBuffer scratch, long budget) throws IOException {
		long before = this.written;
		long end = before + budget;
		for (OutputPart part = this.parts.peek(); part != null && this.written < end; part = this.parts.peek()) {
			this.written += part.writeTo(channel, scratch, end - this.written);
			if (!part.isDone()) {
				break;
			}
			part.close();
			this.parts.remove();
		}
		return this.written - before;
	}

	/** Whether the client takes less than it has to. */
	boolean isTooSlow(long now, EngineOptions options) {
		return Pace.isTooSlow(options.pace().answer(), this.written, now - this.began,
				options.timeouts().write().toNanos());
	}

	long written() {
		return this.written;
	}

	/** Octets that the socket has not taken yet. */
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
