package io.jhttp.spring.boot.autoconfigure;

import java.io.Serial;

import io.jhttp.server.handler.BaseHttpRequestHandler;

/**
 * The class that should answer requests cannot.
 */
final class InvalidHandlerClassException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Class<?> type;

	private final String reason;

	private final String remedy;

	InvalidHandlerClassException(Class<?> type, String reason) {
		this(type, reason,
				"Set jhttp.handler-class to a concrete class that extends " + BaseHttpRequestHandler.class.getName()
						+ " and whose verb methods, such as '@Get void doGet()', have no parameters.");
	}

	InvalidHandlerClassException(Class<?> type, String reason, String remedy) {
		super("The handler class " + type.getName() + " cannot answer requests: " + reason);
		this.type = type;
		this.reason = reason;
		this.remedy = remedy;
	}

	Class<?> type() {
		return this.type;
	}

	String reason() {
		return this.reason;
	}

	String remedy() {
		return this.remedy;
	}

}
