package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Tells which directory cannot be served, where it was looked for, and who said so.
 */
final class InvalidDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDirectoryException> {

	private final @Nullable Environment environment;

	InvalidDirectoryFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDirectoryException cause) {
		String description = "The HTTP server cannot serve the directory '" + cause.configured() + "'"
				+ PropertyOrigin.of(this.environment, cause.property()) + ": " + cause.path() + " " + cause.reason()
				+ ".";
		return new FailureAnalysis(description,
				"Set " + cause.property() + " to a readable directory, or to one of the class path such as "
						+ "classpath:/static. A relative path starts at the working directory.",
				cause);
	}

}
