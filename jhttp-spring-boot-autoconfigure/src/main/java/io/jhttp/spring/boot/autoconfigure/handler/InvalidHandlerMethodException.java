package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.Serial;
import java.lang.reflect.Method;

/**
 * A handler bean, or a method of it, cannot answer requests as it is.
 */
final class InvalidHandlerMethodException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	InvalidHandlerMethodException(Method method, String reason, String remedy) {
		this("The method " + MethodNames.of(method) + " cannot answer requests: " + reason, remedy);
	}

	private InvalidHandlerMethodException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	static InvalidHandlerMethodException ofBean(String name, String reason, String remedy) {
		return new InvalidHandlerMethodException("The handler bean '" + name + "' cannot answer requests: " + reason,
				remedy);
	}

	String remedy() {
		return this.remedy;
	}

}
