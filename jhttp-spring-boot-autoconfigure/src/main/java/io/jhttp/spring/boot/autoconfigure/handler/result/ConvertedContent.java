package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.OutputStream;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Objects that a message converter writes: the first that can.
 */
final class ConvertedContent extends Content {

	private final List<HttpMessageConverter<?>> converters;

	private ConvertedContent(List<HttpMessageConverter<?>> converters) {
		this.converters = converters;
	}

	static final class Resolver implements ReturnValueResolver {

		private final List<HttpMessageConverter<?>> converters;

		Resolver(List<HttpMessageConverter<?>> converters) {
			this.converters = converters;
		}

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			return this.converters.stream().anyMatch((converter) -> converter.canWrite(type.rawClass(), null))
					? new ConvertedContent(this.converters) : null;
		}

	}

	@Override
	@SuppressWarnings("unchecked")
	void send(Object value, HttpExchange exchange) throws Exception {
		HttpResponse response = exchange.response();
		String given = response.header("Content-Type");
		MediaType contentType = (given != null) ? MediaType.parseMediaType(given) : null;
		for (HttpMessageConverter<?> converter : this.converters) {
			if (converter.canWrite(value.getClass(), contentType)) {
				((HttpMessageConverter<Object>) converter).write(value, contentType, new ResponseMessage(response));
				return;
			}
		}
		throw new IllegalStateException("No message converter writes " + value.getClass().getName()
				+ ((contentType != null) ? " as " + contentType : ""));
	}

	/**
	 * A response as converters see it. The fields that they set are copied when the first
	 * octet is written.
	 */
	private static final class ResponseMessage implements HttpOutputMessage {

		private final HttpResponse response;

		private final HttpHeaders headers = new HttpHeaders();

		ResponseMessage(HttpResponse response) {
			this.response = response;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public OutputStream getBody() {
			EntityContent.write(this.headers, this.response);
			return this.response.output();
		}

	}

}
