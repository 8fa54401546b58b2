package io.jhttp.spring.boot.webflux.http;

import java.io.IOException;

import io.jhttp.server.AsyncExchange;
import io.jhttp.server.HttpExchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.BaseSubscriber;

/**
 * Ends an exchange as its handler says, and the handler if the client leaves before.
 */
final class HandlerResult extends BaseSubscriber<Void> {

	private static final Log logger = LogFactory.getLog(JhttpHttpHandlerAdapter.class);

	private final AsyncExchange exchange;

	private final RequestContent content;

	private final JhttpServerHttpResponse response;

	HandlerResult(AsyncExchange exchange, RequestContent content, JhttpServerHttpResponse response) {
		this.exchange = exchange;
		this.content = content;
		this.response = response;
	}

	/** On a worker: the client has left, or the connection was closed here. */
	void gone() {
		this.response.gone();
		this.content.gone();
		cancel();
		this.response.release();
	}

	@Override
	protected void hookOnComplete() {
		if (this.exchange.execute(this::finish)) {
			this.exchange.complete();
		}
	}

	private void finish(HttpExchange current) throws IOException {
		try {
			this.response.finish(current.response());
		}
		catch (RuntimeException ex) {
			// Such as a header field that no response may have.
			fail(current, ex);
		}
		finally {
			this.response.release();
		}
	}

	@Override
	protected void hookOnError(Throwable failure) {
		this.exchange.execute((current) -> {
			this.response.release();
			if (current.response().isCommitted()) {
				logger.debug(current.request() + " failed after its response had begun: " + failure);
				this.exchange.abort();
			}
			else {
				fail(current, failure);
				this.exchange.complete();
			}
		});
	}

	private static void fail(HttpExchange current, Throwable failure) {
		current.reportError(failure);
		current.response().reset().status(500);
	}

}
