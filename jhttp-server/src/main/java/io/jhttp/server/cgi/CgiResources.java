package io.jhttp.server.cgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What handlers of different directories have in common.
 *
 * @param runner starts scripts
 * @param threads wait for them
 * @param environment what each of them is told
 * @param interpreters programs with their arguments by extension
 */
record CgiResources(ScriptRunner runner, ScriptThreads threads, Map<String, String> environment,
		Map<String, List<String>> interpreters) {

	List<String> interpreter(Path file) {
		String name = String.valueOf(file.getFileName());
		int dot = name.lastIndexOf('.');
		return (dot < 0) ? List.of() : this.interpreters.getOrDefault(name.substring(dot + 1), List.of());
	}

}
