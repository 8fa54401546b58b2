package io.jhttp.spring.boot.autoconfigure.filter;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import org.jspecify.annotations.Nullable;

/**
 * A filter and what comes after it. It is called on the event loop or, if one before it
 * may block, on a worker.
 */
final class FilterStep implements NonBlockingHttpHandler {

	private final JhttpFilter filter;

	/** Null for all paths. */
	private final @Nullable FilteredPaths paths;

	private final boolean nonBlocking;

	private final NonBlockingHttpHandler next;

	private final HttpHandler onWorker = this::filter;

	/** What the filter calls. */
	private final HttpHandler proceed;

	FilterStep(JhttpFilter filter, @Nullable FilteredPaths paths, boolean nonBlocking, HttpHandler next) {
		this.filter = filter;
		this.paths = paths;
		this.nonBlocking = nonBlocking;
		this.next = NonBlockingHttpHandler.of(next);
		this.proceed = (exchange) -> exchange.proceed(this.next);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		if (this.paths != null && !this.paths.match(exchange.request().path())) {
			this.next.handle(exchange);
		}
		else if (this.nonBlocking || !exchange.onEventLoop()) {
			filter(exchange);
		}
		else {
			exchange.dispatch(this.onWorker);
		}
	}

	private void filter(HttpExchange exchange) throws Exception {
		this.filter.filter(exchange, this.proceed);
	}

}
