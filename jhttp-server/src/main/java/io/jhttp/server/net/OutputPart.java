package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A piece of an answer that the socket has not taken yet.
 */
sealed interface OutputPart permits OctetsPart, FileRegion {

	/**
	 * Writes as much as the socket takes, and at most about {@code budget} octets.
	 * @param scratch a direct buffer to copy through: heap buffers would be copied by the
	 * JDK into one that it keeps per thread, however large
	 * @return the number of octets written
	 */
	long writeTo(SocketChannel channel, ByteBuffer scratch, long budget) throws IOException;

	boolean isDone();

	/** How many octets are left. */
	long remaining();

	void close();

}
