package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.EncodedHeaders;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * Text, in the charset of its {@code Content-Type}, or else in UTF-8.
 */
final class TextContent extends Content implements ReturnValueResolver {

	/** Encoded once, as most texts have nothing else to say. */
	private static final EncodedHeaders PLAIN_TEXT = EncodedHeaders
		.of(List.of(Map.entry("Content-Type", "text/plain;charset=utf-8")));

	private final Compression compression;

	TextContent(Compression compression) {
		this.compression = compression;
	}

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		return type.isA(CharSequence.class) ? this : null;
	}

	@Override
	void send(Object value, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (!response.isBegun() && this.compression.isNone()) {
			response.headers(PLAIN_TEXT).send(value.toString().getBytes(StandardCharsets.UTF_8));
			return;
		}
		String contentType = response.header("Content-Type");
		Charset charset = null;
		if (contentType != null && contentType.indexOf('=') > 0) {
			charset = MediaType.parseMediaType(contentType).getCharset();
		}
		else if (contentType != null && contentType.startsWith("text/")) {
			response.contentType(contentType + ";charset=utf-8");
		}
		if (contentType == null) {
			response.contentType("text/plain;charset=utf-8");
		}
		this.compression.send(value.toString().getBytes((charset != null) ? charset : StandardCharsets.UTF_8),
				exchange);
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
