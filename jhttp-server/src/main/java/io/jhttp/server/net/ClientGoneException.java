package io.jhttp.server.net;

import java.io.IOException;
import java.io.Serial;

/**
 * The client has left, or is too slow to be waited for: whatever a handler still wants to
 * read or write, nobody is there. No fault of the handler, so nothing to log above debug.
 */
public final class ClientGoneException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	ClientGoneException(String message) {
		super(message);
	}

	ClientGoneException(String message, IOException cause) {
		super(message, cause);
	}

}
