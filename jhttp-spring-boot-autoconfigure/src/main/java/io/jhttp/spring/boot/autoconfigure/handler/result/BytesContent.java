package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, as they are.
 */
final class BytesContent extends Content implements ReturnValueResolver {

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		return (type.rawClass() == byte[].class) ? this : null;
	}

	@Override
	void send(Object value, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (response.header("Content-Type") == null) {
			response.contentType("application/octet-stream");
		}
		response.send((byte[]) value);
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
