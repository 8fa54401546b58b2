package io.jhttp.server.http1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import javax.net.ssl.SSLSession;

import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.ConnectionHandler;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EngineCounters;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.PendingOutput;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that speaks HTTP/1: request after request, until the last one. Exactly one
 * thread owns it at any time, its loop or the worker that has the {@link WorkerLease}.
 *
 * <pre>
 *                    ┌────────────────────────────── next request ◀───────────────┐
 *                    ▼                                                            │
 *  accepted ──▶ Reading.HEAD ──▶ exchange ──▶ output pending? ──▶ unread content? ─┤
 *                    │          (loop, worker  (until written)    Reading.DISCARD │
 *                    │ malformed or suspended)                                    │ last response
 *                    ▼                                                            ▼
 *               error response ──────────────────────▶ Reading.LINGER ──────▶ closed
 * </pre>
 *
 * While output is pending nothing is read; while an exchange is suspended, only to learn
 * that the client is gone.
 */
final class Http1Connection implements ConnectionHandler, StreamConnection, ContentSource {

	private static final Logger logger = LoggerFactory.getLogger(Http1Connection.class);

	/** Content that is read and dropped to keep a connection; more, and it closes. */
	static final long MAX_DISCARDED = 64 * 1024;

	/** As much content is read before a worker is asked for. */
	private static final int GATHERED_CONTENT = 16 * 1024;

	/** As much input is kept of a client whose request waits for a worker. */
	private static final int MAX_KEPT_INPUT = 64 * 1024;

	private enum Reading {

		HEAD, DISCARD, LINGER

	}

	/**
	 * <pre>
	 *  KEEP_ALIVE ──▶ CLOSE ──▶ DRAIN_AND_CLOSE: more input may be on its way, and closing
	 *                                            at once would destroy the last response
	 * </pre>
	 */
	private enum Ending {

		KEEP_ALIVE, CLOSE, DRAIN_AND_CLOSE

	}

	private final Connection connection;

	private final Http1Context context;

	private final WorkerLease lease;

	private final UnreportedResponses unreported = new UnreportedResponses();

	private Reading reading = Reading.HEAD;

	private Ending ending = Ending.KEEP_ALIVE;

	/** The parser of a head that is not complete yet. */
	private @Nullable RequestHeadParser begun;

	/** What is left of the content of an answered request. */
	private @Nullable BodyDecoder unread;

	private long discardable;

	/** Dispatched, and waits for its content, or until earlier responses are written. */
	private @Nullable Http1Stream waiting;

	/** Handed to a worker, which may not have begun yet. */
	private @Nullable Http1Stream lent;

	private @Nullable SuspendedStream suspended;

	/** Of the suspended exchange, told once. */
	private @Nullable Runnable readableTask;

	private @Nullable Runnable writableTask;

	private volatile @Nullable ClientWatch watch;

	/** There is input that has not been looked at: no more is read until its turn. */
	private boolean turnExpected;

	private int requests;

	private long arrivedAt;

	/** Since when content is gathered, or {@link #NOT_GATHERING}. */
	private long gatheringSince = NOT_GATHERING;

	private static final long NOT_GATHERING = Long.MIN_VALUE;

	private long lentAt;

	/** The client of a suspended exchange that was upgraded has ended its side. */
	private boolean inputEnded;

	private @Nullable Object attachment;

	Http1Connection(Connection connection, Http1Context context) {
		this.connection = connection;
		this.context = context;
		this.lease = new WorkerLease(connection);
	}

	EventLoop loop() {
		return this.connection.loop();
	}

	private EngineCounters counters() {
		return loop().counters();
	}

	private EngineOptions engineOptions() {
		return loop().options();
	}

	Http1Options options() {
		return this.context.options();
	}

	ResponseHeadEncoder encoder() {
		return this.context.encoder();
	}

	boolean hasPendingOutput() {
		return this.connection.hasPendingOutput();
	}

	void close(IOException reason) {
		this.connection.close(reason);
	}

	// Events

