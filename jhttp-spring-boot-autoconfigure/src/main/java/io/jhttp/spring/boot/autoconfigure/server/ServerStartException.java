package io.jhttp.spring.boot.autoconfigure.server;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * The server cannot be started: mostly because it cannot listen on its address.
 */
final class ServerStartException extends UncheckedIOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String addressProperty;

	private final String portProperty;

	/**
	 * Creates an exception.
	 * @param addressProperty where the address of the server is set
	 * @param portProperty where its port is set
	 */
	ServerStartException(IOException cause, String addressProperty, String portProperty) {
		super(String.valueOf(cause.getMessage()), cause);
		this.addressProperty = addressProperty;
		this.portProperty = portProperty;
	}

	String addressProperty() {
		return this.addressProperty;
	}

	String portProperty() {
		return this.portProperty;
	}

}
