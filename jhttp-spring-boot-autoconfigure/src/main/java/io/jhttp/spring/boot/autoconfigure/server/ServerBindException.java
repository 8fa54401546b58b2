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

	private final String properties;

	/**
	 * Creates an exception.
	 * @param properties prefix of the properties that say where the server listens
	 */
	ServerBindException(String properties, BindException cause) {
		super(String.valueOf(cause.getMessage()), cause);
		this.properties = properties;
	}

	String properties() {
		return this.properties;
	}

}
