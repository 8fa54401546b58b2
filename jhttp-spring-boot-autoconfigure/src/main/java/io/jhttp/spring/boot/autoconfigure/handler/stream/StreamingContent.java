package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnType;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@link StreamingBody} write.
 */
public final class StreamingContent implements ReturnValueResolver, ReturnValue {

	/**
	 * Creates it.
	 */
	public StreamingContent() {
	}

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		return type.isA(StreamingBody.class) ? this : null;
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (!(value instanceof StreamingBody body)) {
			response.status(204).send();
			return;
		}
		if (response.header("Content-Type") == null) {
			response.contentType("application/octet-stream");
		}
		if (exchange.request().methodIs("HEAD")) {
			// How long the content would be is not known: no length is better than 0.
			response.output().flush();
		}
		else {
			body.writeTo(response.output());
		}
	}

}
