package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ContentTypes.ContentType;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;

/**
 * Makes one object of the content of a request, which is read as a whole before.
 */
@FunctionalInterface
interface BodyReader {

	/**
	 * Reads the content.
	 * @return the object, or null if there is no content
	 * @throws HttpProblem 413 if there is too much, 415 if its type makes no sense
	 */
	@Nullable Object read(HttpRequest request) throws IOException;

	static BodyReader bytes(int limit) {
		return (request) -> {
			byte[] content = RequestContent.bytes(request, limit);
			return (content.length > 0) ? content : null;
		};
	}

	static BodyReader text(int limit) {
		ContentTypes types = new ContentTypes();
		return (request) -> {
			MediaType type = types.of(request).mediaType();
			Charset charset = (type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
			byte[] content = RequestContent.bytes(request, limit);
			return (content.length > 0) ? new String(content, charset) : null;
		};
	}

	static BodyReader object(MessageConverters converters, ResolvableType type, int limit) {
		ContentTypes types = new ContentTypes();
		return (request) -> {
			ContentType contentType = types.of(request);
			byte[] content = RequestContent.bytes(request, limit);
			if (content.length == 0) {
				return null;
			}
			return converters.read(type, contentType.mediaType(), new RequestContent(content, contentType.headers()));
		};
	}

}
