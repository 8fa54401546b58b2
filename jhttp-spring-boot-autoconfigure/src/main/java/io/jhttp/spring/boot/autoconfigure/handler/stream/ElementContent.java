package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.reactivestreams.Publisher;

import org.springframework.http.MediaType;

/**
 * Answers with the elements of a publisher one by one, where the response or the client
 * asks for that.
 */
public final class ElementContent {

	private final EventData data;

	private final boolean events;

	/**
	 * Creates it.
	 * @param converters make text of elements
	 * @param events whether the elements are events in any case
	 */
	public ElementContent(MessageConverters converters, boolean events) {
		this.data = new ConvertedData(converters);
		this.events = events;
	}

	/**
	 * Whether the elements can be written one by one as a media type.
	 * @param mediaType what a method says that it produces
	 * @return true if they can
	 */
	public boolean canWriteAs(MediaType mediaType) {
		return ElementFormat.EVENTS.is(mediaType) || (!this.events && ElementFormat.LINES.is(mediaType));
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
		if (contentType == null && !this.events) {
			VaryField.add(exchange.response(), "Accept");
		}
		ElementFormat format = this.events ? ElementFormat.EVENTS
				: ElementFormat.find(contentType, Acceptance.of(exchange.request()));
		if (format == null) {
			return false;
		}
		ElementStream.send(publisher, format, this.data, exchange);
		return true;
	}

}
