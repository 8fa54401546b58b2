package io.jhttp.server.exchange;

import java.io.IOException;
import java.io.Serial;

import io.jhttp.server.http.HttpProblem;

/**
 * The content of a request cannot be read to its end: it is malformed, too large or too
 * slow. The cause says with which status the request is to be answered.
 */
public final class RequestContentException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final HttpProblem problem;

	/**
	 * Creates an exception.
	 * @param problem the response that the request deserves
	 */
	public RequestContentException(HttpProblem problem) {
		super(problem.detail(), problem);
		this.problem = problem;
	}

	/**
	 * The response that the request deserves.
	 * @return a problem such as 400, 408 or 413
	 */
	public HttpProblem problem() {
		return this.problem;
	}

}
