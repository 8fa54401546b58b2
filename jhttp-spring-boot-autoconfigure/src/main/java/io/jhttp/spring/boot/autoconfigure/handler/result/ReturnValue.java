package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * Makes responses of what a handler method returns. There is one for each method, chosen
 * at start by the type that it returns.
 *
 * @see ReturnValueResolver
 */
@FunctionalInterface
public interface ReturnValue {

	/**
	 * Answers with what a method has returned.
	 * @param value what it has returned, null also for {@code void}
	 * @param exchange the exchange, whose response the method may have begun
	 * @throws Exception if the request cannot be answered with it
	 */
	void write(@Nullable Object value, HttpExchange exchange) throws Exception;

	/**
	 * Tells who waits for the end of what a method has returned that it will not be read,
	 * unless it is being written, or was.
	 * @param value what it has returned
	 */
	default void discard(@Nullable Object value) {
	}

	/**
	 * Whether writing may block, as reading a file does. What a method on the event loop
	 * returns must not.
	 * @return true unless it only writes what is in memory
	 */
	default boolean mayBlock() {
		return true;
	}

	/**
	 * Whether content of this type can come of it.
	 * @param mediaType what a method says that it produces
	 * @return false only if it is certain that nothing writes that
	 */
	default boolean canWriteAs(MediaType mediaType) {
		return true;
	}

	/**
	 * Whether the response may come, and fail, after {@link #write} has returned.
	 * @return true if it may
	 */
	default boolean isAsynchronous() {
		return false;
	}

}
