package io.jhttp.server.http;

import java.io.Serial;
import java.util.Collection;
import java.util.Set;

/**
 * A request that cannot be served, as a status and one sentence. Thrown where the fault
 * is seen, answered where the connection is known. It has no stack trace: it speaks of a
 * message, not of a place in the code, and a client must not be able to make the server
 * walk its stack.
 */
public final class HttpProblem extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * RFC 9110, section 9.1, and RFC 5789, without CONNECT, which never comes to a
	 * handler.
	 */
	private static final Set<String> REGISTERED_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS",
			"TRACE", "PATCH");

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

	/**
	 * A method for which there is nothing that answers (RFC 9110, section 15.5.6 and
	 * 15.6.2).
	 * @param method the method of the request
	 * @param known methods that are known elsewhere in the server, beside those that are
	 * registered
	 * @return 405 if the method is known, which needs an {@code Allow} field, else 501
	 */
	public static HttpProblem refusedMethod(String method, Collection<String> known) {
		return (REGISTERED_METHODS.contains(method) || known.contains(method)) ? new HttpProblem(405, "")
				: unsupportedMethod(method);
	}

	/**
	 * A method that is not known (Python's {@code Unsupported method}): 501.
	 * @param method the method of the request
	 * @return the problem
	 */
	public static HttpProblem unsupportedMethod(String method) {
		return new HttpProblem(501, "Unsupported method (" + QuotedText.of(method) + ")");
	}

	/**
	 * A request for which there is no thread: 503.
	 * @return the problem, which is over in a moment
	 */
	public static HttpProblem busy() {
		return new HttpProblem(503, "All workers are busy.");
	}

}
