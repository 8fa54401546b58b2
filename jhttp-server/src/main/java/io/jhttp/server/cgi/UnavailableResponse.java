package io.jhttp.server.cgi;

import java.io.IOException;

import io.jhttp.server.HttpExchange;

/**
 * The answer to a request whose script cannot run at the moment.
 */
final class UnavailableResponse {

	private UnavailableResponse() {
	}

	static void send(HttpExchange exchange, String detail) throws IOException {
		exchange.response().header("Retry-After", "1").sendError(503, detail);
	}

}
