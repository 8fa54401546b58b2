package io.jhttp.spring.boot.autoconfigure.security;

import java.util.List;
import java.util.function.Supplier;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Lets the chains decide on each request. What needs credentials is decided on a worker;
 * requests without any, for what is open to everyone, stay on the event loop.
 */
@NonBlocking
public final class JhttpSecurityFilter implements SecurityFilter, CorsConfigurationSource, Ordered {

	private final List<JhttpSecurityFilterChain> chains;

	private final Supplier<RequestPaths> paths;

	private final int order;

	/**
	 * Creates a filter.
	 * @param chains the chains in their order
	 * @param paths reads the paths of requests
	 * @param order its place among filters
	 */
	public JhttpSecurityFilter(List<JhttpSecurityFilterChain> chains, Supplier<RequestPaths> paths, int order) {
		this.chains = List.copyOf(chains);
		requireReachable();
		this.paths = SingletonSupplier.of(paths);
		this.order = order;
	}

	private void requireReachable() {
		for (int i = 0; i < this.chains.size(); i++) {
			for (JhttpSecurityFilterChain before : this.chains.subList(0, i)) {
				this.chains.get(i).requireReachable(before);
			}
		}
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public boolean takesPasswords() {
		return this.chains.stream().anyMatch(JhttpSecurityFilterChain::takesPasswords);
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		ProtectedRequest found = ProtectedRequest.of(exchange.request(), this.paths.get(), this.chains);
		if (!found.isKnown()) {
			exchange.response().sendError(403);
			return;
		}
		found.chain().headers().set(exchange);
		if (exchange.onEventLoop() && !found.isOpen(exchange)) {
			exchange.dispatch((later) -> decide(found, later, next));
		}
		else {
			decide(found, exchange, next);
		}
	}

	private static void decide(ProtectedRequest found, HttpExchange exchange, HttpHandler next) throws Exception {
		SecurityScope scope = found.admit(exchange);
		if (scope == null) {
			return;
		}
		exchange.scope(scope);
		Runnable closing = scope.open();
		try {
			next.handle(exchange);
		}
		finally {
			closing.run();
		}
	}

	/** What the chain of a request says itself. */
	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(HttpRequest request) {
		try {
			ProtectedRequest found = ProtectedRequest.of(request, this.paths.get(), this.chains);
			CorsConfigurationSource source = found.isKnown() ? found.chain().cors() : null;
			return (source != null) ? source.getCorsConfiguration(request) : null;
		}
		catch (HttpProblem ex) {
			// What answers refuses it.
			return null;
		}
	}

}
