package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.spring.boot.autoconfigure.handler.content.BufferedMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;

import org.springframework.core.ResolvableType;
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
		BufferedMessage text = new BufferedMessage();
		ResolvableType type = ResolvableType.forClass(data.getClass());
		if (!this.converters.write(data, type, MediaType.APPLICATION_JSON, text)) {
			throw new IOException("no message converter writes " + data.getClass().getName() + " as JSON");
		}
		return new String(text.bytes(), StandardCharsets.UTF_8);
	}

}
