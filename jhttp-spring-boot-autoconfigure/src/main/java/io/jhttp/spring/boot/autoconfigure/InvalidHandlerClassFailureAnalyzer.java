package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.handler.BaseHttpRequestHandler;
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
		return new FailureAnalysis(
				"The handler class " + cause.type().getName()
						+ PropertyOrigin.of(this.environment, "jhttp.handler-class") + " cannot answer requests: "
						+ cause.reason() + ".",
				"Set jhttp.handler-class to a concrete class that extends " + BaseHttpRequestHandler.class.getName()
						+ " and whose verb methods, such as '@Get void doGet()', have no parameters.",
				cause);
	}

}
