package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The form of events on the wire (WHATWG HTML, section 9.2). No text can begin a line
 * that is not meant to be one.
 */
final class EventEncoding {

	private EventEncoding() {
	}

	/**
	 * Encodes an event.
	 * @param data its data as text, or null for none
	 * @throws IllegalArgumentException if its name or id has a line end or a NUL
	 */
	static byte[] encode(ServerSentEvent<?> event, @Nullable String data) {
		StringBuilder text = new StringBuilder();
		if (event.comment() != null) {
			lines(text, ":", event.comment());
		}
		if (event.event() != null) {
			field(text, "event", event.event());
		}
		if (event.id() != null) {
			field(text, "id", event.id());
		}
		if (event.retry() != null) {
			field(text, "retry", String.valueOf(event.retry().toMillis()));
		}
		if (data != null) {
			lines(text, "data: ", data);
		}
		return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void field(StringBuilder text, String name, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '\n' || c == '\r' || c == 0) {
				throw new IllegalArgumentException("The " + name + " of an event has a line end or a NUL");
			}
		}
		text.append(name).append(": ").append(value).append('\n');
	}

	/** A carriage return ends a line too, alone or before a line feed. */
	private static void lines(StringBuilder text, String prefix, String value) {
		int begin = 0;
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '\n' || c == '\r') {
				text.append(prefix).append(value, begin, i).append('\n');
				if (c == '\r' && i + 1 < value.length() && value.charAt(i + 1) == '\n') {
					i++;
				}
				begin = i + 1;
			}
		}
		text.append(prefix).append(value, begin, value.length()).append('\n');
	}

}
