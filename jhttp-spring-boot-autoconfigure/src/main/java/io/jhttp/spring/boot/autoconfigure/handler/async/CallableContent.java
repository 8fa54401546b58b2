package io.jhttp.spring.boot.autoconfigure.handler.async;

import java.util.concurrent.Callable;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * A result that is made when it is asked for: on the worker of the method, or on one if
 * the method is called on the event loop.
 */
final class CallableContent implements ReturnValue {

	private final ReturnValue content;

	CallableContent(ReturnValue content) {
		this.content = content;
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws Exception {
		if (exchange.onEventLoop()) {
			FailureResponse failures = AsyncResults.failures(exchange);
			exchange.dispatch((later) -> {
				try {
					call(value, later);
				}
				catch (Exception ex) {
					failures.answer(ex, later);
				}
			});
		}
		else {
			call(value, exchange);
		}
	}

	private void call(@Nullable Object value, HttpExchange exchange) throws Exception {
		this.content.write((value instanceof Callable<?> callable) ? callable.call() : null, exchange);
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

	@Override
	public boolean isAsynchronous() {
		return true;
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.content.canWriteAs(mediaType);
	}

}
