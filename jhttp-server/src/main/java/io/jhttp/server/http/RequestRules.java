package io.jhttp.server.http;

/**
 * What fields of a request may say, whichever protocol carries them.
 */
public final class RequestRules {

	private RequestRules() {
	}

	/**
	 * Reads the value of {@code Content-Length} (RFC 9110, section 8.6).
	 * @param bytes an array
	 * @param start the first byte of the value
	 * @param end behind its last byte
	 * @return a number of bytes
	 * @throws HttpProblem if it is no number, or too large for one
	 */
	public static long contentLength(byte[] bytes, int start, int end) {
		if (start == end) {
			throw HttpProblem.badRequest("The Content-Length is empty.");
		}
		long length = 0;
		for (int at = start; at < end; at++) {
			if (!Bytes.isDigit(bytes[at])) {
				throw HttpProblem.badRequest("The Content-Length is not a number.");
			}
			if (length > (Long.MAX_VALUE - 9) / 10) {
				throw HttpProblem.badRequest("The Content-Length is too large.");
			}
			length = length * 10 + (bytes[at] - '0');
		}
		return length;
	}

	/**
	 * Refuses a request that declares more content than is accepted. What reads a form
	 * with files has a limit of its own for it.
	 * @param head of the request
	 * @param max bytes of content that any request may have
	 * @throws HttpProblem 413 if there are more
	 */
	public static void requireAcceptableContent(RequestHead head, long max) {
		if (head.contentLength() > max && !MultipartBoundary.isIn(head.field("Content-Type"))) {
			throw contentTooLarge(max);
		}
	}

	/**
	 * More content than is accepted.
	 * @param max how many bytes there may be
	 * @return 413
	 */
	public static HttpProblem contentTooLarge(long max) {
		return new HttpProblem(413, "The request content is larger than " + max + " bytes.");
	}

	/**
	 * The host has another certificate than the one that the client was shown (RFC 9110,
	 * section 15.5.20).
	 * @return 421
	 */
	public static HttpProblem misdirected() {
		return new HttpProblem(421, "This host needs a connection of its own.");
	}

	/**
	 * The client wants something of the server that it does not know (RFC 9110, section
	 * 10.1.1).
	 * @return 417
	 */
	public static HttpProblem unknownExpectation() {
		return new HttpProblem(417, "The only supported expectation is '100-continue'.");
	}

	/**
	 * A client that wants a tunnel.
	 * @return 501
	 */
	public static HttpProblem connectRefused() {
		return new HttpProblem(501, "CONNECT is not supported.");
	}

	/**
	 * A target longer than is accepted.
	 * @param max bytes that a request line may have
	 * @return 414
	 */
	public static HttpProblem targetTooLong(int max) {
		return new HttpProblem(414, "The request line is longer than " + max + " bytes.");
	}

	/**
	 * More fields than are accepted.
	 * @param max how many there may be
	 * @return 431
	 */
	public static HttpProblem tooManyFields(int max) {
		return new HttpProblem(431, "There are more than " + max + " header fields.");
	}

	/**
	 * Larger fields than are accepted.
	 * @param max bytes that all of them may have
	 * @return 431
	 */
	public static HttpProblem fieldsTooLarge(int max) {
		return new HttpProblem(431, "The header section is larger than " + max + " bytes.");
	}

	/**
	 * Content that comes too slowly.
	 * @return 408
	 */
	public static HttpProblem contentTooLate() {
		return new HttpProblem(408, "The request content did not arrive in time.");
	}

}
