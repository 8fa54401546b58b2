package io.jhttp.server.cgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What can be decided for each request that runs a script.
 */
public interface ScriptHooks {

	/**
	 * Whether a script may start by itself.
	 * @param file the script
	 * @return false to answer with 403
	 */
	boolean isExecutable(Path file);

	/**
	 * The program that a script is given to, in place of starting it by itself.
	 * @param file the script
	 * @return the program and its arguments; empty if there is none
	 */
	List<String> interpreter(Path file);

	/**
	 * Changes what a script is told.
	 * @param variables the meta-variables, to be changed
	 */
	void environment(Map<String, String> variables);

}
