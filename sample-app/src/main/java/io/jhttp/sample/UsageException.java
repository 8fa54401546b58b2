package io.jhttp.sample;

import java.io.Serial;

/**
 * The command line makes no sense. The message is for the user who typed it.
 */
final class UsageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

}
