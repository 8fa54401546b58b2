package io.jhttp.server.net;

import java.io.IOException;
import java.io.Serial;

/**
 * A file became another one while it was sent, so that the promise cannot be kept.
 */
public final class FileChangedException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	FileChangedException(String message) {
		super(message);
	}

}
