package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A piece of a response that the socket has not taken yet.
 */
sealed interface OutputPart permits BytesPart, FileRegion {

	/**
	 * Writes as much as the socket takes, and at most about {@code budget} bytes.
	 * @param scratch a direct buffer to copy through: heap buffers would be copied by the
	 * JDK into one that it keeps per thread, however large
	 * @return the number of bytes written
	 */
	long writeTo(Transport transport, ByteBuffer scratch, long budget) throws IOException;

	boolean isDone();

	/** How many bytes are left. */
	long remaining();

	void close();

}
