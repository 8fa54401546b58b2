package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.http1.SuspensionSlot.SuspensionListener;
import io.jhttp.server.http1.WorkerHandover.HandoverListener;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.ConnectionHandler;
import io.jhttp.server.net.Continuation;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EngineCounters;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that speaks HTTP/1: request after request, until the last one. What is
 * here happens on its loop; {@link WorkerHandover} lends the socket to workers.
 *
 * <pre>
 *                    ┌────────────────────────────── next request ◀───────────────┐
 *                    ▼                                                            │
 *  accepted ──▶ Input: HEAD ───▶ exchange ──▶ output pending? ──▶ unread content? ─┤
 *                    │          on the loop,  (until written)     Input: UNREAD   │
 *                    │          on a worker                                       │
 *                    │          or suspended                                      │
 *                    │ malformed                                                  │ last response
 *                    ▼                                                            ▼
 *               error response ──────────────────────▶ Input: LINGER ───────▶ closed
 * </pre>
 *
 * While output is pending nothing is read; while an exchange is suspended, only for its
 * content, and to learn that the client is gone.
 */
final class Http1Connection implements ConnectionHandler, Http1Input.Consumer, HandoverListener, SuspensionListener {

	private static final Logger logger = LoggerFactory.getLogger(Http1Connection.class);

	/** What follows the response that is given now. */
	private enum Ending {

		KEEP_ALIVE, CLOSE,

		/** More input may be on its way: a close at once would destroy the response. */
		LINGER

	}

	private final Connection connection;

	private final Http1Context context;

	private final LoopSide side;

	private final Http1Input input;

	private final WorkerHandover handover;

	private final SuspensionSlot suspensionSlot;

	private final UnreportedResponses unreported = new UnreportedResponses();

	private Ending ending = Ending.KEEP_ALIVE;

	/** There is input that has not been looked at: no more is read until its turn. */
	private boolean turnExpected;

	Http1Connection(Connection connection, Http1Context context) {
		this.connection = connection;
		this.context = context;
		this.side = new LoopSide(connection, context);
		this.input = new Http1Input(connection.loop(), context);
		this.handover = new WorkerHandover(connection, this);
		this.suspensionSlot = new SuspensionSlot(this.side, this);
	}

	private EventLoop loop() {
		return this.connection.loop();
	}

	private ReceivedBytes received() {
		return this.connection.received();
	}

	private EngineCounters counters() {
		return this.connection.counters();
	}

	// Events

