package io.jhttp.server.net;

import java.io.IOException;
import java.io.Serial;

/**
 * A file became shorter while it was sent, so that the promised length cannot be kept.
 */
public final class FileTruncatedException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	FileTruncatedException(String message) {
		super(message);
	}

}
