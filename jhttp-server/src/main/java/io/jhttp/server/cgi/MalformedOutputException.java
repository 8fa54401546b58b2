package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.Serial;

/**
 * The output of a script is no response.
 */
final class MalformedOutputException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param problem what follows "CGI script X sent no valid response: "
	 */
	MalformedOutputException(String problem) {
		super(problem);
	}

}
