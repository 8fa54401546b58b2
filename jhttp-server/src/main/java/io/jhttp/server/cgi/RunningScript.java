package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.InputStream;

/**
 * A script that was started. One thread reads its output, waits for its end and closes
 * it.
 */
interface RunningScript extends AutoCloseable {

	/** Why a script was ended before it had come to its end. */
	enum Ending {

		/** It was not. */
		NONE,

		TIMED_OUT, CLIENT_GONE, STOPPED

	}

	/** What it writes; ends when the script has ended, or is ended. */
	InputStream output();

	/** Whether more output can come. */
	boolean isAlive();

	/** The time that the client takes is not the script's. */
	void clientsTurn();

	/** From now on the script has all its time again. */
	void scriptsTurn();

	/**
	 * From any thread, without blocking: the client does not wait for the response any
	 * more.
	 */
	void clientGone();

	/**
	 * Waits until the script has ended, after its output has.
	 * @return its exit code, 0 for success
	 */
	int awaitExit() throws IOException;

	Ending ending();

	/** Whether an exit code can mean that the script was never started. */
	boolean isStartFailure(int exitCode);

	/**
	 * Whether a script that has ended without output says that the system lacks what it
	 * needs, or what was to start it says so.
	 */
	boolean tellsOfShortage();

	/**
	 * Whether an exit code says that a signal has ended the script, or a command that it
	 * has waited for.
	 */
	boolean isSignal(int exitCode);

	/** Ends the script if it runs still, and all that it has started. */
	@Override
	void close();

}
