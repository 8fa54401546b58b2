package io.jhttp.server.net;

import java.io.IOException;
import java.io.Serial;

/**
 * The client has left, or is too slow to be waited for: whatever a handler still wants to
 * read or write, the client has gone. No fault of the handler, so nothing to log above
 * debug, and no stack trace: clients make thousands of them a second.
 */
public final class ClientGoneException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what the client has done, or not done
	 */
	public ClientGoneException(String message) {
		super(message);
	}

	/**
	 * Creates an exception.
	 * @param message what the client has done, or not done
	 * @param cause how it was noticed
	 */
	public ClientGoneException(String message, IOException cause) {
		super(message, cause);
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	/**
	 * Whether a failure only says that the client has left. Handlers wrap what they do
	 * not expect; a client that left stays no fault of theirs.
	 * @param failure what a handler has thrown
	 * @return true if this exception is among its causes
	 */
	public static boolean isCauseOf(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < 10; depth++) {
			if (cause instanceof ClientGoneException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
