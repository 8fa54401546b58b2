package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts the processes of scripts.
 */
interface Spawner extends AutoCloseable {

	/**
	 * Starts a process that leads a session and a process group of its own if
	 * {@link #isGrouping} says so.
	 * @param command the absolute path of a program, and its arguments
	 * @param directory where it is to work
	 * @param environment all that it is told
	 * @param input what it reads
	 * @throws IOException if it cannot be started
	 */
	Process start(List<String> command, Path directory, Map<String, String> environment, ScriptInput input)
			throws IOException;

	/**
	 * Asks a process that it has started to end, and goes on to listen to it: one that
	 * says something on its way must not die of a closed pipe.
	 */
	void askToEnd(Process process);

	/** Whether a process that it has started leads a process group of its own. */
	boolean isGrouping(Process process);

	/**
	 * Whether another program came before the one meant, and may have failed to become
	 * it.
	 */
	boolean isIndirect(Process process);

	/** Ends what it needs to start processes. */
	@Override
	default void close() {
	}

}
