package io.jhttp.server.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;

import io.jhttp.server.http.BodyDecoder;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.RequestHeadParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection does with the octets that it receives: request after request, until
 * the last one.
 *
 * <pre>
 *                    ┌────────────────────────────── next request ◀───────────────┐
 *                    ▼                                                            │
 *  accepted ──▶ Reading.HEAD ──▶ exchange ──▶ output pending? ──▶ unread content? ─┤
 *                    │          (loop or       (until written)    Reading.DISCARD │
 *                    │ malformed  worker)                                         │ last answer
 *                    ▼                                                            ▼
 *               error answer ────────────────────────▶ Reading.LINGER ──────▶ closed
 * </pre>
 *
 * While output is pending nothing is read; while an exchange is held, only to learn that
 * the client is gone. All of it happens on the loop, but for {@link #handBack}.
 */
final class RequestCycle {

	private static final Logger logger = LoggerFactory.getLogger(RequestCycle.class);

	/** As much content is read before a worker is asked for. */
	private static final int GATHERED_CONTENT = 16 * 1024;

	private enum Reading {

		HEAD, DISCARD, LINGER

	}

	private final Connection connection;

	private Reading reading = Reading.HEAD;

	/** The parser of a head that is not complete yet. */
	private @Nullable RequestHeadParser begun;

	/** What is left of the content of an answered request. */
	private @Nullable BodyDecoder unread;

	private long discardable;

	private final UnreportedAnswers unreported;

	/** A dispatched request that waits until earlier answers are written. */
	private @Nullable Exchange waiting;

	/** An exchange that no thread is busy with. */
	private @Nullable HeldExchange held;

	/** The connection ends when the output is written. */
	private boolean closing;

	/** More input may be on its way: closing at once would destroy the last answer. */
	private boolean inputExpected;

	/** There is input that has not been looked at: no more is read until its turn. */
	private boolean turnExpected;

	private int requests;

	private long arrivedAt;

	/**
	 * The connection waits for the content of a dispatched request.
	 */
	private boolean gathering;

	private long gatheringSince;

	private long handedOverAt;

	RequestCycle(Connection connection) {
		this.connection = connection;
		this.unreported = isListening() ? new UnreportedAnswers() : UnreportedAnswers.NONE;
	}

	private boolean isListening() {
		return loop().options().listening();
	}

	private EventLoop loop() {
		return this.connection.loop();
	}

	boolean isTurnExpected() {
		return this.turnExpected;
	}

	boolean isIdle() {
		return this.waiting == null && this.held == null && this.reading == Reading.HEAD && !this.closing;
	}

	boolean isHeld() {
		return this.held != null;
	}

	boolean isHeldBy(HeldExchange holder) {
		return this.held == holder;
	}

	// Reading

	void processReceived() {
		ReceivedOctets received = this.connection.received();
		process(received.array(), received.position(), received.limit());
	}

	/** Looks at octets until they are used up, or something else has to happen first. */
	void process(byte[] octets, int from, int limit) {
		int at = from;
		loop().output().open(this.connection);
		try {
			for (int heads = 0; at < limit && canRead();) {
				if (this.reading == Reading.HEAD) {
					if (heads == loop().options().pipeliningDepth()) {
						break;
					}
					if (heads < 2) {
						// Pipelined requests may have been sent after the turn began.
						this.arrivedAt = (heads == 0) ? loop().turnBegan() : System.nanoTime();
					}
					heads++;
					int next = serve(octets, at, limit);
					if (next < 0) {
						break;
					}
					at = next;
				}
				else {
					at = (this.reading == Reading.DISCARD) ? discard(octets, at, limit) : limit;
				}
			}
			this.connection.received().keep(octets, at, limit);
			loop().output().flush();
		}
		catch (IOException ex) {
			this.connection.giveUp(ex);
			return;
		}
		afterTurn();
	}

	private boolean canRead() {
		return !this.connection.hasPendingOutput() && this.waiting == null && this.held == null
				&& this.connection.isOpen() && (!this.closing || this.reading == Reading.LINGER);
	}

	/**
	 * Answers the request that begins at a position, or hands it on.
	 * @return the position behind its head, or -1 if the head is not complete
	 */
	private int serve(byte[] octets, int at, int limit) {
		RequestHeadParser parser = (this.begun != null) ? this.begun : loop().takeParser();
		this.begun = null;
		try {
			if (!parser.parse(octets, at, limit)) {
				this.begun = parser;
				return -1;
			}
			requireAcceptableContent(parser.head());
		}
		catch (HttpProblem ex) {
			boolean headOnly = parser.head().methodIs("HEAD");
			Exchange refused = isListening() ? refusedExchange(parser, limit) : null;
			if (refused == null) {
				loop().giveBack(parser);
			}
			refuse(ex, headOnly, refused);
			return limit;
		}
		this.connection.cancelDeadline();
		this.requests++;
		loop().counters().requestArrived();
		int next = at + parser.length();
		Exchange exchange = loop().takeExchange();
		exchange.begin(this.connection, parser.head(), loop().output(), this.arrivedAt);
		if (exchange.isDispatched()) {
			exchange.detach();
			this.waiting = exchange;
		}
		else if (exchange.held() != null) {
			exchange.detach();
			this.held = exchange.held();
		}
		else if (isListening()) {
			exchange.report().keep(parser);
			exchange.report().lost(loop().output().takeLost(this.connection));
			this.unreported.add(exchange);
			ended(exchange, next < limit);
		}
		else {
			ended(exchange, next < limit);
			loop().giveBack(exchange);
			loop().giveBack(parser);
		}
		return next;
	}

	private Exchange refusedExchange(RequestHeadParser parser, int limit) {
		Exchange exchange = loop().takeExchange();
		exchange.beginRefused(this.connection, parser.head(), parser.isComplete(), parser.receivedLine(limit));
		exchange.report().keep(parser);
		return exchange;
	}

	private void requireAcceptableContent(RequestHead head) {
		if (head.contentLength() > loop().options().maxContent()) {
			throw new HttpProblem(413,
					"The request content is larger than " + loop().options().maxContent() + " bytes.");
		}
	}

	/** Whether this is the last request that the connection is kept open for. */
	boolean isLastRequest() {
		return this.requests >= loop().options().requestsPerConnection();
	}

	private int discard(byte[] octets, int from, int limit) {
		BodyDecoder decoder = this.unread;
		int at = from;
		try {
			while (decoder != null && at < limit) {
				at = decoder.skipFraming(octets, at, limit);
				long count = Math.min(decoder.contentAhead(), limit - at);
				decoder.consumed(count);
				at += (int) count;
				this.discardable -= count;
				if (decoder.isFinished()) {
					this.unread = null;
					this.reading = Reading.HEAD;
					return at;
				}
				if (this.discardable < 0) {
					closeAfterOutput(true);
					return limit;
				}
			}
		}
		catch (HttpProblem ex) {
			// The answer has left: all that can be said is that nothing more follows.
			closeAfterOutput(true);
			return limit;
		}
		return at;
	}

	/** Answers what is no request, and closes: nobody knows where the next one begins. */
	private void refuse(HttpProblem problem, boolean headOnly, @Nullable Exchange exchange) {
		logger.debug("Refused a request with {}: {}", problem.status(), problem.detail());
		loop().counters().refused();
		loop().output().open(this.connection);
		if (exchange != null) {
			exchange.report().refused(problem.status(), 0);
			this.unreported.add(exchange);
		}
		try {
			long content = loop().refusal().write(problem, headOnly, loop().output());
			if (exchange != null) {
				exchange.report().refused(problem.status(), content);
			}
			loop().output().flush();
		}
		catch (IOException ex) {
			this.connection.giveUp(ex);
			return;
		}
		closeAfterOutput(true);
	}

	void turnAway(HttpProblem problem) {
		refuse(problem, false, isListening() ? refusedExchange(loop().takeParser(), 0) : null);
		afterTurn();
	}

	void onTimeout(Deadlines.Kind kind) {
		if (kind == Deadlines.Kind.HEAD) {
			loop().counters().gaveUp(ShedReason.SLOW_CLIENT);
			refuse(new HttpProblem(408, "The request head did not arrive in time."), false, lateExchange());
			afterTurn();
			return;
		}
		if (kind == Deadlines.Kind.BODY && this.waiting != null) {
			contentIsLate(this.waiting);
			return;
		}
		if (kind == Deadlines.Kind.WRITE && this.connection.continuesAfterTimeout()) {
			return;
		}
		this.connection.close();
	}

	/** What came of a head that did not come in time. */
	private @Nullable Exchange lateExchange() {
		if (!isListening()) {
			return null;
		}
		RequestHeadParser late = this.begun;
		if (late == null) {
			// All that has come is a part of a record.
			return refusedExchange(loop().takeParser(), 0);
		}
		this.begun = null;
		ReceivedOctets received = this.connection.received();
		late.head().moveTo(received.array(), received.position());
		return refusedExchange(late, received.limit());
	}

	/** The connection is about to be closed for this reason. */
	void failed(IOException reason) {
		this.unreported.failed(reason);
	}

	/**
	 * The connection is closed; a request that still waits for its worker never gets one.
	 * @param unsent octets that were written and not taken
	 */
	void onClose(long unsent) {
		HeldExchange holder = this.held;
		if (holder != null) {
			this.held = null;
			loop().counters().requestEnded();
			reportLater(holder.exchange());
		}
		Exchange never = this.waiting;
		this.unreported.cut(unsent);
		if (holder != null) {
			holder.gone();
		}
		if (never != null) {
			this.waiting = null;
			loop().counters().requestEnded();
			reportLater(never);
			this.unreported.cut(0);
		}
	}

	private void reportLater(Exchange exchange) {
		if (isListening()) {
			this.unreported.add(exchange);
		}
	}

	private void closeAfterOutput(boolean inputExpected) {
		this.closing = true;
		this.inputExpected |= inputExpected;
	}

	// After an exchange

	private void ended(Exchange exchange, boolean moreInput) {
		loop().counters().requestEnded();
		if (exchange.isAborted() && exchange.endsWithConnection()) {
			reset();
			return;
		}
		if (!exchange.staysOpen()) {
			// A client that wanted to go on may have sent more than has arrived here.
			closeAfterOutput(moreInput || exchange.hasUnreadContent() || exchange.head().isPersistent());
		}
		else if (exchange.hasUnreadContent()) {
			this.unread = exchange.decoder();
			this.discardable = Exchange.MOST_DISCARDED;
			this.reading = Reading.DISCARD;
		}
	}

	/**
	 * Ends an answer that lasts until the connection closes, and cannot be finished: only
	 * a reset tells the client so. Complete answers before it have been flushed.
	 */
	private void reset() {
		try {
			loop().output().flush();
			if (!this.connection.hasPendingOutput()) {
				this.unreported.sent(loop());
			}
			this.connection.transport().endAbruptly();
		}
		catch (IOException ex) {
			logger.debug("A connection from {} ended early: {}", this.connection.remoteAddress(), ex.getMessage());
		}
		this.connection.close();
	}

	/** Whether input has arrived that nobody has seen: closing now would be a reset. */
	private boolean hasArrived() {
		try {
			return this.connection.channel().read(loop().input().clear()) > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void afterTurn() {
		if (!this.connection.isOpen()) {
			return;
		}
		if (this.connection.hasPendingOutput()) {
			this.unreported.detach();
			this.connection.await(SelectionKey.OP_WRITE);
			this.connection.startDeadline(Deadlines.Kind.WRITE);
			return;
		}
		afterOutput();
	}

	void afterOutput() {
		this.unreported.sent(loop());
		if (this.held != null) {
			continueHolding(this.held);
		}
		else if (this.waiting != null) {
			if (isContentGathered(this.waiting)) {
				handOver(this.waiting);
			}
			else {
				gatherContent(this.waiting);
			}
		}
		else if (this.closing && this.reading != Reading.LINGER) {
			if (this.inputExpected || hasArrived()) {
				linger();
			}
			else {
				this.connection.close();
			}
		}
		else {
			settle();
		}
	}

	/** RFC 9112, section 9.6: a reset must not overtake the last answer. */
	private void linger() {
		this.reading = Reading.LINGER;
		this.connection.received().clear();
		try {
			this.connection.transport().shutdownOutput();
		}
		catch (IOException ex) {
			this.connection.giveUp(ex);
			return;
		}
		settle();
	}

	/** Waits for what comes next. */
	void settle() {
		if (endsHere()) {
			this.connection.close();
			return;
		}
		this.connection.await(SelectionKey.OP_READ);
		switch (this.reading) {
			case LINGER -> this.connection.continueDeadline(Deadlines.Kind.LINGER);
			case DISCARD -> this.connection.continueDeadline(Deadlines.Kind.BODY);
			case HEAD -> {
				boolean headBegun = (this.begun != null) ? this.begun.hasBegun()
						: this.connection.received().isEmpty() && this.connection.transport().isInsideRecord();
				if (this.begun != null || headBegun) {
					this.connection.continueDeadline(headBegun ? Deadlines.Kind.HEAD : Deadlines.Kind.IDLE);
					return;
				}
				this.connection.startDeadline(Deadlines.Kind.IDLE);
			}
		}
		if (!this.connection.received().isEmpty() && !this.turnExpected) {
			this.turnExpected = true;
			loop().expectTurn(this.connection);
		}
	}

	/** The client has said that nothing follows, and no complete request is left. */
	private boolean endsHere() {
		return this.connection.transport().isAtEnd() && (this.reading != Reading.HEAD || this.begun != null
				|| this.waiting != null || this.connection.received().isEmpty());
	}

	// Exchanges without a thread

	/** The worker has returned; its exchange goes on here. */
	void hold(HeldExchange holder) {
		this.connection.lease().takeBack();
		if (!this.connection.isOpen() || holder.exchange().isAborted()) {
			loop().counters().requestEnded();
			reportLater(holder.exchange());
			holder.gone();
			if (this.connection.isOpen()) {
				this.connection.close();
			}
			else {
				this.unreported.cut(this.connection.unsentOctets());
				this.connection.ended();
			}
			return;
		}
		this.held = holder;
		drain();
		afterTurn();
	}

	/** Nothing is to be written: there is, or there will be, another step. */
	private void continueHolding(HeldExchange holder) {
		this.connection.cancelDeadline();
		if (this.connection.received().isEmpty()) {
			if (this.connection.transport().isAtEnd()) {
				// No selector tells it: the notice came with the request.
				this.connection.close();
				return;
			}
			this.connection.await(SelectionKey.OP_READ);
		}
		holder.take();
	}

	/** After some steps the exchange is still held. */
	void afterSteps() {
		if (this.connection.hasPendingOutput()) {
			this.connection.await(SelectionKey.OP_WRITE);
			this.connection.startDeadline(Deadlines.Kind.WRITE);
		}
	}

	void endHeld(Exchange exchange) {
		this.held = null;
		reportLater(exchange);
		ended(exchange, !this.connection.received().isEmpty());
		afterTurn();
	}

	void resumeHeld(Exchange exchange) {
		this.held = null;
		handOver(exchange);
	}

	/** The server is stopping: an exchange may never end if it does not learn of it. */
	void drain() {
		if (this.held != null && loop().isDraining()) {
			this.held.stop();
		}
	}

	/** The turn of a connection that had more input than it was allowed to use. */
	void takeTurn() {
		this.turnExpected = false;
		boolean canContinue = this.connection.isOpen() && !this.connection.lease().isWorkers()
				&& !this.connection.hasPendingOutput();
		if (canContinue && !this.connection.received().isEmpty()) {
			processReceived();
		}
	}

	// Workers

	/** Content that arrives slowly costs no worker until there is enough of it. */
	private boolean isContentGathered(Exchange exchange) {
		return this.connection.received().remaining() >= Math.min(exchange.expectedContent(), GATHERED_CONTENT);
	}

	private void gatherContent(Exchange exchange) {
		EngineOptions options = loop().options();
		long now = loop().now();
		if (!this.gathering) {
			this.gathering = true;
			this.gatheringSince = now;
		}
		if (Pace.isTooSlow(options.pace().content(), this.connection.received().remaining(), now - this.gatheringSince,
				options.timeouts().body().toNanos())) {
			contentIsLate(exchange);
			return;
		}
		if (this.connection.transport().isAtEnd()) {
			this.connection.close();
			return;
		}
		this.connection.await(SelectionKey.OP_READ);
		this.connection.startDeadline(Deadlines.Kind.BODY);
	}

	private void contentIsLate(Exchange exchange) {
		this.waiting = null;
		loop().counters().requestEnded();
		loop().counters().gaveUp(ShedReason.SLOW_CLIENT);
		refuse(new HttpProblem(408, "The request content did not arrive in time."), exchange.head().methodIs("HEAD"),
				isListening() ? exchange : null);
		afterTurn();
	}

	private void handOver(Exchange exchange) {
		this.waiting = null;
		this.gathering = false;
		this.handedOverAt = loop().now();
		this.connection.startDeadline(Deadlines.Kind.IDLE);
		// It may look away because of input before this: a quiet return would not tell.
		this.connection.await(SelectionKey.OP_READ);
		this.connection.lease().handOver();
		loop().counters().requestQueued();
		if (!loop().tryHandOver(exchange)) {
			this.connection.lease().takeBack();
			loop().counters().requestStarted();
			loop().counters().requestEnded();
			loop().counters().gaveUp(ShedReason.WORKERS_BUSY);
			if (exchange.isAnswered()) {
				reportLater(exchange);
				this.connection.close();
				return;
			}
			refuse(new HttpProblem(503, "All workers are busy."), exchange.head().methodIs("HEAD"),
					isListening() ? exchange : null);
			afterTurn();
		}
	}

	/** On the worker: its answer is complete, or given up. */
	void handBack(Exchange exchange) {
		this.connection.received().releaseIfEmpty();
		boolean quiet = exchange.staysOpen() && !exchange.hasUnreadContent() && !this.connection.hasPendingOutput()
				&& this.connection.received().isEmpty() && !this.connection.transport().isAtEnd()
				&& !this.connection.transport().isInsideRecord() && !loop().isIdleDeadlineStale(this.handedOverAt);
		if (quiet && isListening()) {
			exchange.reportEnd(0, null);
		}
		Counters counters = loop().counters();
		if (quiet && this.connection.lease().handBackQuietly()) {
			counters.requestEnded();
			return;
		}
		loop().execute(() -> takeBack(exchange));
	}

	private void takeBack(Exchange exchange) {
		this.connection.lease().takeBack();
		reportLater(exchange);
		if (this.connection.isOpen()) {
			ended(exchange, !this.connection.received().isEmpty());
			afterTurn();
		}
		else {
			loop().counters().requestEnded();
			this.unreported.cut(this.connection.unsentOctets());
			this.connection.ended();
		}
	}

}
