package io.jhttp.server.cgi.process;

import java.io.IOException;

/**
 * A program cannot be started, and the system has said why.
 */
final class SpawnException extends IOException {

	private static final long serialVersionUID = 1L;

	SpawnException(String message) {
		super(message);
	}

}
