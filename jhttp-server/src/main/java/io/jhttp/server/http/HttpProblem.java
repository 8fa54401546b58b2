package io.jhttp.server.http;

import java.io.Serial;

/**
 * A request that cannot be served, as a status and one sentence. Thrown where the fault
 * is seen, answered where the connection is known. It has no stack trace: it speaks of a
 * message, not of a place in the code, and a client must not be able to make the server
 * walk its stack.
 */
public final class HttpProblem extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int status;

	/**
	 * Creates a problem.
	 * @param status the status code of the response, 400 to 599
	 * @param detail one sentence for the client and the log, or an empty text
	 */
	public HttpProblem(int status, String detail) {
		super(detail, null, false, false);
		this.status = status;
	}

	/**
	 * The status code of the response.
	 * @return 400 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * What was wrong, in one sentence.
	 * @return the sentence, or an empty text if the status says it all
	 */
	public String detail() {
		return String.valueOf(getMessage());
	}

	/**
	 * A malformed message: 400.
	 * @param detail what is wrong with it
	 * @return the problem
	 */
	public static HttpProblem badRequest(String detail) {
		return new HttpProblem(400, detail);
	}

}
