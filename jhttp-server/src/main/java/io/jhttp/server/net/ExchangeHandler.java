package io.jhttp.server.net;

/**
 * What answers the requests that arrive in an {@link Exchange}: made once with the
 * exchange, and called for each request that the exchange is used for.
 */
@FunctionalInterface
public interface ExchangeHandler {

	/**
	 * A request has arrived. Called on the event loop: it answers without blocking, or
	 * calls {@link Exchange#dispatch}.
	 */
	void onRequest();

}
