package io.jhttp.server.net;

import java.io.IOException;

import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.RequestHeadParser;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is told of a request and its answer: once, when the answer has left or
 * cannot. Nobody asks for it if nobody listens. It belongs to whoever has the exchange.
 */
final class AnswerReport {

	private boolean given = true;

	/** The head that the client has sent, which a local redirect does not replace. */
	private @Nullable RequestHead head;

	private boolean headComplete;

	/** As much of a request line as has come, if the head is not acceptable. */
	private String line = "";

	/** The parser that the head belongs to, until the answer has left. */
	private @Nullable RequestHeadParser parser;

	private boolean handled;

	private long arrivalNanos;

	private long arrivalMillis;

	private int refusedStatus;

	private long refusedContent;

	private long unsentOctets;

	private @Nullable IOException loss;

	/** A request is given to its handler. */
	void expect(EngineClock clock, RequestHead head) {
		expect(clock, head, true, "");
		this.handled = true;
	}

	/** What came is no request that anybody could be asked to answer. */
	void expect(EngineClock clock, @Nullable RequestHead head, boolean complete, String line) {
		this.arrivalNanos = clock.nanoTime();
		this.arrivalMillis = clock.currentTimeMillis();
		this.head = head;
		this.headComplete = complete;
		this.line = line;
		this.handled = false;
		this.refusedStatus = 0;
		this.refusedContent = 0;
		this.unsentOctets = 0;
		this.loss = null;
		this.given = false;
	}

	@Nullable RequestHead head() {
		return this.head;
	}

	String line() {
		return this.line;
	}

	long arrivalMillis() {
		return this.arrivalMillis;
	}

	/** The engine has answered in place of a handler. */
	void refused(int status, long content) {
		this.refusedStatus = status;
		this.refusedContent = content;
	}

	/** Octets of the answer that were written and are lost. */
	void lost(long octets) {
		this.unsentOctets = octets;
	}

	void lost(IOException reason) {
		this.loss = reason;
	}

	void keep(RequestHeadParser parser) {
		this.parser = parser;
	}

	/** The parser that was kept, for the next request. */
	@Nullable RequestHeadParser releaseParser() {
		RequestHeadParser released = this.parser;
		this.parser = null;
		return released;
	}

	/**
	 * The octets of the head are about to be overwritten; only a whole one can be kept.
	 */
	void detachHead() {
		if (!this.headComplete) {
			this.head = null;
		}
		else if (this.parser != null && this.head != null) {
			this.head.detach();
		}
	}

	/**
	 * The answer has left, or has not.
	 * @param unsent octets that the socket has not taken
	 * @param failure why, or null if it has left
	 * @return what there is to tell, or null if it was told before
	 */
	@Nullable AnswerEnd end(EngineClock clock, long unsent, @Nullable IOException failure) {
		if (this.given) {
			return null;
		}
		this.given = true;
		long duration = clock.nanoTime() - this.arrivalNanos;
		return new AnswerEnd(this.handled, this.headComplete, this.refusedStatus, this.refusedContent,
				unsent + this.unsentOctets, Math.max(0, duration), (this.loss != null) ? this.loss : failure);
	}

}
