package io.jhttp.server;

/**
 * What each thread is to know while it runs a handler of an exchange, such as who has
 * made the request.
 *
 * @see HttpExchange#scope(HandlerScope)
 */
@FunctionalInterface
public interface HandlerScope {

	/**
	 * Opens the scope on this thread. It must not block, as the thread may be an event
	 * loop.
	 * @return closes the scope, on the same thread; it must not throw
	 */
	Runnable open();

}