	@Override
	public void onReady(int operations) {
		if (this.handover.isHeldByWorker() && this.handover.onReady(operations)) {
			return;
		}
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			if (this.connection.continueWriting()) {
				afterOutput();
			}
		}
		else if (this.connection.hasPendingOutput() && !this.suspensionSlot.isReading()) {
			// A client that does not take its responses gets no further requests in.
			this.connection.removeInterest(SelectionKey.OP_READ);
		}
		else if (!this.turnExpected) {
			onReadable();
		}
	}

	private void onReadable() {
		ByteBuffer bytes = this.connection.receive();
		if (bytes == null) {
			return;
		}
		ReceivedBytes received = received();
		if (this.suspensionSlot.isActive()) {
			this.suspensionSlot.receive(bytes);
		}
		else if (received.isEmpty()) {
			int length = bytes.remaining();
			byte[] scratch = loop().scratch();
			bytes.get(scratch, 0, length);
			process(scratch, 0, length);
		}
		else {
			received.append(bytes);
			processReceived();
		}
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		if (this.handover.isHeldByWorker()) {
			if (!this.handover.onTimeout()) {
				awaitNext();
			}
			return;
		}
		switch (kind) {
			case HEAD -> rejectLateHead();
			case BODY -> onLateContent();
			case WRITE -> {
				if (this.connection.continueWritingLate()) {
					afterOutput();
				}
			}
			default -> this.connection.close();
		}
	}

	/** The turn of a connection that had more input than it was allowed to use. */
	@Override
	public void onTurn() {
		this.turnExpected = false;
		boolean canContinue = this.connection.isOpen() && !this.handover.isHeldByWorker();
		if (canContinue && this.suspensionSlot.isActive()) {
			this.suspensionSlot.takeTurn();
		}
		else if (canContinue && !this.connection.hasPendingOutput() && !received().isEmpty()) {
			processReceived();
		}
	}

	@Override
	public boolean onEndOfInput() {
		return this.suspensionSlot.endOfInput();
	}

	@Override
	public boolean isIdle() {
		return !this.handover.isHeldByWorker() && !this.connection.hasPendingOutput() && received().isEmpty()
				&& !this.connection.transport().hasPartialRecord() && !this.handover.isWaiting()
				&& !this.suspensionSlot.isActive() && this.input.isAtHead() && this.ending == Ending.KEEP_ALIVE;
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
			this.suspensionSlot.tellOfStop();
		}
		else if (!this.connection.isIdleOnlyNow()) {
			this.connection.close();
		}
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		if (this.handover.onClose()) {
			// The rest waits until the worker has noticed it.
			return;
		}
		long unsent = this.connection.unsentBytes();
		SuspendedStream suspended = this.suspensionSlot.takeSuspended();
		if (suspended != null) {
			endExchange(suspended.stream());
		}
		this.unreported.onClose(unsent, reason);
		if (suspended != null) {
			suspended.gone();
			this.suspensionSlot.tellAll();
		}
		Http1Stream never = this.handover.takeWaiting();
		if (never != null) {
			endExchange(never);
			this.unreported.onClose(0, reason);
		}
		this.connection.release();
	}

	// Reading

	private void processReceived() {
		ReceivedBytes received = received();
		process(received.array(), received.position(), received.limit());
	}

	private void process(byte[] bytes, int from, int limit) {
		this.connection.openOutput();
		try {
			received().keep(bytes, this.input.process(bytes, from, limit, this), limit);
			loop().output().flush();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		proceed();
	}

	@Override
	public boolean canRead() {
		return !this.connection.hasPendingOutput() && !this.handover.isWaiting() && !this.suspensionSlot.isActive()
				&& this.connection.isOpen() && (this.ending == Ending.KEEP_ALIVE || this.input.isLingering());
	}

	@Override
	public void onRequest(Http1RequestHead head, long arrivedAt, boolean moreInput) {
		this.connection.cancelDeadline();
		this.side.countRequest();
		counters().requestArrived();
		Http1Stream stream = new Http1Stream(this.side, this.handover, this.suspensionSlot, head, arrivedAt);
		this.context.handler().onRequest(stream);
		Continuation<SuspendedStream> continuation = stream.next();
		if (continuation == null) {
			stream.lost(this.connection.takeLostBytes());
			endExchange(stream);
			decideEnding(stream, moreInput);
		}
		else if (continuation.isDispatch()) {
			stream.leaveLoop(false);
			this.handover.setWaiting(stream);
		}
		else {
			stream.leaveLoop(true);
			this.suspensionSlot.begin(stream.takeNext().requireSuspended());
		}
	}

	@Override
	public void onLostTrack() {
		this.ending = Ending.LINGER;
	}

	// Rejecting

	@Override
	public void onRejected(HeadReader.RejectedHead rejected) {
		reject((rejections) -> rejections.reject(rejected.problem(), rejected.rejection(), rejected.headOnly()));
	}

	@Override
	public void reject(HttpProblem problem) {
		reject((rejections) -> rejections.reject(problem, Rejection.NOTHING_CAME, false));
		proceed();
	}

	@FunctionalInterface
	private interface Response {

		void write(Rejections rejections) throws IOException;

	}

	private void reject(Response response) {
		try {
			response.write(new Rejections(this.connection, this.side, this.unreported));
			this.ending = Ending.LINGER;
		}
		catch (IOException ex) {
			this.connection.close(ex);
		}
	}

	private void rejectLateHead() {
		counters().countShed(ShedReason.SLOW_CLIENT);
		ReceivedBytes received = received();
		Rejection rejection = this.input.rejectLate(received.array(), received.position(), received.limit());
		HttpProblem problem = new HttpProblem(408, "The request head did not arrive in time.");
		reject((rejections) -> rejections.reject(problem, rejection, false));
		proceed();
	}

	// After an exchange

	/** The response of a stream is complete or aborted. */
	private void endExchange(Http1Stream stream) {
		stream.ensureEnded();
		this.unreported.reportWhenSent(stream);
		counters().requestEnded();
	}

	/** Not if a worker has released the lease: then the connection stays open. */
	private void decideEnding(Http1Stream stream, boolean moreInput) {
		if (stream.isAborted() && stream.endsWithConnection()) {
			closeByReset();
			return;
		}
		RequestBody body = stream.body();
		if (!stream.keepsConnection()) {
			// A client that wanted to go on may have sent more than has arrived here.
			boolean more = moreInput || !stream.isContentRead() || stream.head().isPersistent();
			if (more || this.ending == Ending.KEEP_ALIVE) {
				this.ending = more ? Ending.LINGER : Ending.CLOSE;
			}
		}
		else if (body != null && !body.isComplete()) {
			this.input.discardFirst(body.decoder());
		}
	}

	/**
	 * Ends a response that lasts until the connection closes, and cannot be completed:
	 * only a reset tells the client so. Complete responses before it have been flushed.
	 */
	private void closeByReset() {
		try {
			loop().output().flush();
			if (!this.connection.hasPendingOutput()) {
				this.unreported.sent();
			}
			this.connection.transport().reset();
		}
		catch (IOException ex) {
			logger.debug("A connection from {} ended early: {}", this.connection.remoteAddress(), ex.getMessage());
		}
		this.connection.close();
	}

	/** What was received has been looked at, or a response was written. */
	private void proceed() {
		if (!this.connection.isOpen()) {
			return;
		}
		if (this.connection.hasPendingOutput()) {
			this.connection.awaitWriting();
			return;
		}
		afterOutput();
	}

	/** Nothing is left to be written. */
	private void afterOutput() {
		this.unreported.sent();
		if (this.suspensionSlot.isActive()) {
			this.suspensionSlot.proceed();
		}
		else if (this.handover.isWaiting()) {
			this.handover.proceed();
		}
		else if (this.ending != Ending.KEEP_ALIVE && !this.input.isLingering()) {
			if (this.ending == Ending.LINGER || this.connection.discardArrived()) {
				linger();
			}
			else {
				this.connection.close();
			}
		}
		else {
			awaitNext();
		}
	}

	/** RFC 9112, section 9.6: a reset must not overtake the last response. */
	private void linger() {
		this.input.linger();
		received().clear();
		try {
			this.connection.transport().shutdownOutput();
		}
		catch (IOException ex) {
			this.connection.close(ex);
			return;
		}
		awaitNext();
	}

	/** Waits for what comes next. */
	private void awaitNext() {
		if (endsHere()) {
			this.connection.close();
			return;
		}
		this.connection.addInterest(SelectionKey.OP_READ);
		boolean begun = hasBegunHead();
		if (!this.input.isAtHead()) {
			this.connection.continueDeadline(this.input.isLingering() ? DeadlineKind.LINGER : DeadlineKind.BODY);
		}
		else if (begun || this.input.hasReceived()) {
			this.connection.continueDeadline(begun ? DeadlineKind.HEAD : DeadlineKind.IDLE);
			return;
		}
		else {
			this.connection.startDeadline(DeadlineKind.IDLE);
		}
		if (!received().isEmpty() && !this.turnExpected) {
			this.turnExpected = true;
			this.connection.expectTurn();
		}
	}

	private boolean hasBegunHead() {
		return this.input.hasReceived() ? this.input.hasBegun()
				: received().isEmpty() && this.connection.transport().hasPartialRecord();
	}

	/** The client has said that nothing follows, and no complete request is left. */
	private boolean endsHere() {
		return this.connection.transport().isAtEnd() && (!this.input.isAtHead() || this.input.hasReceived()
				|| this.handover.isWaiting() || received().isEmpty());
	}

	// Exchanges on workers

	@Override
	public void onLateContent() {
		HttpProblem problem = RequestRules.contentTooLate();
		Http1Stream late = this.handover.takeWaiting();
		if (late != null) {
			onUnserved(late, problem, ShedReason.SLOW_CLIENT);
		}
		else if (this.suspensionSlot.contentIsLate(problem)) {
			counters().countShed(ShedReason.SLOW_CLIENT);
		}
		else {
			this.connection.close();
		}
	}

	@Override
	public void onUnserved(Http1Stream stream, HttpProblem problem, ShedReason reason) {
		counters().countShed(reason);
		endExchange(stream);
		if (stream.isResponseBegun()) {
			this.connection.close();
			return;
		}
		reject((rejections) -> rejections.reject(problem, stream));
		proceed();
	}

	@Override
	public void onReturned(Http1Stream stream) {
		endExchange(stream);
		if (this.connection.isOpen()) {
			decideEnding(stream, !received().isEmpty());
			proceed();
		}
		else {
			releaseLate();
		}
	}

	@Override
	public void onAbandoned(Http1Stream stream, IOException reason) {
		endExchange(stream);
		this.connection.close(reason);
	}

	/** The connection was closed while a worker had it. */
	private void releaseLate() {
		this.unreported.onClose(this.connection.unsentBytes(), null);
		this.connection.release();
	}

	// Suspended exchanges

	@Override
	public void onSuspended(Http1Stream stream) {
		SuspendedStream begins = stream.takeNext().requireSuspended();
		if (this.connection.isOpen() && !stream.isAborted()) {
			this.suspensionSlot.begin(begins);
			proceed();
			return;
		}
		endExchange(stream);
		begins.gone();
		if (this.connection.isOpen()) {
			this.connection.close();
		}
		else {
			releaseLate();
		}
	}

	@Override
	public void onCompleted(Http1Stream stream) {
		endExchange(stream);
		decideEnding(stream, !received().isEmpty());
		proceed();
	}

	@Override
	public void onResumed(Http1Stream stream) {
		this.handover.lend(stream);
	}

}
