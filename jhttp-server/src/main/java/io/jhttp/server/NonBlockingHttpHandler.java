package io.jhttp.server;

/**
 * A handler that never blocks, and is therefore called on the event loop itself: the
 * fastest way to a response. While it runs, every other connection of its loop waits. It
 * must not read the content of a request, wait for a lock or open a connection; what
 * needs that, it leaves to {@link HttpExchange#dispatch}. No other thread can write the
 * response meanwhile, and none at all once the exchange is over.
 */
@FunctionalInterface
public interface NonBlockingHttpHandler extends HttpHandler {

	/**
	 * What calls a handler where it may be called.
	 * @param handler any handler
	 * @return the handler itself if it never blocks; otherwise one that leaves the
	 * exchange to it by {@link HttpExchange#dispatch}
	 */
	static NonBlockingHttpHandler of(HttpHandler handler) {
		return (handler instanceof NonBlockingHttpHandler nonBlocking) ? nonBlocking
				: (exchange) -> exchange.dispatch(handler);
	}

}
