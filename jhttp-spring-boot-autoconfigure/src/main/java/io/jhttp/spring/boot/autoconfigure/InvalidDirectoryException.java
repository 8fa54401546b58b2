package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * A directory that should be served is none, or cannot be read.
 */
final class InvalidDirectoryException extends UncheckedIOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String property;

	private final String configured;

	private final String path;

	private final String reason;

	InvalidDirectoryException(String property, String configured, String path, String reason, IOException cause) {
		super("The directory " + path + " " + reason, cause);
		this.property = property;
		this.configured = configured;
		this.path = path;
		this.reason = reason;
	}

	String property() {
		return this.property;
	}

	String configured() {
		return this.configured;
	}

	String path() {
		return this.path;
	}

	String reason() {
		return this.reason;
	}

}
