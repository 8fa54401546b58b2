package io.jhttp.spring.boot.autoconfigure.handler;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a method's parameter comes from.
 */
interface Argument {

	/**
	 * The value for one call.
	 * @throws HttpProblem 400 if the request lacks it, or has it wrong
	 * @throws Exception if the request cannot be read
	 */
	@Nullable Object value(Invocation invocation) throws Exception;

	/** Whether it reads the content of the request, which may block. */
	default boolean mayBlock() {
		return false;
	}

}
