package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes in memory that wait to be written. The array is shared, not copied.
 */
final class BytesPart implements OutputPart {

	private final byte[] bytes;

	private int position;

	private final int limit;

	BytesPart(byte[] bytes, int from, int limit) {
		this.bytes = bytes;
		this.position = from;
		this.limit = limit;
	}

	@Override
	public long writeTo(Transport transport, ByteBuffer scratch, long budget) throws IOException {
		int start = this.position;
		while (this.position < this.limit && this.position - start < budget) {
			scratch.clear();
			scratch.put(this.bytes, this.position, Math.min(scratch.capacity(), this.limit - this.position));
			scratch.flip();
			int count = transport.write(scratch);
			this.position += count;
			if (scratch.hasRemaining()) {
				break;
			}
		}
		return this.position - start;
	}

	@Override
	public boolean isDone() {
		return this.position == this.limit;
	}

	@Override
	public long remaining() {
		return this.limit - this.position;
	}

	@Override
	public void close() {
	}

}
