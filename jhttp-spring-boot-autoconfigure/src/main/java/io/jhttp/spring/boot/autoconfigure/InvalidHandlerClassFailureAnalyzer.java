package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.handler.BaseHttpRequestHandler;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why the handler class cannot answer requests.
 */
final class InvalidHandlerClassFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerClassException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerClassException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set jhttp.handler-class to a concrete class that extends " + BaseHttpRequestHandler.class.getName()
						+ " and whose verb methods, such as '@Get void doGet()', have no parameters.",
				cause);
	}

}
