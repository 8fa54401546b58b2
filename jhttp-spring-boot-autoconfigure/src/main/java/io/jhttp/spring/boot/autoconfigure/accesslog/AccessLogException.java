package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * The access log cannot be opened.
 */
final class AccessLogException extends UncheckedIOException {

	@Serial
	private static final long serialVersionUID = 1L;

	AccessLogException(IOException cause) {
		super("The access log cannot be opened: " + cause, cause);
	}

}
