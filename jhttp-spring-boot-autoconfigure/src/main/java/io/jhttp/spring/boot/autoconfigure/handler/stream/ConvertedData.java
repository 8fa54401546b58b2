package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;

/**
 * Makes JSON of objects by the message converter for it.
 */
public final class ConvertedData implements EventData {

	private final List<HttpMessageConverter<?>> converters;

	/**
	 * Creates it.
	 * @param converters message converters
	 */
	public ConvertedData(List<HttpMessageConverter<?>> converters) {
		this.converters = converters;
	}

	@Override
	@SuppressWarnings("unchecked")
	public String text(Object data) throws IOException {
		for (HttpMessageConverter<?> converter : this.converters) {
			if (converter.canWrite(data.getClass(), MediaType.APPLICATION_JSON)) {
				Text text = new Text(new HttpHeaders(), new ByteArrayOutputStream());
				((HttpMessageConverter<Object>) converter).write(data, MediaType.APPLICATION_JSON, text);
				return text.bytes().toString(StandardCharsets.UTF_8);
			}
		}
		throw new IOException("no message converter writes " + data.getClass().getName() + " as JSON");
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
