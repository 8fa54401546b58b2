package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.InputStream;
import java.lang.reflect.Method;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The exchange itself, its parts, and the content as a stream.
 */
final class ExchangeArguments implements ArgumentResolver {

	@Override
	public @Nullable Argument resolve(Method method, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == HttpExchange.class) {
			return Invocation::exchange;
		}
		if (type == HttpRequest.class) {
			return (invocation) -> invocation.exchange().request();
		}
		if (type == HttpResponse.class) {
			return (invocation) -> invocation.exchange().response();
		}
		return (type == InputStream.class) ? new ContentStream() : null;
	}

	private static final class ContentStream implements Argument {

		@Override
		public Object value(Invocation invocation) {
			return invocation.exchange().request().content();
		}

		@Override
		public boolean mayBlock() {
			return true;
		}

	}

}
