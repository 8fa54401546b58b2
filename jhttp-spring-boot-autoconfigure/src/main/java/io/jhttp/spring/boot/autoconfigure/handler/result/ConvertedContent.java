package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.BufferedMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.content.ResponseMessage;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.web.server.NotAcceptableStatusException;

/**
 * Objects that a message converter writes, as what the client likes best, unless the
 * method has said what it is.
 */
final class ConvertedContent extends Content {

	private final MessageConverters converters;

	private final ResolvableType type;

	/** What the declared type can be written as. */
	private final List<MediaType> offered;

	private final boolean choice;

	private final Compression compression;

	private ConvertedContent(MessageConverters converters, Compression compression, ResolvableType type,
			List<MediaType> offered) {
		this.converters = converters;
		this.compression = compression;
		this.type = type;
		this.offered = offered;
		this.choice = offered.stream().filter(MediaType::isConcrete).count() > 1;
	}

	static final class Resolver implements ReturnValueResolver {

		private final MessageConverters converters;

		private final Compression compression;

		Resolver(MessageConverters converters, Compression compression) {
			this.converters = converters;
			this.compression = compression;
		}

		@Override
		public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
			MessageConverters told = this.converters.with(type.hints());
			List<MediaType> offered = told.writable(type.type());
			return offered.isEmpty() ? null : new ConvertedContent(told, this.compression, type.type(), offered);
		}

	}

	@Override
	void send(Object value, HttpExchange exchange) throws Exception {
		HttpResponse response = exchange.response();
		String given = response.header("Content-Type");
		MediaType mediaType = (given != null) ? MediaType.parseMediaType(given) : negotiate(exchange);
		boolean written;
		if (this.compression.isNone()) {
			written = this.converters.write(value, this.type, mediaType, new ResponseMessage(response, mediaType));
		}
		else {
			BufferedMessage message = new BufferedMessage();
			written = this.converters.write(value, this.type, mediaType, message);
			if (written) {
				ResponseMessage.copy(message.getHeaders(), response);
				this.compression.send(message.bytes(), exchange);
			}
		}
		if (!written) {
			throw new IllegalStateException("No message converter writes " + this.type + " as " + mediaType);
		}
	}

	private MediaType negotiate(HttpExchange exchange) {
		if (this.choice) {
			VaryField.add(exchange.response(), "Accept");
		}
		MediaType best = Acceptance.of(exchange.request()).best(this.offered);
		if (best == null) {
			throw new NotAcceptableStatusException(this.offered);
		}
		return best;
	}

	@Override
	public boolean canWriteAs(MediaType mediaType) {
		return this.converters.canWrite(this.type, mediaType);
	}

}
