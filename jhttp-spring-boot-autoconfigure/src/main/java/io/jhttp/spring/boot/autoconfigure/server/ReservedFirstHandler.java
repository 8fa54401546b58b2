package io.jhttp.spring.boot.autoconfigure.server;

import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;

/**
 * Asks reserved handlers before the application's own.
 */
public final class ReservedFirstHandler implements NonBlockingHttpHandler {

	private final List<ReservedHandler> reserved;

	private final HttpHandler application;

	/**
	 * Puts reserved handlers before another.
	 * @param reserved the reserved handlers in their order
	 * @param application what answers the rest
	 */
	public ReservedFirstHandler(List<ReservedHandler> reserved, HttpHandler application) {
		this.reserved = reserved;
		this.application = application;
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		NonBlockingHttpHandler.of(find(exchange)).handle(exchange);
	}

	private HttpHandler find(HttpExchange exchange) {
		for (ReservedHandler each : this.reserved) {
			HttpHandler found = each.find(exchange.request());
			if (found != null) {
				return found;
			}
		}
		return this.application;
	}

}
