package io.jhttp.server;

import java.util.function.Function;

import io.jhttp.server.net.Exchange;
import io.jhttp.server.net.ExchangeHandler;

/**
 * Makes what handles the exchanges of the engine. As a lambda it would have the class of
 * exchanges loaded before the first one comes.
 */
final class ServedExchanges implements Function<Exchange, ExchangeHandler> {

	private final HttpServer server;

	private final ExchangeListeners listeners;

	ServedExchanges(HttpServer server, ExchangeListeners listeners) {
		this.server = server;
		this.listeners = listeners;
	}

	@Override
	public ExchangeHandler apply(Exchange exchange) {
		return new ServedExchange(exchange, this.server, this.listeners);
	}

}
