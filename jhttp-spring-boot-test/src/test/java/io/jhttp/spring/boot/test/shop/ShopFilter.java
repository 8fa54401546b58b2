package io.jhttp.spring.boot.test.shop;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;

import org.springframework.stereotype.Component;

/**
 * Sets a field of each response.
 */
@Component
@NonBlocking
class ShopFilter implements JhttpFilter {

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		exchange.response().header("Shop", "open");
		next.handle(exchange);
	}

}
