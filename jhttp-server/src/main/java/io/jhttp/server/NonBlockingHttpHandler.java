package io.jhttp.server;

/**
 * A handler that never blocks, and is therefore called on the event loop itself: the
 * fastest way to an answer. While it runs, every other connection of its loop waits. It
 * must not read the content of a request, wait for a lock or open a connection; what
 * needs that, it leaves to {@link HttpExchange#dispatch}. The exchange is used again for
 * other requests afterwards, so it must not be kept.
 */
@FunctionalInterface
public interface NonBlockingHttpHandler extends HttpHandler {

}
