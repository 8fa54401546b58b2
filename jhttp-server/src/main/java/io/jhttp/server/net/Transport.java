package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * How the bytes of HTTP get through a socket: as they are, or encrypted. Nothing of it
 * blocks. Reading is for one thread at a time, and so is writing, but the two may be
 * different threads.
 */
public sealed interface Transport permits PlainTransport, TlsTransport {

	/**
	 * Reads what has arrived.
	 * @param target has room for {@link DirectBuffers#CAPACITY} bytes at least, unless
	 * {@link #readsExactly()}
	 * @return the number of bytes, 0 if there are none at the moment, -1 at the end
	 * @throws IOException if the client is gone
	 */
	int read(ByteBuffer target) throws IOException;

	/**
	 * Whether bytes can be left to a later read, which the selector then announces.
	 * @return false if a read has to have room for all that may come
	 */
	boolean readsExactly();

	/**
	 * Writes as much as the socket takes. What is not taken has to be written again, from
	 * the same byte on, before anything else.
	 * @param source the bytes
	 * @return the number of bytes taken
	 * @throws IOException if the client is gone
	 */
	int write(ByteBuffer source) throws IOException;

	/**
	 * Writes a part of a file as far as the socket takes it, like {@link #write}.
	 * @param file an open file
	 * @param position where the part begins
	 * @param count how many bytes it has
	 * @return the number of bytes taken
	 * @throws IOException if the client is gone, or the file cannot be read
	 */
	long writeFile(FileChannel file, long position, long count) throws IOException;

	/**
	 * How much of a file is sent faster than it can be written.
	 * @return a number of bytes
	 */
	int maxTransfer();

	/**
	 * What one connection may write before the others have their turn.
	 * @return a number of bytes
	 */
	long writeQuota();

	/**
	 * Whether the client has said that nothing follows; the socket need not show it.
	 * @return true for ever from then on
	 */
	boolean isAtEnd();

	/**
	 * Whether a part of a record has been read, and its end has not.
	 * @return false where there are no records
	 */
	boolean hasPartialRecord();

	/**
	 * Says that nothing follows, while the client's side stays open.
	 * @throws IOException if the client is gone
	 */
	void shutdownOutput() throws IOException;

	/**
	 * Makes the end of the connection one that no client takes for the regular one.
	 * @throws IOException if the client is gone
	 */
	void reset() throws IOException;

	/**
	 * The last words, before the socket is closed, perhaps while a worker still has it.
	 */
	void beforeClose();

	/**
	 * Whether a host would have been reached in the same way. A client can ask for
	 * several hosts on one connection.
	 * @param authority the host, perhaps with a port
	 * @return false if it has another certificate than the one that the client got
	 */
	boolean reaches(String authority);

	/**
	 * What was agreed upon with the client.
	 * @return the session, or null if nothing is encrypted
	 */
	@Nullable SSLSession session();

}
