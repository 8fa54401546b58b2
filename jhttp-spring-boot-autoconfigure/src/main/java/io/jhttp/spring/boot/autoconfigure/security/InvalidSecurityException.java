package io.jhttp.spring.boot.autoconfigure.security;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A chain cannot protect the server as it is configured.
 */
final class InvalidSecurityException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param reason what is wrong, without a full stop
	 * @param remedy a sentence that says what to do
	 */
	InvalidSecurityException(String reason, String remedy) {
		this(reason, remedy, null);
	}

	InvalidSecurityException(String reason, String remedy, @Nullable Throwable cause) {
		super("A JhttpSecurityFilterChain cannot be built: " + reason, cause);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
