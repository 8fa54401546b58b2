package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;

/**
 * Makes JSON of objects by the message converter for it.
 */
final class ConvertedData implements EventData {

	private final MessageConverters converters;

	ConvertedData(MessageConverters converters) {
		this.converters = converters;
	}

	@Override
	public String text(Object data) throws IOException {
		Text text = new Text(new HttpHeaders(), new ByteArrayOutputStream());
		ResolvableType type = ResolvableType.forClass(data.getClass());
		if (!this.converters.write(data, type, MediaType.APPLICATION_JSON, text)) {
			throw new IOException("no message converter writes " + data.getClass().getName() + " as JSON");
		}
		return text.bytes().toString(StandardCharsets.UTF_8);
	}

	private record Text(HttpHeaders headers, ByteArrayOutputStream bytes) implements HttpOutputMessage {

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public OutputStream getBody() {
			return this.bytes;
		}

	}

}
