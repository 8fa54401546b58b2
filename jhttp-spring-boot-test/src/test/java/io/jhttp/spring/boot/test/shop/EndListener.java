package io.jhttp.spring.boot.test.shop;

import java.util.concurrent.Semaphore;

import io.jhttp.server.CompletedExchange;
import io.jhttp.server.ExchangeListener;

/**
 * Tells of ends.
 *
 * @param ended released for each
 */
record EndListener(Semaphore ended) implements ExchangeListener {

	@Override
	public void exchangeEnded(CompletedExchange exchange) {
		this.ended.release();
	}

}
