package io.jhttp.server.http2;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.exchange.StreamHandler;
import io.jhttp.server.http.ErrorPages;
import io.jhttp.server.net.EventLoop;

/**
 * What the connections of one event loop have in common.
 */
final class Http2Context {

	private static final int NAME = "Date: ".length();

	private static final int LINE_END = "\r\n".length();

	private final Http2Options options;

	private final StreamHandler handler;

	private final EventLoop loop;

	private final ErrorPages errorPages = new ErrorPages();

	private final FieldNames fieldNames = new FieldNames();

	private final HpackBuffer buffer = new HpackBuffer();

	private byte[] dateLine = {};

	private String date = "";

	Http2Context(Http2Options options, StreamHandler handler, EventLoop loop) {
		this.options = options;
		this.handler = handler;
		this.loop = loop;
	}

	Http2Options options() {
		return this.options;
	}

	StreamHandler handler() {
		return this.handler;
	}

	ErrorPages errorPages() {
		return this.errorPages;
	}

	FieldNames fieldNames() {
		return this.fieldNames;
	}

	/** For what is encoded on the loop. */
	HpackBuffer buffer() {
		return this.buffer;
	}

	String server() {
		return this.options.server();
	}

	/** The value of the {@code Date} field of this second. */
	String date() {
		byte[] line = this.loop.dateLine();
		if (line != this.dateLine) {
			this.dateLine = line;
			this.date = new String(line, NAME, line.length - NAME - LINE_END, StandardCharsets.US_ASCII);
		}
		return this.date;
	}

	/** Identifiers and values in turn. */
	int[] settings() {
		return new int[] { Settings.MAX_CONCURRENT_STREAMS, this.options.limits().concurrentStreams(),
				Settings.MAX_HEADER_LIST_SIZE, maxHeaderList(), Settings.NO_RFC7540_PRIORITIES, 1,
				Settings.ENABLE_CONNECT_PROTOCOL, this.options.extendedConnect() ? 1 : 0 };
	}

	private int maxHeaderList() {
		return this.options.headLimits().requestLine() + this.options.headLimits().fieldSection();
	}

	/**
	 * A head that is too large is answered, as long as it is not much too large.
	 */
	int maxHeaderBlock() {
		return Math.max(2 * maxHeaderList(), 2 * FrameReader.MAX_PAYLOAD);
	}

}
