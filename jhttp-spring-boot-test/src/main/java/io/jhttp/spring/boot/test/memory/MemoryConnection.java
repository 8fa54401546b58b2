package io.jhttp.spring.boot.test.memory;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A connection as one of its ends sees it.
 *
 * @param input what the other end sends
 * @param output what is sent to it
 * @param local the address of this end
 * @param remote the address of the other end
 */
record MemoryConnection(MemoryPipe input, MemoryPipe output, InetSocketAddress local, InetSocketAddress remote) {

	private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	/** No connection at all. */
	static final MemoryConnection NONE = new MemoryConnection(new MemoryPipe(), new MemoryPipe(), NOWHERE, NOWHERE);

	/** The other end of a new connection. */
	MemoryConnection reversed() {
		return new MemoryConnection(this.output, this.input, this.remote, this.local);
	}

	/** By this end, once: what it has not read is lost, which the other end learns of. */
	void close() {
		if (this.input.discard()) {
			this.output.reset();
		}
		else {
			this.output.end();
		}
	}

	/** By this end: it has nothing to say any more, and will not read either. */
	void reset() {
		this.input.discard();
		this.output.reset();
	}

}
