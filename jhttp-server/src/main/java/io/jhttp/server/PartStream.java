package io.jhttp.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A part of content, of a length that is known.
 */
abstract class PartStream extends InputStream {

	private long remaining;

	PartStream(long length) {
		this.remaining = length;
	}

	final long remaining() {
		return this.remaining;
	}

	/** Leaves nothing to be read. */
	final void end() {
		this.remaining = 0;
	}

	/**
	 * Reads bytes that belong to the part: at least one, or the content is shorter than
	 * promised.
	 * @throws IOException if no byte is left or one cannot be read
	 */
	abstract int readPart(byte[] target, int offset, int length) throws IOException;

	@Override
	public final int read() throws IOException {
		byte[] b = new byte[1];
		return (read(b, 0, 1) < 0) ? -1 : b[0] & 0xff;
	}

	@Override
	public final int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (this.remaining == 0) {
			return -1;
		}
		int count = readPart(target, offset, (int) Math.min(length, this.remaining));
		this.remaining -= count;
		return count;
	}

}