	@Override
	public void onReady(int operations) {
		if (this.lease.isWorkers() && isWorkersConcern(operations)) {
			return;
		}
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			onWritable();
		}
		else if (this.connection.hasPendingOutput()) {
			// A client that does not take its responses gets no further requests in.
			this.connection.ignore(SelectionKey.OP_READ);
		}
		else if (!this.turnExpected) {
			onReadable();
		}
	}

	/**
	 * @return false if the worker has just given the connection back
	 */
	private boolean isWorkersConcern(int operations) {
		if (this.lease.isAwaited() && this.lease.onReady(operations)) {
			return true;
		}
		if (isSeenByWatch(operations) || isSeenWhileQueued(operations)) {
			return true;
		}
		if (this.lease.requestNotification()) {
			// Input that arrives while a worker is busy stays ready, and would spin.
			this.connection.ignore(operations);
			return true;
		}
		return false;
	}

	/** Whether something wants to know what a client does while a worker is busy. */
	private boolean isSeenByWatch(int operations) {
		ClientWatch current = this.watch;
		return current != null && (operations & SelectionKey.OP_READ) != 0 && current.look();
	}

	/** A request that waits for a worker is given up if its client has gone. */
	private boolean isSeenWhileQueued(int operations) {
		Http1Stream queued = this.lent;
		if (queued == null || !queued.isQueued() || (operations & SelectionKey.OP_READ) == 0
				|| received().remaining() >= MAX_KEPT_INPUT) {
			return false;
		}
		IOException[] reset = new IOException[1];
		boolean[] ended = new boolean[1];
		boolean inspected = queued.inspectQueued(() -> {
			ByteBuffer input = loop().input().clear();
			try {
				ended[0] = this.connection.transport().read(input) < 0;
				received().append(input.flip());
			}
			catch (IOException ex) {
				reset[0] = ex;
			}
			return reset[0] != null;
		});
		if (reset[0] != null) {
			abandon(queued, reset[0]);
		}
		// A client that has only ended its sending side is still answered.
		return inspected && !ended[0];
	}

	/** No worker has begun, and none is to. */
	private void abandon(Http1Stream queued, IOException reason) {
		this.lent = null;
		NextStep step = queued.takeNext();
		step.leave(loop().workers());
		this.lease.takeBack();
		counters().requestStarted();
		counters().requestEnded();
		counters().countShed(ShedReason.CLIENT_GONE);
		reportLater(queued);
		this.connection.close(reason);
	}

	private void onReadable() {
		ByteBuffer input = loop().input().clear();
		try {
			int count = this.connection.transport().read(input);
			if (count < 0) {
				onEndOfInput();
				return;
			}
			if (count == 0 && !this.connection.transport().hasPartialRecord()
					&& !this.connection.transport().isAtEnd()) {
				// Nothing came, and so nothing begins anew, such as a time of idleness.
				return;
			}
			input.flip();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		ReceivedBytes received = received();
		if (this.suspended != null) {
			// More input must not grow without bound: what this has is all for now.
			received.append(input);
			if (!received.isEmpty()) {
				this.connection.ignore(SelectionKey.OP_READ);
				tellReadable();
			}
		}
		else if (received.isEmpty()) {
			int length = input.remaining();
			byte[] bytes = loop().scratch();
			input.get(bytes, 0, length);
			process(bytes, 0, length);
		}
		else {
			received.append(input);
			processReceived();
		}
	}

	private void onEndOfInput() {
		if (this.suspended != null && this.suspended.stream().isUpgraded()) {
			this.inputEnded = true;
			this.connection.ignore(SelectionKey.OP_READ);
			this.connection.cancelDeadline();
			tellReadable();
		}
		else {
			this.connection.close();
		}
	}

	/** Whether nothing follows what has been received. */
	private boolean isInputAtEnd() {
		return this.inputEnded || this.connection.transport().isAtEnd();
	}

	private void onWritable() {
		try {
			this.connection.writePending(loop().output().scratch());
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		if (!this.connection.hasPendingOutput()) {
			this.connection.ignore(SelectionKey.OP_WRITE);
			afterOutput();
		}
		else if (this.connection.pendingOutput().isTooSlow(loop().now(), engineOptions())) {
			counters().countShed(ShedReason.SLOW_CLIENT);
			this.connection.close();
		}
		else {
			this.connection.startDeadline(DeadlineKind.WRITE);
		}
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		if (this.lease.isWorkers()) {
			if (this.lease.isAwaited()) {
				this.lease.onTimeout();
				return;
			}
			if (this.lease.requestNotification()) {
				return;
			}
			settle();
			return;
		}
		switch (kind) {
			case HEAD -> {
				counters().countShed(ShedReason.SLOW_CLIENT);
				rejectLateHead();
				afterTurn();
			}
			case BODY -> contentIsLate();
			case WRITE -> {
				if (!continuesAfterTimeout()) {
					this.connection.close();
				}
			}
			default -> this.connection.close();
		}
	}

	/**
	 * The socket was not ready for a whole timeout. That alone does not mean that nothing
	 * was taken: systems report it only when a good part of their buffer is free.
	 * @return whether the client took something after all, or is gone
	 */
	private boolean continuesAfterTimeout() {
		if (!this.connection.hasPendingOutput()) {
			return false;
		}
		PendingOutput output = this.connection.pendingOutput();
		long before = output.written();
		onWritable();
		if (this.connection.hasPendingOutput() && this.connection.pendingOutput() == output
				&& output.written() == before) {
			counters().countShed(ShedReason.SLOW_CLIENT);
			return false;
		}
		return true;
	}

	/** The turn of a connection that had more input than it was allowed to use. */
	@Override
	public void onTurn() {
		this.turnExpected = false;
		boolean canContinue = this.connection.isOpen() && !this.lease.isWorkers()
				&& !this.connection.hasPendingOutput();
		if (canContinue && !received().isEmpty()) {
			processReceived();
		}
	}

	@Override
	public boolean isIdle() {
		return !this.lease.isWorkers() && !this.connection.hasPendingOutput() && received().isEmpty()
				&& !this.connection.transport().hasPartialRecord() && this.waiting == null && this.suspended == null
				&& this.reading == Reading.HEAD && this.ending == Ending.KEEP_ALIVE;
	}

	/**
	 * A request that has arrived since the selection is still answered, and so is one
	 * that follows what has begun.
	 */
	@Override
	public void drain() {
		if (isIdle()) {
			onReadable();
		}
		if (!isIdle()) {
			tellOfStop();
		}
		else if (!this.connection.isIdleOnlyNow()) {
			this.connection.close();
		}
	}

	/** An exchange may never end if it does not learn that the server is stopping. */
	private void tellOfStop() {
		if (this.suspended != null && loop().isDraining()) {
			this.suspended.stop();
		}
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		if (this.lease.isWorkers() && this.lease.requestNotification()) {
			closeUnderWorker(reason);
			return;
		}
		long unsent = this.connection.unsentBytes();
		SuspendedStream cut = this.suspended;
		Http1Stream never = this.waiting;
		if (cut != null) {
			this.suspended = null;
			counters().requestEnded();
			cut.stream().endOnLoop();
			reportLater(cut.stream());
		}
		this.unreported.cut(unsent, reason);
		if (cut != null) {
			cut.gone();
			tellReadable();
			tellWritable();
		}
		if (never != null) {
			this.waiting = null;
			counters().requestEnded();
			never.endOnLoop();
			reportLater(never);
			this.unreported.cut(0, reason);
		}
		this.connection.release();
	}

	/** The worker that has the connection learns of it, and the rest waits for it. */
	private void closeUnderWorker(@Nullable IOException reason) {
		this.lease.onClose();
		ClientWatch current = this.watch;
		if (current != null) {
			current.onClose();
		}
	}

	// Reading

	private void processReceived() {
		ReceivedBytes received = received();
		process(received.array(), received.position(), received.limit());
	}

	/** Looks at bytes until they are used up, or something else has to happen first. */
	private void process(byte[] bytes, int from, int limit) {
		int at = from;
		loop().output().open(this.connection);
		try {
			for (int heads = 0; at < limit && canRead();) {
				if (this.reading == Reading.HEAD) {
					if (heads == engineOptions().connectionLimits().pipeliningDepth()) {
						break;
					}
					if (heads < 2) {
						// Pipelined requests may have been sent after the turn began.
						this.arrivedAt = (heads == 0) ? loop().turnBegan() : System.nanoTime();
					}
					heads++;
					int next = serve(bytes, at, limit);
					if (next < 0) {
						break;
					}
					at = next;
				}
				else {
					at = (this.reading == Reading.DISCARD) ? discard(bytes, at, limit) : limit;
				}
			}
			received().keep(bytes, at, limit);
			loop().output().flush();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		afterTurn();
	}

	private boolean canRead() {
		return !this.connection.hasPendingOutput() && this.waiting == null && this.suspended == null
				&& this.connection.isOpen() && (this.ending == Ending.KEEP_ALIVE || this.reading == Reading.LINGER);
	}

	/**
	 * Answers the request that begins at a position, or hands it on.
	 * @return the position behind its head, or -1 if the head is not complete
	 */
	private int serve(byte[] bytes, int at, int limit) {
		RequestHeadParser parser = (this.begun != null) ? this.begun : this.context.takeParser();
		this.begun = null;
		Http1RequestHead head;
		try {
			if (!parser.parse(bytes, at, limit)) {
				this.begun = parser;
				return -1;
			}
			head = requireAcceptableContent(parser.head());
		}
		catch (HttpProblem ex) {
			refuse(ex, Rejection.of(parser, bytes, at, limit), parser.isForHead(bytes, at));
			this.context.giveBack(parser);
			return limit;
		}
		int next = at + parser.length();
		this.context.giveBack(parser);
		this.connection.cancelDeadline();
		this.requests++;
		counters().requestArrived();
		Http1Stream stream = new Http1Stream(this, head, this.arrivedAt);
		this.context.handler().onRequest(stream);
		NextStep step = stream.next();
		if (step == null) {
			stream.endOnLoop();
			lostOnLoop(stream);
			reportLater(stream);
			ended(stream, next < limit);
		}
		else if (step.suspended() != null) {
			stream.leaveLoop(true);
			this.suspended = stream.takeNext().suspended();
		}
		else {
			stream.leaveLoop(false);
			this.waiting = stream;
		}
		return next;
	}

	/** Tells how the response ends once it has left, if anybody listens. */
	private void reportLater(Http1Stream stream) {
		if (stream.outcomeReport() != null) {
			this.unreported.add(stream);
		}
		else {
			stream.report(0, null);
		}
	}

	/** What the stream wrote on the loop may have been lost with the client. */
	private void lostOnLoop(Http1Stream stream) {
		OutcomeReport report = stream.outcomeReport();
		if (report != null) {
			report.lost(loop().output().takeLost(this.connection));
		}
	}

	private Http1RequestHead requireAcceptableContent(@Nullable Http1RequestHead head) {
		if (head == null) {
			throw new IllegalStateException("The head is not complete");
		}
		long max = options().maxContent();
		if (head.contentLength() > max) {
			throw new HttpProblem(413, "The request content is larger than " + max + " bytes.");
		}
		return head;
	}

	/**
	 * Whether the connection stays open after the response, as far as it is concerned.
	 */
	boolean mayStayOpen() {
		return !loop().isDraining() && this.requests < engineOptions().connectionLimits().requestsPerConnection();
	}

	private int discard(byte[] bytes, int from, int limit) {
		BodyDecoder decoder = this.unread;
		int at = from;
		try {
			while (decoder != null && at < limit) {
				at = decoder.skipFraming(bytes, at, limit);
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
					this.ending = Ending.DRAIN_AND_CLOSE;
					return limit;
				}
			}
		}
		catch (HttpProblem ex) {
			// The response has left: all that can be said is that nothing more follows.
			this.ending = Ending.DRAIN_AND_CLOSE;
			return limit;
		}
		return at;
	}

	// Rejecting

	/** Answers what is no request, and closes: nobody knows where the next one begins. */
	private void refuse(HttpProblem problem, Rejection rejection, boolean headOnly) {
		logger.debug("Refused a request with {}: {}", problem.status(), problem.detail());
		counters().requestRefused();
		loop().output().open(this.connection);
		if (this.context.handler().isListening()) {
			long length = this.context.errorResponses().contentLength(problem, headOnly);
			OutcomeReport report = new OutcomeReport(engineOptions().clock(), (outcome) -> this.context.handler()
				.onRejected(rejection.request(this, problem.status(), length), outcome));
			this.unreported.add(report::end);
		}
		writeRefusal(problem, headOnly);
	}

	/** Answers in place of a handler that has had no thread to run on. */
	private void refuse(HttpProblem problem, Http1Stream stream) {
		counters().requestRefused();
		loop().output().open(this.connection);
		OutcomeReport report = stream.outcomeReport();
		if (report != null) {
			report.rejected(problem.status(),
					this.context.errorResponses().contentLength(problem, stream.head().methodIs("HEAD")));
		}
		stream.endOnLoop();
		reportLater(stream);
		writeRefusal(problem, stream.head().methodIs("HEAD"));
	}

	private void writeRefusal(HttpProblem problem, boolean headOnly) {
		try {
			this.context.errorResponses().write(problem, headOnly);
			loop().output().flush();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		this.ending = Ending.DRAIN_AND_CLOSE;
	}

	@Override
	public void reject(HttpProblem problem) {
		refuse(problem, Rejection.NOTHING_CAME, false);
		afterTurn();
	}

	private void rejectLateHead() {
		RequestHeadParser late = this.begun;
		HttpProblem problem = new HttpProblem(408, "The request head did not arrive in time.");
		if (late == null) {
			// All that has come is a part of a record.
			refuse(problem, Rejection.NOTHING_CAME, false);
			return;
		}
		this.begun = null;
		ReceivedBytes received = received();
		refuse(problem, Rejection.of(late, received.array(), received.position(), received.limit()), false);
	}

	// After an exchange

	private void ended(Http1Stream stream, boolean moreInput) {
		counters().requestEnded();
		if (stream.isAborted() && stream.endsWithConnection()) {
			reset();
			return;
		}
		if (!stream.keepsConnection()) {
			// A client that wanted to go on may have sent more than has arrived here.
			boolean more = moreInput || stream.hasUnreadContent() || stream.head().isPersistent();
			if (more || this.ending == Ending.KEEP_ALIVE) {
				this.ending = more ? Ending.DRAIN_AND_CLOSE : Ending.CLOSE;
			}
		}
		else if (stream.hasUnreadContent() && stream.body() != null) {
			this.unread = stream.body().decoder();
			this.discardable = MAX_DISCARDED;
			this.reading = Reading.DISCARD;
		}
	}

	/**
	 * Ends a response that lasts until the connection closes, and cannot be finished:
	 * only a reset tells the client so. Complete responses before it have been flushed.
	 */
	private void reset() {
		try {
			loop().output().flush();
			if (!this.connection.hasPendingOutput()) {
				this.unreported.sent();
			}
			this.connection.transport().reset();
		}
		catch (IOException ex) {
			logger.debug("A connection from {} ended early: {}", remoteAddress(), ex.getMessage());
		}
		this.connection.close();
	}

	private void afterTurn() {
		if (!this.connection.isOpen()) {
			return;
		}
		if (this.connection.hasPendingOutput()) {
			awaitOutput();
			return;
		}
		afterOutput();
	}

	private void awaitOutput() {
		this.connection.await(SelectionKey.OP_WRITE);
		this.connection.startDeadline(DeadlineKind.WRITE);
	}

	private void afterOutput() {
		this.unreported.sent();
		if (this.suspended != null) {
			continueSuspension(this.suspended);
		}
		else if (this.waiting != null) {
			if (isContentGathered(this.waiting)) {
				lendToWorker(this.waiting);
			}
			else {
				gatherContent();
			}
		}
		else if (this.ending != Ending.KEEP_ALIVE && this.reading != Reading.LINGER) {
			if (this.ending == Ending.DRAIN_AND_CLOSE || this.connection.discardArrived()) {
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

	/** RFC 9112, section 9.6: a reset must not overtake the last response. */
	private void linger() {
		this.reading = Reading.LINGER;
		received().clear();
		try {
			this.connection.transport().shutdownOutput();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		settle();
	}

	/** Waits for what comes next. */
	private void settle() {
		if (endsHere()) {
			this.connection.close();
			return;
		}
		this.connection.await(SelectionKey.OP_READ);
		switch (this.reading) {
			case LINGER -> this.connection.continueDeadline(DeadlineKind.LINGER);
			case DISCARD -> this.connection.continueDeadline(DeadlineKind.BODY);
			case HEAD -> {
				boolean headBegun = (this.begun != null) ? this.begun.hasBegun()
						: received().isEmpty() && this.connection.transport().hasPartialRecord();
				if (this.begun != null || headBegun) {
					this.connection.continueDeadline(headBegun ? DeadlineKind.HEAD : DeadlineKind.IDLE);
					return;
				}
				this.connection.startDeadline(DeadlineKind.IDLE);
			}
		}
		if (!received().isEmpty() && !this.turnExpected) {
			this.turnExpected = true;
			this.connection.expectTurn();
		}
	}

	/** The client has said that nothing follows, and no complete request is left. */
	private boolean endsHere() {
		return this.connection.transport().isAtEnd()
				&& (this.reading != Reading.HEAD || this.begun != null || this.waiting != null || received().isEmpty());
	}

	// Suspended exchanges

	boolean isSuspended(SuspendedStream candidate) {
		return this.suspended == candidate;
	}

	LoopOutput openOutput() {
		loop().output().open(this.connection);
		return loop().output();
	}

	/** On the worker: it has returned, and its exchange goes on without a thread. */
	void suspend(Http1Stream stream) {
		loop().execute(() -> suspended(stream));
	}

	private void suspended(Http1Stream stream) {
		this.lent = null;
		this.lease.takeBack();
		SuspendedStream begins = stream.takeNext().suspended();
		if (begins == null) {
			throw new IllegalStateException("The exchange is not suspended");
		}
		if (!this.connection.isOpen() || stream.isAborted()) {
			counters().requestEnded();
			stream.endOnLoop();
			reportLater(stream);
			begins.gone();
			if (this.connection.isOpen()) {
				this.connection.close();
			}
			else {
				releaseLate();
			}
			return;
		}
		this.suspended = begins;
		tellOfStop();
		afterTurn();
	}

	/** Nothing is to be written: there is, or there will be, another step. */
	private void continueSuspension(SuspendedStream continues) {
		this.connection.cancelDeadline();
		if (received().isEmpty()) {
			if (!isInputAtEnd()) {
				this.connection.await(SelectionKey.OP_READ);
			}
			else if (!continues.stream().isUpgraded()) {
				// No selector tells it: the notice came with the request.
				this.connection.close();
				return;
			}
		}
		tellWritable();
		continues.take();
	}

	/** After some steps the exchange is still suspended. */
	void afterSteps() {
		if (this.connection.hasPendingOutput()) {
			awaitOutput();
		}
	}

	void endSuspended(Http1Stream stream) {
		this.suspended = null;
		stream.endOnLoop();
		reportLater(stream);
		ended(stream, !received().isEmpty());
		afterTurn();
	}

	void resumeSuspended(Http1Stream stream) {
		this.suspended = null;
		stream.leaveLoop(false);
		lendToWorker(stream);
	}

	/** On the loop: the suspended exchange waits for content. */
	void awaitReadable(Runnable task) {
		this.readableTask = task;
		SuspendedStream current = this.suspended;
		RequestBody body = (current != null) ? current.stream().body() : null;
		if (body == null || body.isReadable(received()) || isInputAtEnd()) {
			loop().execute(this::tellReadable);
		}
		else {
			this.connection.await(SelectionKey.OP_READ);
			this.connection.startDeadline(DeadlineKind.BODY);
		}
	}

	/** On the loop: the suspended exchange waits for room. */
	void awaitWritable(Runnable task) {
		this.writableTask = task;
		if (!this.connection.hasPendingOutput()) {
			loop().execute(this::tellWritable);
		}
	}

	private void tellReadable() {
		Runnable task = this.readableTask;
		if (task != null) {
			this.readableTask = null;
			task.run();
		}
	}

	private void tellWritable() {
		Runnable task = this.writableTask;
		if (task != null) {
			this.writableTask = null;
			task.run();
		}
	}

	@Override
	public ReceivedBytes received() {
		return this.connection.received();
	}

	/** The loop receives by itself. */
	@Override
	public int read(byte[] target, int offset, int length) {
		return fill();
	}

	@Override
	public int fill() {
		return isInputAtEnd() ? -1 : 0;
	}

	// Workers

	/** Content that arrives slowly costs no worker until there is enough of it. */
	private boolean isContentGathered(Http1Stream stream) {
		return received().remaining() >= Math.min(stream.expectedContent(), GATHERED_CONTENT);
	}

	private void gatherContent() {
		EngineOptions options = engineOptions();
		long now = loop().now();
		if (this.gatheringSince == NOT_GATHERING) {
			this.gatheringSince = now;
		}
		if (Pace.isTooSlow(options.pace().content(), received().remaining(), now - this.gatheringSince,
				options.timeouts().body().toNanos())) {
			contentIsLate();
			return;
		}
		if (this.connection.transport().isAtEnd()) {
			this.connection.close();
			return;
		}
		this.connection.await(SelectionKey.OP_READ);
		this.connection.startDeadline(DeadlineKind.BODY);
	}

	private void contentIsLate() {
		HttpProblem problem = new HttpProblem(408, "The request content did not arrive in time.");
		Http1Stream late = this.waiting;
		SuspendedStream reads = this.suspended;
		if (late != null) {
			this.waiting = null;
			counters().requestEnded();
			counters().countShed(ShedReason.SLOW_CLIENT);
			refuse(problem, late);
			afterTurn();
		}
		else if (reads != null && reads.stream().body() != null) {
			counters().countShed(ShedReason.SLOW_CLIENT);
			reads.stream().body().tooLate(problem);
			tellReadable();
		}
		else {
			this.connection.close();
		}
	}

	private void lendToWorker(Http1Stream stream) {
		this.waiting = null;
		this.gatheringSince = NOT_GATHERING;
		this.lentAt = loop().now();
		this.connection.startDeadline(DeadlineKind.IDLE);
		// It may look away because of input before this: a quiet return would not tell.
		this.connection.await(SelectionKey.OP_READ);
		NextStep step = stream.next();
		this.lent = stream;
		stream.lend(this.lease.lend());
		counters().requestQueued();
		Workers workers = loop().workers();
		boolean entered = step != null && step.enter(workers);
		if (entered) {
			step.queued();
		}
		if (entered && Workers.tryExecute(step.executor(workers), stream)) {
			return;
		}
		if (entered) {
			step.leave(workers);
		}
		this.lent = null;
		this.lease.takeBack();
		counters().requestStarted();
		counters().requestEnded();
		counters().countShed(ShedReason.WORKERS_BUSY);
		if (stream.isResponseBegun()) {
			stream.endOnLoop();
			reportLater(stream);
			this.connection.close();
			return;
		}
		refuse(new HttpProblem(503, "All workers are busy."), stream);
		afterTurn();
	}

	/** On the worker: it begins. */
	void started(NextStep step) {
		if (step.takeQueued()) {
			counters().requestStarted();
		}
	}

	/** On the worker: its response is complete, or given up. */
	void handBack(Http1Stream stream) {
		this.lent = null;
		received().releaseIfEmpty();
		boolean quiet = stream.keepsConnection() && !stream.hasUnreadContent() && !this.connection.hasPendingOutput()
				&& received().isEmpty() && !this.connection.transport().isAtEnd()
				&& !this.connection.transport().hasPartialRecord() && !loop().isIdleDeadlineStale(this.lentAt);
		if (quiet) {
			stream.report(0, null);
			if (this.lease.tryRelease()) {
				counters().requestEnded();
				return;
			}
		}
		loop().execute(() -> takeBack(stream));
	}

	private void takeBack(Http1Stream stream) {
		this.lent = null;
		this.lease.takeBack();
		reportLater(stream);
		if (this.connection.isOpen()) {
			ended(stream, !received().isEmpty());
			afterTurn();
		}
		else {
			counters().requestEnded();
			releaseLate();
		}
	}

	/** The connection was closed while a worker had it. */
	private void releaseLate() {
		this.unreported.cut(this.connection.unsentBytes(), null);
		this.connection.release();
	}

	/** On the worker, which does not read from now on. */
	void watch(Runnable onGone) {
		ClientWatch begins = new ClientWatch(this.connection, this.lease, onGone);
		this.watch = begins;
		if (this.lease.mustNotify() || this.connection.transport().isAtEnd()) {
			loop().execute(() -> lookAgain(begins));
		}
	}

	/** Something has made the loop look away, or the connection was closed meanwhile. */
	private void lookAgain(ClientWatch begins) {
		if (!this.connection.isOpen() || this.connection.transport().isAtEnd()) {
			begins.onClose();
		}
		else if (this.watch == begins) {
			this.connection.await(SelectionKey.OP_READ);
		}
	}

	/** On the worker: whatever came meanwhile is where the next exchange looks for it. */
	void endWatch() {
		ClientWatch current = this.watch;
		if (current != null) {
			current.end();
			this.watch = null;
		}
	}

	// The connection, for handlers

	@Override
	public InetSocketAddress peerAddress() {
		return this.connection.peerAddress();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.connection.remoteAddress();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.connection.localAddress();
	}

	@Override
	public @Nullable SSLSession tlsSession() {
		return this.connection.transport().session();
	}

	@Override
	public @Nullable Object attachment() {
		return this.attachment;
	}

	@Override
	public void attach(@Nullable Object attachment) {
		this.attachment = attachment;
	}

	@Override
	public void onEnd(Runnable task) {
		this.connection.onEnd(task);
	}

}
