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

	private final String portProperty;

	ServerBindException(BindException cause, String portProperty) {
		super(String.valueOf(cause.getMessage()), cause);
		this.portProperty = portProperty;
	}

	String portProperty() {
		return this.portProperty;
	}

}
