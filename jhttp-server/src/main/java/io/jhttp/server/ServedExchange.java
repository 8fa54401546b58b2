package io.jhttp.server;

import java.util.List;
import java.util.function.Consumer;

import io.jhttp.server.net.AnswerEnd;
import io.jhttp.server.net.Exchange;
import io.jhttp.server.net.ExchangeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the engine and an exchange: tells the listeners.
 */
final class ServedExchange implements ExchangeHandler {

	private static final Logger logger = LoggerFactory.getLogger(ExchangeListener.class);

	private final Exchange engine;

	private final HttpExchange exchange;

	private final List<ExchangeListener> listeners;

	ServedExchange(Exchange engine, HttpServer server, List<ExchangeListener> listeners) {
		this.engine = engine;
		this.exchange = new HttpExchange(engine, server);
		this.listeners = listeners;
	}

	@Override
	public void onRequest() {
		this.exchange.begin();
		if (!this.listeners.isEmpty()) {
			tell((listener) -> listener.exchangeStarted(this.exchange));
		}
		this.exchange.onRequest();
	}

	@Override
	public void onEnd(AnswerEnd end) {
		EndedExchange ended = new EndedExchange(this.engine, this.exchange, end);
		tell((listener) -> listener.exchangeEnded(ended));
	}

	private void tell(Consumer<ExchangeListener> event) {
		for (ExchangeListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Exception | LinkageError | StackOverflowError | AssertionError ex) {
				logger.error("A listener of exchanges failed: {}", listener.getClass().getName(), ex);
			}
		}
	}

}
