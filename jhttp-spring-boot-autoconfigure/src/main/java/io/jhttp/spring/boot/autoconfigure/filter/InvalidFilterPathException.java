package io.jhttp.spring.boot.autoconfigure.filter;

import java.io.Serial;

import org.springframework.web.util.pattern.PatternParseException;

/**
 * A filter is restricted to a path that is no pattern.
 */
final class InvalidFilterPathException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	InvalidFilterPathException(String filter, String pattern, PatternParseException cause) {
		super("The path '" + pattern + "' of the filter '" + filter + "' is malformed at position "
				+ cause.getPosition() + ": " + cause.getMessage(), cause);
	}

}
