package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Content of a kind that is either there or not. Null is answered with 204, or with the
 * status that is declared.
 */
abstract class Content implements ReturnValue {

	@Override
	public final void write(@Nullable Object value, HttpExchange exchange) throws Exception {
		if (value != null) {
			send(value, exchange);
			return;
		}
		HttpResponse response = exchange.response();
		if (!response.isCommitted()) {
			NoContent.send((response.status() == 200) ? 204 : response.status(), response);
		}
	}

	abstract void send(Object value, HttpExchange exchange) throws Exception;

}
