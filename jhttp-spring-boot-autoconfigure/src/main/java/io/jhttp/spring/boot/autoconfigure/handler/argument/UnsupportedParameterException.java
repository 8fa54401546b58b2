package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.Serial;

/**
 * A parameter of a handler method cannot be taken from requests as it is.
 */
public final class UnsupportedParameterException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param reason what is wrong, such as "its parameter 'n' may be missing"
	 * @param remedy a sentence that says what to do
	 */
	public UnsupportedParameterException(String reason, String remedy) {
		super(reason);
		this.remedy = remedy;
	}

	/**
	 * What to do.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
