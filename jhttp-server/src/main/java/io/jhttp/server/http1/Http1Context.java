package io.jhttp.server.http1;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.net.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop have in common. Nothing of it is ever in a
 * handler's hands.
 */
final class Http1Context {

	private final Http1Options options;

	private final StreamHandler handler;

	private final ErrorResponses errorResponses;

	private final ResponseHeadEncoder encoder = new ResponseHeadEncoder();

	private @Nullable RequestHeadParser parser;

	Http1Context(Http1Options options, StreamHandler handler, EventLoop loop) {
		this.options = options;
		this.handler = handler;
		this.errorResponses = new ErrorResponses(options, loop, this.encoder);
	}

	Http1Options options() {
		return this.options;
	}

	StreamHandler handler() {
		return this.handler;
	}

	ErrorResponses errorResponses() {
		return this.errorResponses;
	}

	/** For what is written on the loop. */
	ResponseHeadEncoder encoder() {
		return this.encoder;
	}

	RequestHeadParser takeParser() {
		RequestHeadParser taken = this.parser;
		this.parser = null;
		return (taken != null) ? taken : new RequestHeadParser(this.options.headLimits(), this.options.http09());
	}

	void giveBack(RequestHeadParser used) {
		used.reset();
		this.parser = used;
	}

}
