package io.jhttp.server.exchange;

import java.io.IOException;

/**
 * Bytes both ways, without blocking: each method does what can be done now. Only the
 * thread that has the exchange may use it. Where several threads may have it, the caller
 * of the writing methods has called {@link HttpStream#enter} before; reading needs no
 * such call.
 */
public interface ByteStream {

	/**
	 * Takes bytes that have arrived. Taking them lets the client send more.
	 * @param target where to
	 * @param offset the first index
	 * @param length at least 1
	 * @return how many bytes were taken, 0 if there are none at the moment, -1 at the end
	 * @throws RequestContentException if they are malformed, too many or too late
	 * @throws IOException if the client is gone
	 */
	int read(byte[] target, int offset, int length) throws IOException;

	/**
	 * How many bytes can be taken without waiting.
	 * @return 0 or more; perhaps fewer than there are
	 */
	int available();

	/**
	 * Runs a task once when {@link #read} has something to tell: bytes, the end, or a
	 * failure, such as that the client is too slow. That is certain to happen.
	 * @param task what to run; it must not block
	 */
	void onReadable(Runnable task);

	/**
	 * Writes as many bytes as there is room for. The others have to be written next.
	 * @param bytes an array, the caller's again afterwards
	 * @param from the first byte
	 * @param length number of bytes
	 * @return how many were taken; fewer if there is no more room
	 * @throws IOException if the client is gone or too slow
	 */
	int write(byte[] bytes, int from, int length) throws IOException;

	/**
	 * Writes bytes that do not change any more: all are taken, and may leave later.
	 * @param bytes an array
	 * @param from the first byte
	 * @param length number of bytes
	 * @throws IOException if the client is gone or too slow
	 */
	void writeShared(byte[] bytes, int from, int length) throws IOException;

	/**
	 * Lets what was written leave, as far as the client takes it.
	 * @throws IOException if the client is gone or too slow
	 */
	void flush() throws IOException;

	/**
	 * Whether there is room.
	 * @return false while the client has not taken what was written
	 */
	boolean isWritable();

	/**
	 * Runs a task once when {@link #isWritable} is true again, or {@link #flush} has a
	 * failure to tell. That is certain to happen.
	 * @param task what to run; it must not block
	 */
	void onWritable(Runnable task);

}
