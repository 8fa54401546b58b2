package io.jhttp.server;

import io.jhttp.server.net.AnswerEnd;
import io.jhttp.server.net.Exchange;
import io.jhttp.server.net.ExchangeHandler;

/**
 * Between the engine and an exchange: tells the listeners.
 */
final class ServedExchange implements ExchangeHandler {

	private final Exchange engine;

	private final HttpExchange exchange;

	private final ExchangeListeners listeners;

	ServedExchange(Exchange engine, HttpServer server, ExchangeListeners listeners) {
		this.engine = engine;
		this.exchange = new HttpExchange(engine, server, listeners);
		this.listeners = listeners;
	}

	@Override
	public void onRequest() {
		this.exchange.begin();
		this.listeners.exchangeStarted(this.exchange);
		this.exchange.onRequest();
	}

	@Override
	public void onEnd(AnswerEnd end) {
		this.listeners.exchangeEnded(new EndedExchange(this.engine, this.exchange, end));
	}

}
