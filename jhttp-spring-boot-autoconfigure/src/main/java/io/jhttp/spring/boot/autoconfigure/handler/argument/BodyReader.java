package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
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
		return (request) -> {
			MediaType type = mediaType(request);
			Charset charset = (type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
			byte[] content = RequestContent.bytes(request, limit);
			return (content.length > 0) ? new String(content, charset) : null;
		};
	}

	static BodyReader object(MessageConverters converters, ResolvableType type, int limit) {
		return (request) -> {
			MediaType mediaType = mediaType(request);
			byte[] content = RequestContent.bytes(request, limit);
			if (content.length == 0) {
				return null;
			}
			HttpHeaders headers = new HttpHeaders();
			headers.setContentType(mediaType);
			return converters.read(type, mediaType, new RequestContent(content, headers));
		};
	}

	/** RFC 9110, section 8.3: of what does not say, nothing is known. */
	private static MediaType mediaType(HttpRequest request) {
		String type = request.header("Content-Type");
		try {
			return (type != null) ? MediaType.parseMediaType(type) : MediaType.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMediaTypeException ex) {
			throw new HttpProblem(415, "The Content-Type is malformed, or its charset unknown.");
		}
	}

}
