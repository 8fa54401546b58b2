package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;

/**
 * How the elements of a stream are written one by one.
 */
enum ElementFormat {

	/** Server-sent events, with the element as data unless it is an event itself. */
	EVENTS(MediaType.TEXT_EVENT_STREAM) {
		@Override
		byte[] encode(Object element, EventData data) throws IOException {
			ServerSentEvent<?> event = (element instanceof ServerSentEvent<?> own) ? own
					: ServerSentEvent.builder(element).build();
			return EventEncoding.encode(event, (event.data() != null) ? text(event.data(), data) : null);
		}
	},

	/** Lines of JSON. */
	LINES(MediaType.APPLICATION_NDJSON) {
		@Override
		byte[] encode(Object element, EventData data) throws IOException {
			return (text(element, data) + "\n").getBytes(StandardCharsets.UTF_8);
		}
	};

	private final MediaType mediaType;

	ElementFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	boolean is(MediaType other) {
		return this.mediaType.equalsTypeAndSubtype(other);
	}

	abstract byte[] encode(Object element, EventData data) throws IOException;

	private static String text(Object value, EventData data) throws IOException {
		return (value instanceof CharSequence text) ? text.toString() : data.text(value);
	}

	/**
	 * The format that a response or its client asks for.
	 * @param contentType the type that the response has already, or null
	 * @param acceptance what the client accepts, which counts if it has none
	 * @return null for none: the elements are to be answered together
	 */
	static @Nullable ElementFormat find(@Nullable String contentType, Acceptance acceptance) {
		for (ElementFormat format : values()) {
			boolean wanted = (contentType != null) ? format.is(MediaType.parseMediaType(contentType))
					: acceptance.names(format.mediaType);
			if (wanted) {
				return format;
			}
		}
		return null;
	}

}
