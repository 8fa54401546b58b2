package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;

import io.jhttp.server.http.BodyDecoder;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestHeadParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection: what is read from it next, and what is still to be written to it. Exactly
 * one thread owns it at any time, its loop or the worker that has the
 * {@link WorkerLease}.
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
 * While output is pending nothing is read: a client that does not take its answers gets
 * no further requests in.
 */
final class Connection implements ReadyHandler {

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	/** Requests answered before other connections have their turn. */
	private static final int REQUESTS_PER_TURN = 16;

	private enum Reading {

		HEAD, DISCARD, LINGER

	}

	private final EventLoop loop;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final WorkerLease lease = new WorkerLease(this);

	private final ReceivedOctets received = new ReceivedOctets();

	private Reading reading = Reading.HEAD;

	/** The parser of a head that is not complete yet. */
	private @Nullable RequestHeadParser begun;

	/** What is left of the content of an answered request. */
	private @Nullable BodyDecoder unread;

	private long discardable;

	private @Nullable PendingOutput pending;

	/** A dispatched request that waits until earlier answers are written. */
	private @Nullable Exchange waiting;

	/** The connection ends when the output is written. */
	private boolean closing;

	/** More input may be on its way: closing at once would destroy the last answer. */
	private boolean inputExpected;

	/** There is input that has not been looked at: no more is read until its turn. */
	private boolean turnExpected;

	private long handedOverAt;

	private @Nullable Object attachment;

	private @Nullable InetSocketAddress remoteAddress;

	// The link of a list of deadlines, and its alone.

	@Nullable Deadlines deadlines;

	@Nullable Connection sooner;

	@Nullable Connection later;

	long deadline;

	Connection(EventLoop loop, SocketChannel channel, SelectionKey key) {
		this.loop = loop;
		this.channel = channel;
		this.key = key;
	}

	// Events, on the loop

