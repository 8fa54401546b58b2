package io.jhttp.server.http2;

import java.io.Serial;

import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;

/**
 * An error after which the connection cannot go on (RFC 9113, section 5.4.1).
 */
final class ConnectionError extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final @Nullable ShedReason reason;

	/**
	 * Creates an error.
	 * @param code what the client is told
	 * @param detail what was wrong, in one sentence that quotes no client
	 */
	ConnectionError(ErrorCode code, String detail) {
		this(code, detail, null);
	}

	private ConnectionError(ErrorCode code, String detail, @Nullable ShedReason reason) {
		super(detail, null, false, false);
		this.code = code;
		this.reason = reason;
	}

	/** The client asks too much of the server. */
	static ConnectionError calm(ShedReason reason, String detail) {
		return new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, detail, reason);
	}

	static ConnectionError protocol(String detail) {
		return new ConnectionError(ErrorCode.PROTOCOL_ERROR, detail);
	}

	static ConnectionError frameSize(String detail) {
		return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, detail);
	}

	static ConnectionError compression(String detail) {
		return new ConnectionError(ErrorCode.COMPRESSION_ERROR, detail);
	}

	String detail() {
		return String.valueOf(getMessage());
	}

	ErrorCode code() {
		return this.code;
	}

	/** What the connection is counted as, if it is to be counted. */
	@Nullable ShedReason reason() {
		return this.reason;
	}

}
