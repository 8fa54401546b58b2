package io.jhttp.server.http1;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.net.EventLoop;

/**
 * What the connections of one event loop have in common. Nothing of it is ever in a
 * handler's hands.
 */
final class Http1Context {

	private final Http1Options options;

	private final StreamHandler handler;

	private final ErrorResponses errorResponses;

	private final ResponseHeadEncoder encoder = new ResponseHeadEncoder();

	private final HeadReader heads;

	Http1Context(Http1Options options, StreamHandler handler, EventLoop loop) {
		this.options = options;
		this.handler = handler;
		this.heads = new HeadReader(options);
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

	/** Reads the heads of all connections, one at a time. */
	HeadReader heads() {
		return this.heads;
	}

}
