package io.jhttp.server.net;

import java.io.IOException;
import java.util.Arrays;

/**
 * Where bytes for a client go: to the buffer of an event loop, or from a worker to the
 * socket. Nothing of it waits for the client.
 */
public interface Output {

	/**
	 * Writes bytes, which are the caller's again when this returns.
	 * @param bytes an array
	 * @param from the first byte
	 * @param length number of bytes
	 * @return how many were taken; fewer if the client has to take others first
	 * @throws IOException if the client is gone
	 */
	int write(byte[] bytes, int from, int length) throws IOException;

	/**
	 * Writes bytes, all of which are taken: where the client takes no more, a copy waits.
	 * @param bytes an array, the caller's again when this returns
	 * @param length number of bytes, from the first one
	 * @throws IOException if the client is gone
	 */
	default void writeAll(byte[] bytes, int length) throws IOException {
		int taken = write(bytes, 0, length);
		if (taken < length) {
			byte[] rest = Arrays.copyOfRange(bytes, taken, length);
			writeShared(rest, 0, rest.length);
		}
	}

	/**
	 * Writes bytes that do not change any more: all are taken.
	 * @param bytes an array
	 * @param from the first byte
	 * @param length number of bytes
	 * @throws IOException if the client is gone
	 */
	void writeShared(byte[] bytes, int from, int length) throws IOException;

	/**
	 * Sends a part of a file, and closes it in any case.
	 * @param region the part
	 * @throws IOException if the client is gone, or the file is not what was promised
	 */
	void write(FileRegion region) throws IOException;

	/**
	 * Lets what was written leave, as far as the client takes it.
	 * @throws IOException if the client is gone or too slow
	 */
	void flush() throws IOException;

}
