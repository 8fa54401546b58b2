package io.jhttp.spring.boot.autoconfigure.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why a chain cannot be built.
 */
final class InvalidSecurityFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSecurityException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSecurityException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.remedy(), cause);
	}

}
