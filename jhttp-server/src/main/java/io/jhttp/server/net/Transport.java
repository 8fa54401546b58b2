package io.jhttp.server.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * How the octets of HTTP get through a socket: as they are, or encrypted. Nothing of it
 * blocks. Reading is for one thread at a time, and so is writing, but the two may be
 * different threads.
 */
sealed interface Transport permits PlainTransport, TlsTransport {

	/**
	 * Reads what has arrived.
	 * @param target has room for {@link DirectBuffers#CAPACITY} octets at least, unless
	 * {@link #readsExactly()}
	 * @return the number of octets, 0 if there are none at the moment, -1 at the end
	 */
	int read(ByteBuffer target) throws IOException;

	/** Whether octets can be left to a later read, which the selector then announces. */
	boolean readsExactly();

	/**
	 * Writes as much as the socket takes. What is not taken has to be written again, from
	 * the same octet on, before anything else.
	 * @return the number of octets taken
	 */
	int write(ByteBuffer source) throws IOException;

	/**
	 * Writes a part of a file as far as the socket takes it, like {@link #write}.
	 * @return the number of octets taken
	 */
	long writeFile(FileChannel file, long position, long count) throws IOException;

	/** How many octets of a file are sent faster than it can be written. */
	int mostAtOnce();

	/** What one connection may write before the others have their turn. */
	long budget();

	/** Whether the client has said that nothing follows; the socket need not show it. */
	boolean isAtEnd();

	/** Whether a part of a record has been read, and its end has not. */
	boolean isInsideRecord();

	/** Says that nothing follows, while the client's side stays open. */
	void shutdownOutput() throws IOException;

	/** Makes the end of the connection one that no client takes for the regular one. */
	void endAbruptly() throws IOException;

	/**
	 * The last words, before the socket is closed, perhaps while a worker still has it.
	 */
	void beforeClose();

	/** What was agreed upon with the client, or null if nothing is encrypted. */
	@Nullable SSLSession session();

}
