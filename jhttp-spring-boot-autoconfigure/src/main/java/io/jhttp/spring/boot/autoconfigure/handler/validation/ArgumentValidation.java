package io.jhttp.spring.boot.autoconfigure.handler.validation;

import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of a handler method before it is called.
 */
public interface ArgumentValidation {

	/** For methods without constraints. */
	ArgumentValidation NONE = (bean, values) -> {
	};

	/**
	 * Checks the arguments of one call.
	 * @param bean the handler bean
	 * @param values the arguments
	 * @throws Exception if they are invalid, as a response with 400
	 */
	void validate(Object bean, @Nullable Object[] values) throws Exception;

	/**
	 * Tells the fault of a client from that of a handler.
	 * @param failure what the call of the method has thrown
	 * @return the same, or what it stands for
	 */
	default Exception translated(Exception failure) {
		return failure;
	}

}
