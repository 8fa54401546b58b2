package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.Serial;

/**
 * Requests cannot be answered with what a handler method returns.
 */
public final class UnsupportedReturnTypeException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param reason why not, such as "it returns int, which is no content"
	 * @param remedy a sentence that says what to do
	 */
	public UnsupportedReturnTypeException(String reason, String remedy) {
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
