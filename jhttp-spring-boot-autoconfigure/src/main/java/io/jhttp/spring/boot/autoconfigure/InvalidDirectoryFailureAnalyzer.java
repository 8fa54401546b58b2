package io.jhttp.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which directory cannot be served, and where it was looked for.
 */
final class InvalidDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDirectoryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDirectoryException cause) {
		String description = "The HTTP server cannot serve the directory '" + cause.configured() + "': " + cause.path()
				+ " " + cause.reason() + ".";
		return new FailureAnalysis(description,
				"Set jhttp.directory to a readable directory. A relative path starts at the working directory.", cause);
	}

}
