package io.jhttp.server;

import io.jhttp.server.net.ShedReason;

/**
 * What an exchange needs of the server that it belongs to.
 */
interface ExchangeOwner {

	RunningServer server();

	/** What answers requests. */
	HttpHandler handler();

	/** Whether handlers run one after the other, in one thread. */
	boolean isOneAtATime();

	/** Has a handler answer, on this thread, and finishes what it leaves unfinished. */
	void answer(HttpExchange exchange, HttpHandler handler);

	void handleError(HttpRequest request, Throwable failure);

	/** A request that came by a listener was refused. */
	void countRefused(String listener, ShedReason reason);

	/** What errors look like. */
	ErrorRenderer errors();

	/** The exchange is to be told when its response has ended. */
	void watchEnd(HttpExchange exchange);

}
