package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.NonBlocking;

import org.springframework.core.Ordered;

/**
 * Sets header fields that keep browsers from doing what few pages need. Whatever answers
 * may set another value.
 */
@NonBlocking
public final class SecurityHeadersFilter implements SecurityFilter, Ordered {

	private static final List<Map.Entry<String, String>> ALWAYS = List.of(
			Map.entry("X-Content-Type-Options", "nosniff"), Map.entry("X-Frame-Options", "SAMEORIGIN"),
			Map.entry("Content-Security-Policy", "frame-ancestors 'self'; base-uri 'self'; object-src 'none'"),
			Map.entry("Referrer-Policy", "same-origin"), Map.entry("Cross-Origin-Opener-Policy", "same-origin"));

	/** Two years, as lists that browsers come with want it. */
	private static final String HTTPS_ONLY = "max-age=63072000";

	@Override
	public int getOrder() {
		return DEFAULT_ORDER - 30;
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		HttpResponse response = exchange.response();
		for (Map.Entry<String, String> field : ALWAYS) {
			response.header(field.getKey(), field.getValue());
		}
		if (exchange.request().isSecure()) {
			response.header("Strict-Transport-Security", HTTPS_ONLY);
		}
		next.handle(exchange);
	}

}
