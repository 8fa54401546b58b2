package io.jhttp.server;

import org.jspecify.annotations.Nullable;

/**
 * Is told when exchanges begin and end: for logs, metrics and traces. It is called by
 * whichever thread the exchange is on, often an event loop, so that it must not block,
 * and by several threads at a time. What it throws is logged, and goes no further.
 */
public interface ExchangeListener {

	/**
	 * The head of a request is complete, and its handler is about to be called. Whatever
	 * is attached to the exchange here ({@link HttpExchange#attribute(String, Object)})
	 * is there when it ends.
	 * @param exchange the exchange, whose response has not begun
	 */
	default void exchangeStarted(HttpExchange exchange) {
	}

	/**
	 * A handler is about to run on this thread. Called once for each thread that an
	 * exchange comes to, such as the event loop and then a worker, between start and end.
	 * @param exchange the exchange
	 * @return what is called on the same thread when the handler has returned, and its
	 * failure is logged; null for nothing
	 */
	default @Nullable Runnable handlerStarts(HttpExchange exchange) {
		return null;
	}

	/**
	 * A response has left, as far as the server can see: the system has taken all of it,
	 * or the connection has ended before. Called exactly once for each response, also for
	 * those that the server gives by itself before there is an exchange.
	 * @param exchange what was asked and answered, valid until this method returns
	 */
	default void exchangeEnded(CompletedExchange exchange) {
	}

}
