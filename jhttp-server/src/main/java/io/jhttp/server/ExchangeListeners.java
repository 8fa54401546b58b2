package io.jhttp.server;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that are told of exchanges. A failure of one is no failure of the exchange.
 */
final class ExchangeListeners {

	private static final Logger logger = LoggerFactory.getLogger(ExchangeListener.class);

	private final List<ExchangeListener> listeners;

	ExchangeListeners(List<ExchangeListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	void exchangeStarted(HttpExchange exchange) {
		if (!isEmpty()) {
			tell((listener) -> listener.exchangeStarted(exchange));
		}
	}

	void exchangeEnded(CompletedExchange exchange) {
		tell((listener) -> listener.exchangeEnded(exchange));
	}

	/** Tells one that listens to this exchange only. */
	void exchangeEnded(CompletedExchange exchange, Consumer<CompletedExchange> task) {
		tell(() -> task.accept(exchange), "the response had ended");
	}

	/** What ends all that the listeners have begun, or null for nothing. */
	@Nullable Runnable handlerStarts(HttpExchange exchange) {
		if (isEmpty()) {
			return null;
		}
		@Nullable Runnable[] all = new @Nullable Runnable[1];
		tell((listener) -> {
			Runnable ending = listener.handlerStarts(exchange);
			if (ending != null) {
				all[0] = before(ending, all[0]);
			}
		});
		return all[0];
	}

	/** The last one that has begun ends first. */
	private Runnable before(Runnable ending, @Nullable Runnable others) {
		return () -> {
			tell(ending, "a handler had returned");
			if (others != null) {
				others.run();
			}
		};
	}

	private void tell(Runnable task, String event) {
		try {
			task.run();
		}
		catch (Exception | LinkageError | StackOverflowError | AssertionError ex) {
			logger.error("A listener of exchanges failed when {}", event, ex);
		}
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
