package io.jhttp.spring.boot.autoconfigure.handler.result;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.content.ResponseMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Header fields and content, and a status too if it is a {@link ResponseEntity}.
 */
final class EntityContent extends Content {

	private final ReturnValue body;

	private final Compression compression;

	private EntityContent(ReturnValue body, Compression compression) {
		this.body = body;
		this.compression = compression;
	}

	record Resolver(Compression compression) implements ReturnValueResolver {

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			return type.isA(HttpEntity.class)
					? new EntityContent(others.of(type.argument(HttpEntity.class)), this.compression) : null;
		}

	}

	@Override
	void send(Object value, HttpExchange exchange) throws Exception {
		HttpEntity<?> entity = (HttpEntity<?>) value;
		HttpResponse response = exchange.response();
		if (entity instanceof ResponseEntity<?> full) {
			response.status(full.getStatusCode().value());
		}
		ResponseMessage.copy(entity.getHeaders(), response);
		Conditions conditions = new Conditions(exchange);
		if (hasValidator(response) && conditions.apply() && !ResourceContent.hasConditions(entity.getBody())) {
			this.compression.announce(exchange);
			if (conditions.answer()) {
				this.body.discard(entity.getBody());
				return;
			}
		}
		if (entity.getBody() != null) {
			this.body.write(entity.getBody(), exchange);
		}
		else {
			response.send();
		}
	}

	private static boolean hasValidator(HttpResponse response) {
		return response.header("ETag") != null || response.header("Last-Modified") != null;
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value instanceof HttpEntity<?> entity) {
			this.body.discard(entity.getBody());
		}
	}

	@Override
	public boolean mayBlock() {
		return this.body.mayBlock();
	}

	@Override
	public boolean isAsynchronous() {
		return this.body.isAsynchronous();
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.body.canWriteAs(mediaType);
	}

}
