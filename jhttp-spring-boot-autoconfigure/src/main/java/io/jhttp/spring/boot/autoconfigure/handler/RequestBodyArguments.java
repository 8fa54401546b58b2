package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * Parameters with {@link RequestBody}: the content as bytes or text.
 */
final class RequestBodyArguments implements ArgumentResolver {

	/** What is larger is for a stream, not for the heap. */
	static final int MAX_LENGTH = 2 * 1024 * 1024;

	@Override
	public @Nullable Argument resolve(Method method, MethodParameter parameter) {
		RequestBody annotation = parameter.getParameterAnnotation(RequestBody.class);
		if (annotation == null) {
			return null;
		}
		Class<?> type = parameter.getParameterType();
		if (type != byte[].class && type != String.class) {
			throw new InvalidHandlerMethodException(method, "the content of a request cannot be had as " + type,
					"Use byte[] or String for a parameter with @RequestBody, or an InputStream without it.");
		}
		return new Body(annotation.required() && !parameter.isOptional(), type == String.class);
	}

	private record Body(boolean required, boolean text) implements Argument {

		@Override
		public @Nullable Object value(Invocation invocation) throws IOException {
			HttpRequest request = invocation.exchange().request();
			Charset charset = this.text ? charset(request) : StandardCharsets.UTF_8;
			byte[] content = read(request);
			if (content.length == 0) {
				if (this.required) {
					throw HttpProblem.badRequest("The content of the request is missing.");
				}
				return null;
			}
			return this.text ? new String(content, charset) : content;
		}

		private static byte[] read(HttpRequest request) throws IOException {
			byte[] content = (request.contentLength() > MAX_LENGTH) ? null
					: request.content().readNBytes(MAX_LENGTH + 1);
			if (content == null || content.length > MAX_LENGTH) {
				throw new HttpProblem(413, "The content of the request is larger than " + MAX_LENGTH + " bytes.");
			}
			return content;
		}

		private static Charset charset(HttpRequest request) {
			String type = request.header("Content-Type");
			try {
				Charset charset = (type != null) ? MediaType.parseMediaType(type).getCharset() : null;
				return (charset != null) ? charset : StandardCharsets.UTF_8;
			}
			catch (InvalidMediaTypeException ex) {
				throw new HttpProblem(415, "The Content-Type is malformed, or its charset unknown.");
			}
		}

		@Override
		public boolean mayBlock() {
			return true;
		}

	}

}
