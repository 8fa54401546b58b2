package io.jhttp.server.exchange;

import java.io.Closeable;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

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
	 * @return what gives false to abort the response before its last bytes; null if the
	 * content may change
	 */
	@Nullable BooleanSupplier intact();

}