	@Override
	public void onReady(int operations) {
		if (this.lease.isWorkers()) {
			if (this.lease.isAwaited()) {
				this.lease.onReady(operations);
				return;
			}
			if (this.lease.askForReport()) {
				forget(operations);
				return;
			}
		}
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			onWritable();
		}
		else if (this.pending != null) {
			forget(SelectionKey.OP_READ);
		}
		else if (!this.turnExpected) {
			onReadable();
		}
	}

	private void onReadable() {
		ByteBuffer input = this.loop.input().clear();
		try {
			int count = this.channel.read(input);
			if (count < 0) {
				close();
				return;
			}
			input.flip();
		}
		catch (IOException ex) {
			close();
			return;
		}
		if (this.received.isEmpty()) {
			int length = input.remaining();
			byte[] octets = this.loop.scratch();
			input.get(octets, 0, length);
			process(octets, 0, length);
		}
		else {
			this.received.append(input);
			processReceived();
		}
	}

	private void onWritable() {
		try {
			writePending(this.loop.output().scratch());
		}
		catch (IOException ex) {
			giveUp(ex);
			return;
		}
		if (this.pending == null) {
			forget(SelectionKey.OP_WRITE);
			afterOutput();
		}
		else {
			startDeadline(Deadlines.Kind.WRITE);
		}
	}

	void onTimeout(Deadlines.Kind kind) {
		if (this.lease.isWorkers()) {
			if (this.lease.isAwaited()) {
				this.lease.onTimeout();
				return;
			}
			if (this.lease.askForReport()) {
				return;
			}
			settle();
			return;
		}
		if (kind == Deadlines.Kind.HEAD) {
			refuse(new HttpProblem(408, "The request head did not arrive in time."), false);
			afterTurn();
			return;
		}
		close();
	}

	// Reading, on the loop

	private void processReceived() {
		process(this.received.array(), this.received.position(), this.received.limit());
	}

	/** Looks at octets until they are used up, or something else has to happen first. */
	private void process(byte[] octets, int from, int limit) {
		int at = from;
		this.loop.output().open(this);
		try {
			for (int requests = 0; at < limit && canRead();) {
				if (this.reading == Reading.HEAD) {
					if (requests++ == REQUESTS_PER_TURN) {
						break;
					}
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
			this.received.keep(octets, at, limit);
			this.loop.output().flush();
		}
		catch (IOException ex) {
			giveUp(ex);
			return;
		}
		afterTurn();
	}

	private boolean canRead() {
		return this.pending == null && this.waiting == null && isOpen()
				&& (!this.closing || this.reading == Reading.LINGER);
	}

	/**
	 * Answers the request that begins at a position, or hands it on.
	 * @return the position behind its head, or -1 if the head is not complete
	 */
	private int serve(byte[] octets, int at, int limit) {
		RequestHeadParser parser = (this.begun != null) ? this.begun : this.loop.takeParser();
		this.begun = null;
		try {
			if (!parser.parse(octets, at, limit)) {
				this.begun = parser;
				return -1;
			}
		}
		catch (HttpProblem ex) {
			boolean headOnly = parser.head().methodIs("HEAD");
			this.loop.giveBack(parser);
			refuse(ex, headOnly);
			return limit;
		}
		cancelDeadline();
		int next = at + parser.length();
		Exchange exchange = this.loop.takeExchange();
		exchange.begin(this, parser.head(), this.loop.output());
		if (exchange.isDispatched()) {
			exchange.detach();
			this.waiting = exchange;
		}
		else {
			ended(exchange, next < limit);
			this.loop.giveBack(exchange);
			this.loop.giveBack(parser);
		}
		return next;
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
	private void refuse(HttpProblem problem, boolean headOnly) {
		logger.debug("Refused a request with {}: {}", problem.status(), problem.detail());
		this.loop.output().open(this);
		try {
			this.loop.refusal().write(problem, headOnly, this.loop.output());
			this.loop.output().flush();
		}
		catch (IOException ex) {
			giveUp(ex);
			return;
		}
		closeAfterOutput(true);
	}

	private void closeAfterOutput(boolean inputExpected) {
		this.closing = true;
		this.inputExpected |= inputExpected;
	}

	// After an exchange

	private void ended(Exchange exchange, boolean moreInput) {
		if (exchange.isAborted()) {
			cut();
			return;
		}
		if (!exchange.staysOpen()) {
			closeAfterOutput(moreInput || exchange.hasUnreadContent());
		}
		else if (exchange.hasUnreadContent()) {
			this.unread = exchange.decoder();
			this.discardable = Exchange.MOST_DISCARDED;
			this.reading = Reading.DISCARD;
		}
	}

	/** Ends an answer that cannot be finished; complete ones before it still leave. */
	private void cut() {
		try {
			this.loop.output().flush();
		}
		catch (IOException ex) {
			logger.debug("Lost answers to {}: {}", this.remoteAddress, ex.getMessage());
		}
		close();
	}

	private void afterTurn() {
		if (!isOpen()) {
			return;
		}
		if (this.pending != null) {
			await(SelectionKey.OP_WRITE);
			startDeadline(Deadlines.Kind.WRITE);
			return;
		}
		afterOutput();
	}

	private void afterOutput() {
		if (this.waiting != null) {
			handOver(this.waiting);
		}
		else if (this.closing && this.reading != Reading.LINGER) {
			if (this.inputExpected) {
				linger();
			}
			else {
				close();
			}
		}
		else {
			settle();
		}
	}

	/** RFC 9112, section 9.6: a reset must not overtake the last answer. */
	private void linger() {
		this.reading = Reading.LINGER;
		this.received.clear();
		try {
			this.channel.shutdownOutput();
		}
		catch (IOException ex) {
			close();
			return;
		}
		settle();
	}

	/** Waits for what comes next. */
	private void settle() {
		await(SelectionKey.OP_READ);
		switch (this.reading) {
			case LINGER -> continueDeadline(Deadlines.Kind.LINGER);
			case DISCARD -> startDeadline(Deadlines.Kind.BODY);
			case HEAD -> {
				if (this.begun != null) {
					RequestHeadParser parser = this.begun;
					continueDeadline(parser.hasBegun() ? Deadlines.Kind.HEAD : Deadlines.Kind.IDLE);
					return;
				}
				startDeadline(Deadlines.Kind.IDLE);
			}
		}
		if (!this.received.isEmpty() && !this.turnExpected) {
			this.turnExpected = true;
			this.loop.expectTurn(this);
		}
	}

	/** The turn of a connection that had more input than it was allowed to use. */
	void takeTurn() {
		this.turnExpected = false;
		if (isOpen() && !this.lease.isWorkers() && this.pending == null && !this.received.isEmpty()) {
			processReceived();
		}
	}

	// Workers

	private void handOver(Exchange exchange) {
		this.waiting = null;
		this.handedOverAt = this.loop.now();
		startDeadline(Deadlines.Kind.IDLE);
		this.lease.handOver();
		try {
			this.loop.workers().execute(exchange);
		}
		catch (RejectedExecutionException ex) {
			this.lease.takeBack();
			refuse(new HttpProblem(503, "All workers are busy."), exchange.head().methodIs("HEAD"));
			afterTurn();
		}
	}

	/** On the worker: its answer is complete, or given up. */
	void handBack(Exchange exchange) {
		boolean quiet = exchange.staysOpen() && !exchange.hasUnreadContent() && this.pending == null
				&& this.received.isEmpty() && !this.loop.isIdleDeadlineStale(this.handedOverAt);
		if (!quiet || !this.lease.handBackQuietly()) {
			this.loop.execute(() -> takeBack(exchange));
		}
	}

	private void takeBack(Exchange exchange) {
		this.lease.takeBack();
		if (!isOpen()) {
			dropPending();
			return;
		}
		ended(exchange, !this.received.isEmpty());
		afterTurn();
	}

	// Writing, by the owner

	boolean hasPendingOutput() {
		return this.pending != null;
	}

	PendingOutput pendingOutput() {
		if (this.pending == null) {
			this.pending = new PendingOutput();
		}
		return this.pending;
	}

	/** Writes pending output as far as the socket takes it. */
	void writePending(ByteBuffer scratch) throws IOException {
		PendingOutput output = this.pending;
		if (output == null) {
			return;
		}
		try {
			output.writeTo(this.channel, scratch, LoopOutput.BUDGET);
		}
		finally {
			scratch.clear();
		}
		if (output.isEmpty()) {
			this.pending = null;
		}
	}

	private void dropPending() {
		if (this.pending != null) {
			this.pending.close();
			this.pending = null;
		}
	}

	// The end, on the loop

	private void giveUp(IOException reason) {
		logger.debug("Closed a connection to {}: {}", this.remoteAddress, reason.getMessage());
		close();
	}

	/** Closes an idle connection, unless a request has begun on it. */
	void closeIfIdle() {
		boolean idle = !this.lease.isWorkers() && this.pending == null && this.waiting == null
				&& this.received.isEmpty() && this.reading != Reading.DISCARD;
		if (idle) {
			close();
		}
	}

	void close() {
		if (!isOpen()) {
			return;
		}
		cancelDeadline();
		this.loop.output().discard();
		this.key.cancel();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed: {}", ex.getMessage());
		}
		if (this.lease.isWorkers()) {
			this.lease.onClose();
		}
		else {
			dropPending();
			this.received.clear();
		}
		this.loop.closed(this);
	}

	// Interest and deadlines, on the loop

	void await(int operation) {
		if (this.key.isValid() && (this.key.interestOps() & operation) == 0) {
			this.key.interestOpsOr(operation);
		}
	}

	void forget(int operations) {
		if (this.key.isValid()) {
			this.key.interestOpsAnd(~operations);
		}
	}

	void startDeadline(Deadlines.Kind kind) {
		this.loop.deadlines(kind).start(this, this.loop.now());
	}

	private void continueDeadline(Deadlines.Kind kind) {
		if (this.deadlines == null || this.deadlines.kind() != kind) {
			startDeadline(kind);
		}
	}

	void cancelDeadline() {
		Deadlines.cancel(this);
	}

	// What it consists of

	EventLoop loop() {
		return this.loop;
	}

	SocketChannel channel() {
		return this.channel;
	}

	WorkerLease lease() {
		return this.lease;
	}

	ReceivedOctets received() {
		return this.received;
	}

	DirectBuffers buffers() {
		return this.loop.buffers();
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	InetSocketAddress remoteAddress() {
		InetSocketAddress address = this.remoteAddress;
		if (address == null) {
			address = (InetSocketAddress) this.channel.socket().getRemoteSocketAddress();
			this.remoteAddress = address;
		}
		return address;
	}

	InetSocketAddress localAddress() {
		return (InetSocketAddress) this.channel.socket().getLocalSocketAddress();
	}

	@Nullable Object attachment() {
		return this.attachment;
	}

	void attach(@Nullable Object attachment) {
		this.attachment = attachment;
	}

}
