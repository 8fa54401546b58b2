package io.jhttp.server.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that were read from a connection and belong to what it does next: a head that is
 * not complete, content that a worker will read, or pipelined requests. Empty, and
 * without an array of its own, while the connection is idle.
 */
public final class ReceivedBytes {

	private static final byte[] NONE = new byte[0];

	private byte[] bytes = NONE;

	private int position;

	private int limit;

	ReceivedBytes() {
	}

	/**
	 * The array that has them.
	 * @return may be another one after each change
	 */
	public byte[] array() {
		return this.bytes;
	}

	/**
	 * Where they begin.
	 * @return an index
	 */
	public int position() {
		return this.position;
	}

	/**
	 * Drops what was used.
	 * @param position where they begin from now on
	 */
	public void position(int position) {
		this.position = position;
	}

	/**
	 * Where they end.
	 * @return the index behind the last one
	 */
	public int limit() {
		return this.limit;
	}

	/**
	 * How many there are.
	 * @return 0 or more
	 */
	public int remaining() {
		return this.limit - this.position;
	}

	/**
	 * Whether there are none.
	 * @return true between two messages
	 */
	public boolean isEmpty() {
		return this.position == this.limit;
	}

	/**
	 * Keeps the rest of what was looked at, and copies it unless it stands here already.
	 * @param source an array
	 * @param from the first index
	 * @param limit behind the last one
	 */
	public void keep(byte[] source, int from, int limit) {
		if (from == limit) {
			clear();
		}
		else if (source == this.bytes) {
			this.position = from;
		}
		else {
			this.bytes = Arrays.copyOfRange(source, from, limit);
			this.position = 0;
			this.limit = limit - from;
		}
	}

	/**
	 * Adds bytes behind the others. Room doubles, so that a trickle costs little.
	 * @param source has no more of them afterwards
	 */
	public void append(ByteBuffer source) {
		int length = remaining() + source.remaining();
		if (this.limit + source.remaining() > this.bytes.length) {
			byte[] larger = (length > this.bytes.length) ? new byte[Math.max(2 * this.bytes.length, length)]
					: this.bytes;
			System.arraycopy(this.bytes, this.position, larger, 0, remaining());
			this.bytes = larger;
			this.position = 0;
		}
		source.get(this.bytes, length - source.remaining() + this.position, source.remaining());
		this.limit = this.position + length;
	}

	/**
	 * Drops all of them, and the array.
	 */
	public void clear() {
		this.bytes = NONE;
		this.position = 0;
		this.limit = 0;
	}

	/**
	 * Drops the array if it is not needed: an idle connection keeps none, however much
	 * content it had before.
	 */
	public void releaseIfEmpty() {
		if (isEmpty()) {
			clear();
		}
	}

	/**
	 * Takes the first bytes.
	 * @param target where to
	 * @param offset the first index
	 * @param length how many at the most
	 * @return how many were taken
	 */
	public int take(byte[] target, int offset, int length) {
		int count = Math.min(length, remaining());
		System.arraycopy(this.bytes, this.position, target, offset, count);
		this.position += count;
		return count;
	}

	/**
	 * Replaces all bytes, which must have been used, by others.
	 * @param source has no more of them afterwards
	 */
	public void fill(ByteBuffer source) {
		int length = source.remaining();
		if (this.bytes.length < length) {
			this.bytes = new byte[length];
		}
		source.get(this.bytes, 0, length);
		this.position = 0;
		this.limit = length;
	}

}
