package io.jhttp.spring.boot.autoconfigure.auth;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which library knows bcrypt.
 */
final class MissingBcryptFailureAnalyzer extends AbstractFailureAnalyzer<MissingBcryptException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingBcryptException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Add the dependency org.springframework.security:spring-security-crypto, whose version Spring Boot "
						+ "knows.",
				cause);
	}

}
