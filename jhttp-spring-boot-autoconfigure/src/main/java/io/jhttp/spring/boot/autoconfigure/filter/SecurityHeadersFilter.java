package io.jhttp.spring.boot.autoconfigure.filter;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.NonBlocking;

import org.springframework.core.Ordered;

/**
 * Sets header fields that keep browsers from doing what few pages need. Whatever answers
 * may set another value.
 */
@NonBlocking
public final class SecurityHeadersFilter implements SecurityFilter, Ordered {

	@Override
	public int getOrder() {
		return DEFAULT_ORDER - 30;
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		SecurityHeaders.PRESET.set(exchange);
		next.handle(exchange);
	}

}
