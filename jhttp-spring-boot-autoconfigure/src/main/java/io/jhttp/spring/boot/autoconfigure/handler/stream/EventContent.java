package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnType;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents.End;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * Begins a stream of {@link ServerSentEvents}.
 */
public final class EventContent implements ReturnValue {

	private final EventData data;

	private EventContent(EventData data) {
		this.data = data;
	}

	/**
	 * Knows methods that return streams of events.
	 */
	public static final class Resolver implements ReturnValueResolver {

		private final MessageConverters converters;

		/**
		 * Creates it.
		 * @param converters make text of objects
		 */
		public Resolver(MessageConverters converters) {
			this.converters = converters;
		}

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			return type.isA(ServerSentEvents.class)
					? new EventContent(new ConvertedData(this.converters.with(type.hints()))) : null;
		}

	}

	/** 204 tells a browser not to connect again. */
	@Override
	public void write(@Nullable Object value, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		if (!(value instanceof ServerSentEvents events)) {
			response.status(204).send();
			return;
		}
		if (!events.claim()) {
			throw new IllegalStateException("A stream of events is for one client, and cannot be returned twice");
		}
		try {
			begin(events, exchange);
		}
		catch (IOException ex) {
			events.end(End.CLIENT_GONE);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			events.end(End.FAILED);
			throw ex;
		}
	}

	private void begin(ServerSentEvents events, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		response.contentType("text/event-stream");
		if (response.header("Cache-Control") == null) {
			response.header("Cache-Control", "no-cache");
		}
		// Or else nginx keeps events until it has enough of them.
		response.header("X-Accel-Buffering", "no");
		response.output().flush();
		if (exchange.request().methodIs("HEAD")) {
			events.complete();
			return;
		}
		events.begin(exchange.detach(), this.data);
	}

	@Override
	public void discard(@Nullable Object value) {
		if (value instanceof ServerSentEvents events && events.claim()) {
			events.end(End.CLIENT_GONE);
		}
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(mediaType);
	}

}
