package io.jhttp.spring.boot.autoconfigure;

import java.io.Serial;

/**
 * The class that should answer requests cannot.
 */
final class InvalidHandlerClassException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Class<?> type;

	private final String reason;

	InvalidHandlerClassException(Class<?> type, String reason) {
		super("The handler class " + type.getName() + " cannot answer requests: " + reason);
		this.type = type;
		this.reason = reason;
	}

	Class<?> type() {
		return this.type;
	}

	String reason() {
		return this.reason;
	}

}
