package io.jhttp.server.http1;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request heads of an event loop, each perhaps in several pieces. A connection
 * has a parser of its own only while there is a piece.
 */
final class HeadReader {

	/**
	 * What has come of a head.
	 */
	enum Outcome {

		INCOMPLETE, COMPLETE, REJECTED

	}

	private final Http1Options options;

	/** Of the last head that was complete or rejected, for the next one. */
	private @Nullable RequestHeadParser idle;

	private @Nullable Http1RequestHead head;

	private int length;

	private @Nullable RejectedHead rejected;

	HeadReader(Http1Options options) {
		this.options = options;
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

	/** The parser of a head that begins. */
	RequestHeadParser begin() {
		RequestHeadParser taken = this.idle;
		this.idle = null;
		return (taken != null) ? taken : new RequestHeadParser(this.options.headLimits(), this.options.http09());
	}

	private void giveBack(RequestHeadParser used) {
		used.reset();
		this.idle = used;
	}

	Outcome read(RequestHeadParser parser, byte[] bytes, int at, int limit) {
		try {
			if (!parser.parse(bytes, at, limit)) {
				return Outcome.INCOMPLETE;
			}
			Http1RequestHead complete = parser.requireHead();
			RequestRules.requireAcceptableContent(complete, this.options.maxContent());
			this.head = complete;
			this.length = parser.length();
			giveBack(parser);
			return Outcome.COMPLETE;
		}
		catch (HttpProblem ex) {
			this.rejected = new RejectedHead(ex, Rejection.of(parser, bytes, at, limit), parser.isForHead(bytes, at));
			giveBack(parser);
			return Outcome.REJECTED;
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

}
