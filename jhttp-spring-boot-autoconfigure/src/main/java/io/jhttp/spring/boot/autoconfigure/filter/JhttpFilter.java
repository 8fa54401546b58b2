package io.jhttp.spring.boot.autoconfigure.filter;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;

/**
 * Stands around whatever answers requests: handler beans, the handler class, files and
 * scripts. Beans of this type are called in their order, the first one outermost.
 *
 * <p>
 * A filter may answer itself and not call what is next, set fields of the response
 * before, or do something after. As it may block, each request that it applies to goes to
 * a worker first, also one for a file that the event loop would have answered faster.
 * {@link FilterPaths} restricts it to some paths; one that never blocks and says so with
 * {@link io.jhttp.server.handler.NonBlocking @NonBlocking} costs no worker.
 */
@FunctionalInterface
public interface JhttpFilter {

	/**
	 * Filters a request.
	 * @param exchange the request and its response
	 * @param next what answers unless this filter does. When it returns, the response is
	 * complete or begun, except that of a script, of a handler method with an
	 * asynchronous result, and of anything that a filter on the event loop is before:
	 * these may not have been begun by then
	 * @throws Exception if the request cannot be answered: the same happens as if a
	 * handler had thrown it
	 */
	void filter(HttpExchange exchange, HttpHandler next) throws Exception;

}
