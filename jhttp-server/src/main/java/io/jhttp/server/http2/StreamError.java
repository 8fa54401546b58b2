package io.jhttp.server.http2;

import java.io.Serial;

/**
 * An error after which one stream cannot go on (RFC 9113, section 5.4.2).
 */
final class StreamError extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int stream;

	private final ErrorCode code;

	/**
	 * Creates an error.
	 * @param stream number of the stream
	 * @param code what the client is told
	 * @param detail what was wrong, in one sentence that quotes no client
	 */
	StreamError(int stream, ErrorCode code, String detail) {
		super(detail, null, false, false);
		this.stream = stream;
		this.code = code;
	}

	int stream() {
		return this.stream;
	}

	String detail() {
		return String.valueOf(getMessage());
	}

	ErrorCode code() {
		return this.code;
	}

}
