package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.Serial;
import java.lang.reflect.Method;

/**
 * A method of a handler bean cannot answer requests as it is.
 */
final class InvalidHandlerMethodException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	InvalidHandlerMethodException(Method method, String reason, String remedy) {
		super("The method " + MethodNames.of(method) + " cannot answer requests: " + reason);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
