package io.jhttp.spring.boot.autoconfigure.handler.async;

import io.jhttp.server.HttpExchange;

/**
 * Answers when what a handler method has returned turns out to be a failure: as if the
 * method had thrown it.
 */
@FunctionalInterface
public interface FailureResponse {

	/**
	 * Answers, or throws what is for other code.
	 * @param failure what went wrong
	 * @param exchange the exchange, on a worker
	 * @throws Exception if the response cannot be sent
	 */
	void answer(Exception failure, HttpExchange exchange) throws Exception;

}
