package io.jhttp.server.exchange;

import java.io.Closeable;
import java.nio.channels.FileChannel;

/**
 * A file that is being sent. Closing it gives it up.
 */
public interface OpenFile extends Closeable {

	/**
	 * Where it is read.
	 * @return an open channel
	 */
	FileChannel channel();

	/**
	 * What people call it.
	 * @return a path, as it is
	 */
	String name();

	/**
	 * Whether its content is still what was promised to the client.
	 * @return false to cut the response before its last bytes
	 */
	boolean isIntact();

}
