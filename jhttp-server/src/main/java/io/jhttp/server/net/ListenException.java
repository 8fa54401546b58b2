package io.jhttp.server.net;

import java.io.Serial;
import java.net.BindException;

/**
 * A server cannot listen on an address.
 */
public final class ListenException extends BindException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String listener;

	ListenException(Listener listener, String reason, Throwable cause) {
		super("Cannot listen on " + listener.address() + ": " + reason);
		this.listener = listener.name();
		initCause(cause);
	}

	/**
	 * Which listener it is.
	 * @return its name
	 */
	public String listener() {
		return this.listener;
	}

}
