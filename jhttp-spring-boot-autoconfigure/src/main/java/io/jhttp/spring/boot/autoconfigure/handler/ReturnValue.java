package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.NonBlocking;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;

/**
 * Makes a response of what a handler method returns.
 */
enum ReturnValue {

	/**
	 * Nothing is returned by a method that cannot have answered: 204.
	 */
	NOTHING {
		@Override
		void write(@Nullable Object value, HttpResponse response) throws IOException {
			response.status(204).send();
		}
	},

	/**
	 * Nothing is returned by a method that has the response in its hands: 204, unless it
	 * has begun to answer. The engine finishes what it has begun.
	 */
	ANSWERED {
		@Override
		void write(@Nullable Object value, HttpResponse response) throws IOException {
			if (!response.isBegun()) {
				NOTHING.write(value, response);
			}
		}
	},

	/**
	 * Nothing is returned by a method that may have dispatched the exchange to a worker,
	 * and so must not be answered for.
	 */
	LEFT {
		@Override
		void write(@Nullable Object value, HttpResponse response) {
			// Whoever has the exchange now answers.
		}
	},

	/**
	 * Content, or null for none: 204.
	 */
	CONTENT {
		@Override
		void write(@Nullable Object value, HttpResponse response) throws IOException {
			if (value != null) {
				send(value, response);
			}
			else if (!response.isCommitted()) {
				response.status(204).send();
			}
		}
	},

	/**
	 * A status, header fields and content.
	 */
	ENTITY {
		@Override
		void write(@Nullable Object value, HttpResponse response) throws IOException {
			if (!(value instanceof ResponseEntity<?> entity)) {
				CONTENT.write(value, response);
				return;
			}
			response.status(entity.getStatusCode().value());
			entity.getHeaders().forEach((name, values) -> {
				response.removeHeader(name);
				values.forEach((line) -> response.addHeader(name, line));
			});
			if (entity.getBody() != null) {
				send(entity.getBody(), response);
			}
			else {
				response.send();
			}
		}
	};

	private static final Set<Class<?>> CONTENT_TYPES = Set.of(String.class, byte[].class);

	static ReturnValue of(Method method) {
		Class<?> type = method.getReturnType();
		if (type == void.class || type == Void.class) {
			return ofVoid(method);
		}
		if (CONTENT_TYPES.contains(type)) {
			return CONTENT;
		}
		if (type == ResponseEntity.class) {
			Class<?> body = ResolvableType.forMethodReturnType(method).getGeneric().resolve();
			// What "ResponseEntity<?>" has is known only when it is returned.
			if (body == null || body == Object.class || body == Void.class || CONTENT_TYPES.contains(body)) {
				return ENTITY;
			}
		}
		throw new InvalidHandlerMethodException(method,
				"it returns " + ResolvableType.forMethodReturnType(method) + ", which is no content",
				"Return a String, byte[], a ResponseEntity of these, or nothing.");
	}

	private static ReturnValue ofVoid(Method method) {
		List<Class<?>> parameters = Arrays.asList(method.getParameterTypes());
		if (parameters.contains(HttpExchange.class) && AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class)) {
			return LEFT;
		}
		return parameters.stream().anyMatch(ExchangeArguments::canAnswer) ? ANSWERED : NOTHING;
	}

	/**
	 * Answers with a value.
	 * @param value what the method has returned
	 * @param response where it goes
	 * @throws IOException if the client is gone
	 */
	abstract void write(@Nullable Object value, HttpResponse response) throws IOException;

	private static void send(Object content, HttpResponse response) throws IOException {
		if (content instanceof String text) {
			response.send(text);
		}
		else if (content instanceof byte[] bytes) {
			if (response.header("Content-Type") == null) {
				response.contentType("application/octet-stream");
			}
			response.send(bytes);
		}
		else {
			throw new IllegalStateException("A ResponseEntity has content of " + content.getClass().getName()
					+ ", which is neither a String nor a byte[]");
		}
	}

}
