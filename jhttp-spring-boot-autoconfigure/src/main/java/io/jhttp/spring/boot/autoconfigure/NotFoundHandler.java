package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.NonBlockingHttpHandler;

/**
 * Answers 404: for an application that serves no files.
 */
final class NotFoundHandler implements NonBlockingHttpHandler {

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		exchange.route(null);
		exchange.response().sendError(404);
	}

}
