package io.jhttp.server.http1;

import io.jhttp.server.net.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes mean that come on a connection: heads, content that no handler has read,
 * or what follows the last response.
 *
 * <pre>
 *            unread content                 the last response has left
 *   HEAD ◀──────────────────▶ UNREAD    HEAD, UNREAD ─────────────────▶ LINGER
 * </pre>
 */
final class Http1Input {

	private enum Reading {

		HEAD, UNREAD, LINGER

	}

	/**
	 * What is done with it.
	 */
	interface Consumer {

		/** Whether more may be looked at. */
		boolean canRead();

		/** A request has arrived, complete up to its content. */
		void onRequest(Http1RequestHead head, long arrivedAt, boolean moreInput);

		/** What has come is no request. */
		void onRejected(HeadReader.RejectedHead rejected);

		/** It is not known where the next request begins. */
		void onLostTrack();

	}

	private final EventLoop loop;

	private final HeadReader heads;

	/** The parser of a head that is not complete yet. */
	private @Nullable RequestHeadParser begun;

	private Reading reading = Reading.HEAD;

	private @Nullable UnreadContent unread;

	Http1Input(EventLoop loop, Http1Context context) {
		this.loop = loop;
		this.heads = context.heads();
	}

	/** Whether bytes have come that do not make a head yet. */
	boolean hasReceived() {
		return this.begun != null;
	}

	/** Whether a head has begun: empty lines do not begin one. */
	boolean hasBegun() {
		return this.begun != null && this.begun.hasBegun();
	}

	/** Rejects a head that did not come in time. */
	Rejection rejectLate(byte[] bytes, int at, int limit) {
		RequestHeadParser late = this.begun;
		this.begun = null;
		// Without a parser, all that has come is a part of a record.
		return (late == null) ? Rejection.NOTHING_CAME : Rejection.of(late, bytes, at, limit);
	}

	/** Whether the next byte is of a head. */
	boolean isAtHead() {
		return this.reading == Reading.HEAD;
	}

	boolean isLingering() {
		return this.reading == Reading.LINGER;
	}

	/** The next request is behind what is left of this content. */
	void discardFirst(BodyDecoder decoder) {
		this.unread = new UnreadContent(decoder);
		this.reading = Reading.UNREAD;
	}

	/** Whatever comes is of no interest any more. */
	void linger() {
		this.reading = Reading.LINGER;
	}

	/**
	 * Looks at bytes until they are used up, or something else has to happen first.
	 * @return the position of the first byte that is to be kept
	 */
	int process(byte[] bytes, int from, int limit, Consumer consumer) {
		int at = from;
		long arrivedAt = 0;
		int depth = this.loop.options().connectionLimits().pipeliningDepth();
		for (int count = 0; at < limit && consumer.canRead();) {
			if (this.reading == Reading.HEAD) {
				if (count == depth) {
					break;
				}
				if (count < 2) {
					// Pipelined requests may have been sent after the turn began.
					arrivedAt = (count == 0) ? this.loop.turnBegan() : this.loop.options().clock().nanoTime();
				}
				count++;
				RequestHeadParser parser = (this.begun != null) ? this.begun : this.heads.begin();
				HeadReader.Outcome outcome = this.heads.read(parser, bytes, at, limit);
				if (outcome == HeadReader.Outcome.INCOMPLETE) {
					this.begun = parser;
					break;
				}
				this.begun = null;
				at = (outcome == HeadReader.Outcome.COMPLETE) ? at + this.heads.length() : limit;
				tell(outcome, arrivedAt, at < limit, consumer);
			}
			else {
				at = (this.reading == Reading.UNREAD) ? discard(bytes, at, limit, consumer) : limit;
			}
		}
		return at;
	}

	private void tell(HeadReader.Outcome outcome, long arrivedAt, boolean moreInput, Consumer consumer) {
		if (outcome == HeadReader.Outcome.COMPLETE) {
			consumer.onRequest(this.heads.takeHead(), arrivedAt, moreInput);
		}
		else {
			consumer.onRejected(this.heads.takeRejected());
		}
	}

	private int discard(byte[] bytes, int from, int limit, Consumer consumer) {
		UnreadContent content = this.unread;
		if (content == null) {
			return limit;
		}
		int at = content.discard(bytes, from, limit);
		switch (content.state()) {
			case READING -> {
				return at;
			}
			case DISCARDED -> this.reading = Reading.HEAD;
			case FAILED -> {
				consumer.onLostTrack();
				at = limit;
			}
		}
		this.unread = null;
		return at;
	}

}
