package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * Content whose type is known only when it is returned, as of {@code ResponseEntity<?>}.
 */
final class AnyContent extends Content {

	private final ReturnType type;

	private final ReturnValues others;

	private final Map<Class<?>, ReturnValue> byClass = new ConcurrentHashMap<>();

	private AnyContent(ReturnType type, ReturnValues others) {
		this.type = type;
		this.others = others;
	}

	static final class Resolver implements ReturnValueResolver {

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			return (type.type().resolve(Object.class) == Object.class) ? new AnyContent(type, others) : null;
		}

	}

	@Override
	void send(Object value, HttpExchange exchange) throws Exception {
		chosen(value).write(value, exchange);
	}

	private ReturnValue chosen(Object value) {
		ReturnValue chosen = this.byClass.get(value.getClass());
		if (chosen == null) {
			chosen = this.others.of(this.type.actual(value));
			this.byClass.put(value.getClass(), chosen);
		}
		return chosen;
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value != null) {
			chosen(value).discard(value);
		}
	}

	/** It is not known. */
	@Override
	public boolean isAsynchronous() {
		return true;
	}

}
