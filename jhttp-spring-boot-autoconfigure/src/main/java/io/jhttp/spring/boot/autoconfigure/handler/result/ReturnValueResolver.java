package io.jhttp.spring.boot.autoconfigure.handler.result;

import org.jspecify.annotations.Nullable;

/**
 * Knows one kind of return value. It is asked once for each handler method, at start.
 * Beans of this type are asked in their order, and before the built-in ones.
 */
@FunctionalInterface
public interface ReturnValueResolver {

	/**
	 * Chooses what makes responses of a type.
	 * @param type what a method returns, or what is inside of that
	 * @param others chooses for what is inside of this type, such as the content of a
	 * {@code ResponseEntity}
	 * @return what makes responses of it, or null if it is of another kind
	 * @throws UnsupportedReturnTypeException if it is of this kind, but cannot be
	 * answered with
	 */
	@Nullable ReturnValue resolve(ReturnType type, ReturnValues others);

}
