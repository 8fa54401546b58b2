package io.jhttp.spring.boot.autoconfigure.filter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which filter has a path that is no pattern.
 */
final class InvalidFilterPathFailureAnalyzer extends AbstractFailureAnalyzer<InvalidFilterPathException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidFilterPathException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Write the path in @FilterPaths as a PathPattern, such as '/api/**' or '/files/{name}'.", cause);
	}

}
