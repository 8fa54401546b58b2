package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Octets in memory that wait to be written. The array is shared, not copied.
 */
final class OctetsPart implements OutputPart {

	private final byte[] octets;

	private int position;

	private final int limit;

	OctetsPart(byte[] octets, int from, int limit) {
		this.octets = octets;
		this.position = from;
		this.limit = limit;
	}

	@Override
	public long writeTo(SocketChannel channel, ByteBuffer scratch, long budget) throws IOException {
		int start = this.position;
		while (this.position < this.limit && this.position - start < budget) {
			scratch.clear();
			scratch.put(this.octets, this.position, Math.min(scratch.capacity(), this.limit - this.position));
			scratch.flip();
			int count = channel.write(scratch);
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
