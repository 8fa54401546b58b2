package io.jhttp.server.http1;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request head after the other, each perhaps in several pieces. A parser is had
 * only while there is a piece.
 */
final class HeadReader {

	/**
	 * What has come of a head.
	 */
	enum Outcome {

		INCOMPLETE, COMPLETE, REJECTED

	}

	private final Http1Context context;

	/** The parser of a head that is not complete yet. */
	private @Nullable RequestHeadParser begun;

	private @Nullable Http1RequestHead head;

	private int length;

	private @Nullable RejectedHead rejected;

	HeadReader(Http1Context context) {
		this.context = context;
	}

	/**
	 * A head that no handler is given.
	 *
	 * @param problem why
	 * @param rejection what is told of it
	 * @param headOnly whether the response is to have no content
	 */
	record RejectedHead(HttpProblem problem, Rejection rejection, boolean headOnly) {
	}

	/** Whether bytes have come that do not make a head yet. */
	boolean hasReceived() {
		return this.begun != null;
	}

	/** Whether a head has begun: empty lines do not begin one. */
	boolean hasBegun() {
		return this.begun != null && this.begun.hasBegun();
	}

	Outcome read(byte[] bytes, int at, int limit) {
		RequestHeadParser parser = (this.begun != null) ? this.begun : this.context.takeParser();
		this.begun = null;
		try {
			if (!parser.parse(bytes, at, limit)) {
				this.begun = parser;
				return Outcome.INCOMPLETE;
			}
			Http1RequestHead complete = parser.requireHead();
			requireAcceptableContent(complete);
			this.head = complete;
			this.length = parser.length();
			this.context.giveBack(parser);
			return Outcome.COMPLETE;
		}
		catch (HttpProblem ex) {
			this.rejected = new RejectedHead(ex, Rejection.of(parser, bytes, at, limit), parser.isForHead(bytes, at));
			this.context.giveBack(parser);
			return Outcome.REJECTED;
		}
	}

	private void requireAcceptableContent(Http1RequestHead complete) {
		long max = this.context.options().maxContent();
		if (complete.contentLength() > max) {
			throw new HttpProblem(413, "The request content is larger than " + max + " bytes.");
		}
	}

	/** The head that is complete; it is not kept. */
	Http1RequestHead takeHead() {
		Http1RequestHead taken = this.head;
		this.head = null;
		if (taken == null) {
			throw new IllegalStateException("No request head is complete");
		}
		return taken;
	}

	/** How long that head was. */
	int length() {
		return this.length;
	}

	RejectedHead takeRejected() {
		RejectedHead taken = this.rejected;
		this.rejected = null;
		if (taken == null) {
			throw new IllegalStateException("No request head was rejected");
		}
		return taken;
	}

	/** Gives a head up that did not come in time, and tells what has come of it. */
	Rejection giveUp(byte[] bytes, int at, int limit) {
		RequestHeadParser late = this.begun;
		this.begun = null;
		// Without a parser, all that has come is a part of a record.
		return (late == null) ? Rejection.NOTHING_CAME : Rejection.of(late, bytes, at, limit);
	}

}
