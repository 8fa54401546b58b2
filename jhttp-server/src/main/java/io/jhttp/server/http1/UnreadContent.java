package io.jhttp.server.http1;

import io.jhttp.server.http.HttpProblem;

/**
 * Content that no handler has read. It is read and discarded within a bound, so that the
 * connection can be kept.
 */
final class UnreadContent {

	/** More than that, and the connection closes. */
	static final long MAX_LENGTH = 64 * 1024;

	/**
	 * <pre>
	 *  READING ──▶ DISCARDED: the next request follows
	 *     └──────▶ FAILED: there is too much of it, or it is malformed
	 * </pre>
	 */
	enum State {

		READING, DISCARDED, FAILED

	}

	private final BodyDecoder decoder;

	private long remaining = MAX_LENGTH;

	private State state = State.READING;

	UnreadContent(BodyDecoder decoder) {
		this.decoder = decoder;
	}

	State state() {
		return this.state;
	}

	/** Discards what has come, and returns the position behind it. */
	int discard(byte[] bytes, int from, int limit) {
		int at = from;
		try {
			while (at < limit && this.state == State.READING) {
				at = this.decoder.skipFraming(bytes, at, limit);
				long count = Math.min(this.decoder.contentAhead(), limit - at);
				this.decoder.consumed(count);
				at += (int) count;
				this.remaining -= count;
				if (this.decoder.isComplete()) {
					this.state = State.DISCARDED;
				}
				else if (this.remaining < 0) {
					this.state = State.FAILED;
				}
			}
			return at;
		}
		catch (HttpProblem ex) {
			// The response has left: all that can be said is that nothing more follows.
			this.state = State.FAILED;
			return limit;
		}
	}

}
