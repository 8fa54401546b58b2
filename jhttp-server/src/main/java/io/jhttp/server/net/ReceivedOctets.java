package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Octets that were read from a connection and belong to what it does next: a head that is
 * not complete, content that a worker will read, or pipelined requests. Empty, and
 * without an array of its own, while the connection is idle.
 */
final class ReceivedOctets {

	private static final byte[] NONE = new byte[0];

	private byte[] octets = NONE;

	private int position;

	private int limit;

	byte[] array() {
		return this.octets;
	}

	int position() {
		return this.position;
	}

	void position(int position) {
		this.position = position;
	}

	int limit() {
		return this.limit;
	}

	int remaining() {
		return this.limit - this.position;
	}

	boolean isEmpty() {
		return this.position == this.limit;
	}

	/**
	 * Keeps the rest of what was looked at, and copies it unless it stands here already.
	 */
	void keep(byte[] source, int from, int limit) {
		if (from == limit) {
			clear();
		}
		else if (source == this.octets) {
			this.position = from;
		}
		else {
			this.octets = Arrays.copyOfRange(source, from, limit);
			this.position = 0;
			this.limit = limit - from;
		}
	}

	/** Adds octets behind the others. Room doubles, so that a trickle costs little. */
	void append(ByteBuffer source) {
		int length = remaining() + source.remaining();
		if (this.limit + source.remaining() > this.octets.length) {
			byte[] larger = (length > this.octets.length) ? new byte[Math.max(2 * this.octets.length, length)]
					: this.octets;
			System.arraycopy(this.octets, this.position, larger, 0, remaining());
			this.octets = larger;
			this.position = 0;
		}
		source.get(this.octets, length - source.remaining() + this.position, source.remaining());
		this.limit = this.position + length;
	}

	void clear() {
		this.octets = NONE;
		this.position = 0;
		this.limit = 0;
	}

	/** An idle connection keeps no array, however much content it had before. */
	void releaseIfEmpty() {
		if (isEmpty()) {
			clear();
		}
	}

	int take(byte[] target, int offset, int length) {
		int count = Math.min(length, remaining());
		System.arraycopy(this.octets, this.position, target, offset, count);
		this.position += count;
		return count;
	}

	/** Replaces everything, which must have been consumed, by what a buffer has. */
	void fill(ByteBuffer source) {
		int length = source.remaining();
		if (this.octets.length < length) {
			this.octets = new byte[length];
		}
		source.get(this.octets, 0, length);
		this.position = 0;
		this.limit = length;
	}

}
