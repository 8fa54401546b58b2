package io.jhttp.server.net;

import java.io.IOException;

/**
 * Where the octets of an answer go: to the loop's buffer, or from a worker to the socket.
 */
sealed interface ResponseOutput permits LoopOutput, WorkerOutput {

	/** Writes octets, which are the caller's again when this returns. */
	void write(byte[] octets, int from, int length) throws IOException;

	/** Writes octets that do not change any more. */
	void writeShared(byte[] octets, int from, int length) throws IOException;

	/** Sends a part of a file, and closes it in any case. */
	void write(FileRegion region) throws IOException;

	/** Lets everything that was written leave. */
	void flush() throws IOException;

}
