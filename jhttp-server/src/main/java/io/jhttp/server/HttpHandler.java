package io.jhttp.server;

/**
 * Answers requests. It is called on a worker thread and may block: read the content of
 * the request, query a database, stream a response. A response that it has not finished
 * is finished when it returns; one that it has not begun is {@code 200} without content.
 *
 * @see NonBlockingHttpHandler
 */
@FunctionalInterface
public interface HttpHandler {

	/**
	 * Answers a request.
	 * @param exchange the request and its response, valid until this method returns
	 * @throws Exception if the request cannot be answered: an
	 * {@link io.jhttp.server.http.HttpProblem} is answered with its status, other
	 * exceptions as {@link HttpServer.Builder#failures} says, or with 500 and an entry in
	 * the log. If the response has begun to leave, the connection is closed
	 */
	void handle(HttpExchange exchange) throws Exception;

	/**
	 * Marks a handler as one that never blocks.
	 * @param handler a handler, such as a lambda expression
	 * @return a handler that is called on the event loop
	 */
	static NonBlockingHttpHandler nonBlocking(NonBlockingHttpHandler handler) {
		return handler;
	}

}
