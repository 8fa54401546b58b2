package io.jhttp.spring.boot.autoconfigure.server;

import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.BindException;

/**
 * The server cannot listen on its address.
 */
final class ServerBindException extends UncheckedIOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String addressProperty;

	private final String portProperty;

	/**
	 * Creates an exception.
	 * @param addressProperty where the address of the server is set
	 * @param portProperty where its port is set
	 */
	ServerBindException(BindException cause, String addressProperty, String portProperty) {
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
