package io.jhttp.server.cgi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jhttp.server.cgi.process.ScriptInput;

/**
 * How scripts run, apart from which ones: each in a process of its own, or some day by a
 * server of their own.
 */
interface ScriptRunner extends AutoCloseable {

	/**
	 * What is to run.
	 *
	 * @param name how the log calls it
	 * @param file the script
	 * @param interpreter a program and its arguments that the script is given to; empty
	 * if it starts by itself
	 * @param environment the meta-variables (RFC 3875, section 4.1)
	 */
	record Job(String name, Path file, List<String> interpreter, Map<String, String> environment) {
	}

	/**
	 * Starts a script.
	 * @throws IOException if it cannot be started
	 */
	RunningScript start(Job job, ScriptInput input) throws IOException;

	/** Whether a file is one that would be started without an interpreter. */
	boolean isExecutable(Path file);

	/** Ends all scripts. */
	@Override
	void close();

}
