package io.jhttp.sample;

import java.io.Serial;

/**
 * A command line that is right, and cannot be followed on this machine.
 */
final class StartException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	StartException(String message) {
		super(message);
	}

}
