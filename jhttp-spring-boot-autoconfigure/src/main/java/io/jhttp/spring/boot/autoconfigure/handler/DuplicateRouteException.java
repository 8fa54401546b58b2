package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.Serial;

/**
 * Two handler methods answer the same requests.
 */
final class DuplicateRouteException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String first;

	private final String second;

	DuplicateRouteException(Route first, Route second) {
		super("Two handler methods answer " + first.describe() + ": " + first.method() + " and " + second.method());
		this.first = first.describe() + " in " + first.method();
		this.second = second.describe() + " in " + second.method();
	}

	String first() {
		return this.first;
	}

	String second() {
		return this.second;
	}

}
