package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;

/**
 * Answers with the elements of a publisher one by one, where the response or the client
 * asks for that.
 */
public final class ElementContent {

	private final EventData data;

	/** What the elements are in any case, or null if they can be answered together. */
	private final @Nullable ElementFormat own;

	/**
	 * Creates it.
	 * @param converters make text of elements
	 * @param type what the elements are
	 */
	public ElementContent(MessageConverters converters, Class<?> type) {
		this.data = new ConvertedData(converters);
		ElementFormat text = CharSequence.class.isAssignableFrom(type) ? ElementFormat.TEXTS : null;
		this.own = ServerSentEvent.class.isAssignableFrom(type) ? ElementFormat.EVENTS : text;
	}

	/**
	 * Whether the elements can be written one by one as a media type.
	 * @param mediaType what a method says that it produces
	 * @return true if they can
	 */
	public boolean canWriteAs(MediaType mediaType) {
		return ElementFormat.EVENTS.is(mediaType) || this.own == ElementFormat.TEXTS
				|| (this.own == null && ElementFormat.LINES.is(mediaType));
	}

	/**
	 * Answers, unless the elements are to be answered together.
	 * @param publisher gives the elements
	 * @param exchange the exchange
	 * @return false if nothing was done
	 * @throws IOException if the client is gone
	 */
	public boolean send(Publisher<?> publisher, HttpExchange exchange) throws IOException {
		String contentType = exchange.response().header("Content-Type");
		if (contentType == null && this.own != ElementFormat.EVENTS) {
			VaryField.add(exchange.response(), "Accept");
		}
		ElementFormat asked = (this.own != ElementFormat.EVENTS)
				? ElementFormat.find(contentType, Acceptance.of(exchange.request())) : null;
		ElementFormat format = (asked != null) ? asked : this.own;
		if (format == null) {
			return false;
		}
		ElementStream.send(publisher, format, this.data, exchange);
		return true;
	}

}
