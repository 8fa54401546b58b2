package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;

/**
 * A status without content.
 */
final class StatusOnly extends Content implements ReturnValueResolver {

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		return type.isA(HttpStatusCode.class) ? this : null;
	}

	@Override
	void send(Object value, HttpExchange exchange) throws IOException {
		NoContent.send(((HttpStatusCode) value).value(), exchange.response());
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
