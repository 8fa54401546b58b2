package io.jhttp.server.http1;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.Protocol;

/**
 * HTTP/1.0 and HTTP/1.1 (RFC 9112).
 */
public final class Http1Protocol implements Protocol {

	private final Http1Options options;

	private final StreamHandler handler;

	/**
	 * Creates the protocol.
	 * @param options how it is spoken
	 * @param handler what answers requests
	 */
	public Http1Protocol(Http1Options options, StreamHandler handler) {
		this.options = options;
		this.handler = handler;
	}

	@Override
	public String name() {
		return "http/1.1";
	}

	/** Whatever comes is answered as HTTP/1, if only by 400. */
	@Override
	public Match match(byte[] bytes, int from, int limit) {
		return Match.YES;
	}

	@Override
	public LoopProtocol forLoop(EventLoop loop) {
		Http1Context context = new Http1Context(this.options, this.handler, loop);
		return (connection) -> new Http1Connection(connection, context);
	}

}
