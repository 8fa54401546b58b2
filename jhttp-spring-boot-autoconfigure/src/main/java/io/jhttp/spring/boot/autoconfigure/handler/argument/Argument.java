package io.jhttp.spring.boot.autoconfigure.handler.argument;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a method's parameter comes from.
 *
 * @see ArgumentResolver
 */
@FunctionalInterface
public interface Argument {

	/**
	 * The value for one call.
	 * @param invocation the call
	 * @return the value; not null if the parameter is of a primitive type
	 * @throws HttpProblem 400 if the request lacks it, or has it wrong
	 * @throws Exception if the request cannot be answered
	 */
	@Nullable Object value(Invocation invocation) throws Exception;

	/**
	 * Whether it reads the content of the request, which can be done once.
	 * @return false if it leaves the content alone
	 */
	default boolean readsContent() {
		return false;
	}

	/**
	 * Whether it takes parts of a form with files, so that the content is for none of the
	 * others.
	 * @return false if it needs no such form
	 */
	default boolean needsForm() {
		return false;
	}

	/**
	 * Whether it validates the value itself, and keeps what is wrong for a parameter of
	 * type {@link org.springframework.validation.Errors} behind it.
	 * @return false if constraints inside of the value are left to the validator
	 */
	default boolean validates() {
		return false;
	}

	/**
	 * Whether it may block, so that no method with {@code @NonBlocking} can have it.
	 * @return true if it reads the content, or does whatever else takes time
	 */
	default boolean mayBlock() {
		return readsContent() || needsForm();
	}

}
