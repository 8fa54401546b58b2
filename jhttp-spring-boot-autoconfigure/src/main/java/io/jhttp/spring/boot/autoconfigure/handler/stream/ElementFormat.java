package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
	},

	/** Texts one after the other, as whatever the response is. */
	TEXTS(MediaType.TEXT_PLAIN) {
		@Override
		byte[] encode(Object element, EventData data) {
			return element.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		String contentType(@Nullable String announced) {
			String type = (announced != null) ? announced : MediaType.TEXT_PLAIN_VALUE;
			return (type.startsWith("text/") && type.indexOf('=') < 0) ? type + ";charset=utf-8" : type;
		}
	};

	private final MediaType mediaType;

	ElementFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	boolean is(MediaType other) {
		return this.mediaType.equalsTypeAndSubtype(other);
	}

	/**
	 * What the response says that it is.
	 * @param announced what it says already, or null
	 */
	String contentType(@Nullable String announced) {
		return this.mediaType.toString();
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
		for (ElementFormat format : List.of(EVENTS, LINES)) {
			boolean wanted = (contentType != null) ? format.is(MediaType.parseMediaType(contentType))
					: acceptance.names(format.mediaType);
			if (wanted) {
				return format;
			}
		}
		return null;
	}

}
