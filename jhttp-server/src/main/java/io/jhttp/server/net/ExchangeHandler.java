package io.jhttp.server.net;

/**
 * What answers the requests that arrive in an {@link Exchange}: made once with the
 * exchange, and called for each request that the exchange is used for.
 */
public interface ExchangeHandler {

	/**
	 * A request has arrived. Called on the event loop: it answers without blocking, or
	 * calls {@link Exchange#dispatch}.
	 */
	void onRequest();

	/**
	 * An answer has left, or the connection has ended before. Called once for each
	 * answer, also for those that the engine gives before a request is known, on
	 * whichever thread has the connection, if the options say that somebody listens.
	 * @param end how it ended; it must not throw
	 */
	void onEnd(AnswerEnd end);

}
