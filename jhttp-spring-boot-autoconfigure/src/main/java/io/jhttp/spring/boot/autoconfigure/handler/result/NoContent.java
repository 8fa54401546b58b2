package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.NonBlocking;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is returned: 204, or the status that is declared, unless the method has had the
 * response in its hands and has begun to answer. The engine finishes what it has begun.
 */
final class NoContent implements ReturnValue {

	private final int status;

	/** Whether the method cannot have answered. */
	private final boolean certain;

	private NoContent(int status, boolean certain) {
		this.status = status;
		this.certain = certain;
	}

	static final class Resolver implements ReturnValueResolver {

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			if (type.rawClass() != void.class && type.rawClass() != Void.class) {
				return null;
			}
			if (type.hasParameter(HttpExchange.class) && type.annotation(NonBlocking.class) != null) {
				return new Left();
			}
			boolean answers = type.hasParameter(HttpExchange.class) || type.hasParameter(HttpResponse.class)
					|| type.hasParameter(OutputStream.class);
			return new NoContent(AnnotatedStatus.withoutContent(type), !answers);
		}

	}

	/** Answers without content. */
	static void send(int status, HttpResponse response) throws IOException {
		response.status(status).send();
	}

	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws IOException {
		if (this.certain || !(exchange.isContinued() || exchange.response().isBegun())) {
			send(this.status, exchange.response());
		}
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

	/**
	 * The method may have left the exchange to a worker, so no response may be sent for
	 * it: the code that has it now answers.
	 */
	private static final class Left implements ReturnValue {

		@Override
		public void write(@Nullable Object value, HttpExchange exchange) {
		}

		@Override
		public boolean mayBlock() {
			return false;
		}

	}

}
