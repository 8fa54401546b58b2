package io.jhttp.server.cgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What handlers of different directories have in common.
 *
 * @param runner starts scripts
 * @param threads wait for them
 * @param environment what each of them is told
 * @param passAuthorization whether it is told the credentials of its request
 * @param interpreters programs with their arguments by extension
 * @param methods which requests run it, in the order in which clients are told
 */
record CgiResources(ScriptRunner runner, ScriptThreads threads, Map<String, String> environment,
		boolean passAuthorization, Map<String, List<String>> interpreters, Set<String> methods) {

	List<String> interpreter(Path file) {
		String name = String.valueOf(file.getFileName());
		int dot = name.lastIndexOf('.');
		return (dot < 0) ? List.of() : this.interpreters.getOrDefault(name.substring(dot + 1), List.of());
	}

}
