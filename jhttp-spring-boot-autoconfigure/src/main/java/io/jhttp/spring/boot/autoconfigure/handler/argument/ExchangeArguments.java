package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a parameter's type alone asks for: the exchange, its parts, and what they tell.
 */
final class ExchangeArguments implements ArgumentResolver {

	private static final Map<Class<?>, Argument> BY_TYPE = Map.ofEntries(
			Map.entry(HttpExchange.class, Invocation::exchange),
			Map.entry(HttpRequest.class, ExchangeArguments::request),
			Map.entry(HttpResponse.class, (invocation) -> invocation.exchange().response()),
			Map.entry(InputStream.class, new ContentStream()),
			Map.entry(OutputStream.class, (invocation) -> invocation.exchange().response().output()),
			Map.entry(HttpMethod.class, (invocation) -> HttpMethod.valueOf(request(invocation).method())),
			Map.entry(Locale.class, (invocation) -> RequestLocale.of(request(invocation))),
			Map.entry(URI.class, (invocation) -> RequestUri.of(request(invocation))),
			Map.entry(UriComponentsBuilder.class,
					(invocation) -> UriComponentsBuilder.fromUriString(request(invocation).origin())),
			Map.entry(InetSocketAddress.class, (invocation) -> request(invocation).remoteAddress()));

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		return BY_TYPE.get(parameter.getParameterType());
	}

	private static HttpRequest request(Invocation invocation) {
		return invocation.exchange().request();
	}

	private static final class ContentStream implements Argument {

		@Override
		public Object value(Invocation invocation) {
			return request(invocation).content();
		}

		@Override
		public boolean readsContent() {
			return true;
		}

	}

}
