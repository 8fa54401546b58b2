package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.util.Optional;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * What may not exist: 404 then, as {@code ResponseEntity.of} has it.
 */
final class OptionalContent extends Content {

	private final ReturnValue present;

	private OptionalContent(ReturnValue present) {
		this.present = present;
	}

	static final class Resolver implements ReturnValueResolver {

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			return (type.rawClass() == Optional.class) ? new OptionalContent(others.of(type.argument(Optional.class)))
					: null;
		}

	}

	@Override
	void send(Object value, HttpExchange exchange) throws Exception {
		Optional<?> optional = (Optional<?>) value;
		if (optional.isPresent()) {
			this.present.write(optional.get(), exchange);
		}
		else {
			exchange.response().sendError(404);
		}
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value instanceof Optional<?> optional) {
			this.present.discard(optional.orElse(null));
		}
	}

	@Override
	public boolean mayBlock() {
		return this.present.mayBlock();
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.present.canWriteAs(mediaType);
	}

}
