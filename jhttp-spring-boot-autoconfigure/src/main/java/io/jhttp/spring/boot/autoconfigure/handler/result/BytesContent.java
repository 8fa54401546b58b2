package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, as they are.
 */
final class BytesContent extends Content implements ReturnValueResolver {

	private final Compression compression;

	BytesContent(Compression compression) {
		this.compression = compression;
	}

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
		this.compression.send((byte[]) value, exchange);
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
