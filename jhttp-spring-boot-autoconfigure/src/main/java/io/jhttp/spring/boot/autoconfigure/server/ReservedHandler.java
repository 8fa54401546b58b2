package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that are not meant for the application, such as those of operators,
 * before its own handler sees them.
 */
@FunctionalInterface
public interface ReservedHandler {

	/**
	 * Finds what answers a request. This is asked for each request on an event loop, and
	 * must neither block nor take long.
	 * @param request the request
	 * @return a handler, which may block unless it is a
	 * {@link io.jhttp.server.NonBlockingHttpHandler}; null to leave the request to others
	 */
	@Nullable HttpHandler find(HttpRequest request);

}
