package io.jhttp.spring.boot.autoconfigure.handler;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which two methods are mapped to the same requests.
 */
final class DuplicateRouteFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateRouteException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateRouteException cause) {
		String description = "Two handler methods answer the same requests:%n%n\t- %s%n\t- %s".formatted(cause.first(),
				cause.second());
		return new FailureAnalysis(description, "Give one of them another path or another verb, or remove it.", cause);
	}

}
