package io.jhttp.server;

/**
 * Answers for exceptions that no handler and no filter has caught.
 */
@FunctionalInterface
public interface FailureHandler {

	/** Knows none: each is logged, and the client gets 500. */
	FailureHandler NONE = (failure, exchange) -> false;

	/**
	 * Answers for an exception, if it says what to answer.
	 * @param failure the exception
	 * @param exchange the exchange, whose response has the fields and the content that
	 * were set until then
	 * @return whether it is answered
	 * @throws Exception if the response cannot be sent
	 */
	boolean answer(Exception failure, HttpExchange exchange) throws Exception;

}
