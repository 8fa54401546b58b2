package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Tells why the handler class cannot answer requests, and who chose it.
 */
final class InvalidHandlerClassFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerClassException> {

	private final @Nullable Environment environment;

	InvalidHandlerClassFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerClassException cause) {
		return new FailureAnalysis("The handler class " + cause.type().getName()
				+ PropertyOrigin.of(this.environment, "jhttp.handler-class") + " cannot answer requests: "
				+ cause.reason() + ".", cause.remedy(), cause);
	}

}
