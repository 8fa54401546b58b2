package io.jhttp.server.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSession;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.ConnectionHandler;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Timeouts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that speaks HTTP/2: its loop reads and writes for all of its streams.
 *
 * <pre>
 *         settings         stop, or enough requests      the client has seen it, or time is up
 *   NEW ──────────▶ OPEN ──────────────────────────▶ WARNED ──────────────▶ LEAVING
 *                     │                          (GOAWAY, any stream)   (GOAWAY, last stream)
 *                     │ an error, or idle for too long                         │ no stream is left
 *                     ▼              all has left                              ▼
 *                  CLOSING (GOAWAY) ──────────────▶ LINGERING ──────────────▶ closed
 * </pre>
 *
 * While output is pending nothing is read: a client that does not take its responses gets
 * no further frames in.
 */
final class Http2Connection implements ConnectionHandler {

	private static final Logger logger = LoggerFactory.getLogger(Http2Connection.class);

	private static final long NEVER = Long.MIN_VALUE;

	private static final byte[] PING = new byte[8];

	/** RFC 9113, section 6.8: streams may be under way that are not known here yet. */
	private static final int ANY_STREAM = Integer.MAX_VALUE;

	/** How long a client has to see that no streams may follow, unless it says so. */
	private static final long WARNING = TimeUnit.MILLISECONDS.toNanos(100);

	/** Frames that are looked at before other connections have their turn. */
	private static final int FRAMES = 256;

	private enum Life {

		NEW, OPEN, WARNED, LEAVING, CLOSING, LINGERING

	}

	private final Connection connection;

	private final FrameWriter writer;

	private final FrameReader reader;

	private final ConnectionStreams streams;

	private final ClientFrames frames;

	private Life life = Life.NEW;

	/** How much of the client's preface has come. */
	private int prefaced;

	/** When the settings of the server were sent, or the client was warned. */
	private long since;

	/** When the client was last heard of. */
	private long heardAt;

	/** When a frame began that is not complete, or {@link #NEVER}. */
	private long frameBegan = NEVER;

	/** When the client was pinged, as it was silent, or {@link #NEVER}. */
	private long pingedAt = NEVER;

	private int pongs;

	private boolean turnExpected;

	/** Whether frames are left that others have to be let before. */
	private boolean interrupted;

	private boolean released;

	Http2Connection(Connection connection, Http2Context context) {
		this.connection = connection;
		this.writer = new FrameWriter(connection, context);
		this.reader = new FrameReader(context.maxHeaderBlock());
		this.streams = new ConnectionStreams(connection, context, this.writer, this::onTouched);
		this.frames = new ClientFrames(this.streams, context.options());
	}

	private EventLoop loop() {
		return this.connection.loop();
	}

	private Timeouts timeouts() {
		return loop().options().timeouts();
	}

	// Events

	@Override
	public void onReady(int operations) {
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			if (this.connection.continueWriting()) {
				turn(this::readReceived);
			}
		}
		else if (this.connection.hasPendingOutput() || this.interrupted) {
			this.connection.removeInterest(SelectionKey.OP_READ);
		}
		else {
			onReadable();
		}
	}

	private void onReadable() {
		if (this.life == Life.NEW) {
			// The server need not wait for the client.
			turn(() -> {
			});
		}
		ByteBuffer input = this.connection.isOpen() ? this.connection.receive() : null;
		if (input == null) {
			return;
		}
		this.heardAt = loop().now();
		ReceivedBytes received = this.connection.received();
		if (received.isEmpty()) {
			int length = input.remaining();
			byte[] scratch = loop().scratch();
			input.get(scratch, 0, length);
			turn(() -> received.keep(scratch, read(scratch, 0, length), length));
		}
		else {
			received.append(input);
			turn(this::readReceived);
		}
	}

	@Override
	public void onTurn() {
		this.turnExpected = false;
		if (this.connection.isOpen()) {
			turn(this::readReceived);
		}
	}

	/** A thread has left something to the loop. */
	private void onTouched() {
		turn(() -> {
		});
	}

	@Override
	public void onTimeout(DeadlineKind kind) {
		switch (kind) {
			case WORKER -> turn(this::checkTime);
			case WRITE -> {
				if (this.connection.continueWritingLate()) {
					turn(this::readReceived);
				}
			}
			case IDLE -> turn(() -> close(ErrorCode.NO_ERROR, "The connection was idle for too long"));
			default -> this.connection.close();
		}
	}

	@Override
	public boolean isIdle() {
		return this.life.compareTo(Life.OPEN) <= 0 && this.streams.table().isEmpty() && this.frameBegan == NEVER
				&& !this.connection.hasPendingOutput() && this.connection.received().isEmpty()
				&& !this.connection.transport().hasPartialRecord();
	}

	/** Streams that the client has begun are answered. */
	@Override
	public void drain() {
		if (this.life == Life.NEW && !this.connection.isIdleOnlyNow()) {
			this.connection.close();
			return;
		}
		turn(() -> {
			this.streams.tellOfStop();
			if (this.life == Life.OPEN && !this.connection.isIdleOnlyNow()) {
				warn();
			}
			if (this.life == Life.WARNED && loop().now() - this.since > WARNING) {
				beginToLeave();
			}
		});
	}

	@Override
	public void reject(HttpProblem problem) {
		turn(() -> close(ErrorCode.ENHANCE_YOUR_CALM, problem.detail()));
	}

	@Override
	public void onClose(@Nullable IOException reason) {
		ClientGoneException gone = (reason instanceof ClientGoneException known) ? known : new ClientGoneException(
				"The connection ended before the response was sent", (reason != null) ? reason : new IOException());
		this.streams.close(gone);
		this.streams.report(gone);
		releaseIfUnused();
	}

	/** Workers that still have streams are waited for. */
	private void releaseIfUnused() {
		if (!this.released && this.streams.table().isEmpty()) {
			this.released = true;
			this.connection.release();
		}
	}

	// Turns

	@FunctionalInterface
	private interface Action {

		void run() throws ConnectionError, IOException;

	}

	/** Does something, and all that follows from it. */
	private void turn(Action action) {
		if (!this.connection.isOpen()) {
			this.streams.attendClosed();
			releaseIfUnused();
			return;
		}
		this.connection.openOutput();
		this.streams.attend();
		try {
			begin();
			act(action);
			leaveIfDue();
			this.streams.work();
			leaveIfDue();
			this.writer.flush();
		}
		catch (IOException ex) {
			this.connection.close(ex);
		}
		finally {
			this.streams.leave();
		}
		settle();
	}

	private void act(Action action) throws IOException {
		try {
			action.run();
		}
		catch (ConnectionError ex) {
			logger.debug("A connection from {} ends with {}: {}", this.connection.remoteAddress(), ex.code(),
					ex.detail());
			if (ex.reason() != null) {
				this.connection.counters().countShed(ex.reason());
			}
			close(ex.code(), ex.detail());
		}
	}

	private void begin() throws IOException {
		if (this.life != Life.NEW) {
			return;
		}
		this.life = Life.OPEN;
		this.since = loop().now();
		this.heardAt = this.since;
		this.writer.preface(ReceiveBudget.CONNECTION_WINDOW);
		SSLSession session = this.connection.transport().session();
		if (session != null && !Http2Protocol.permits(session.getProtocol(), session.getCipherSuite())) {
			close(ErrorCode.INADEQUATE_SECURITY, "The cipher suite is too weak");
		}
	}

	/** Says why the connection ends, and ends its streams. */
	private void close(ErrorCode code, String detail) throws IOException {
		if (this.life.compareTo(Life.CLOSING) < 0) {
			this.life = Life.CLOSING;
			this.interrupted = false;
			this.writer.goAway(this.streams.table().last(), code, detail);
			this.connection.received().clear();
			this.streams.close(new ClientGoneException("The server has closed the connection: " + detail));
		}
	}

	/** Lets the connection end, without a loss. */
	private void leaveIfDue() throws IOException {
		if (this.life == Life.OPEN && !this.streams.mayStayOpen()) {
			warn();
		}
		if (this.life == Life.WARNED && this.frames.pongs() > this.pongs) {
			beginToLeave();
		}
	}

	private void warn() throws IOException {
		this.life = Life.WARNED;
		this.since = loop().now();
		this.pongs = this.frames.pongs();
		this.writer.goAway(ANY_STREAM, ErrorCode.NO_ERROR, "");
		this.writer.ping(false, PING, 0);
	}

	private void beginToLeave() throws IOException {
		this.life = Life.LEAVING;
		int last = this.streams.table().last();
		this.frames.acceptNoMoreThan(last);
		this.writer.goAway(last, ErrorCode.NO_ERROR, "");
	}

	/** What is awaited now. */
	private void settle() {
		if (!this.connection.isOpen()) {
			releaseIfUnused();
			return;
		}
		if (this.connection.hasPendingOutput()) {
			this.connection.addInterest(SelectionKey.OP_WRITE);
			this.connection.continueDeadline(DeadlineKind.WRITE);
			return;
		}
		this.streams.report(null);
		boolean left = this.life == Life.LEAVING && this.streams.table().isEmpty();
		if (this.life == Life.CLOSING || (left && this.connection.discardArrived())) {
			linger();
		}
		else if (left || this.connection.transport().isAtEnd()) {
			this.connection.close();
		}
		if (!this.connection.isOpen()) {
			return;
		}
		if (!this.interrupted) {
			this.connection.addInterest(SelectionKey.OP_READ);
		}
		if ((this.interrupted || this.streams.hasTurn()) && !this.turnExpected) {
			this.turnExpected = true;
			this.connection.expectTurn();
		}
		if (this.life == Life.LINGERING) {
			this.connection.continueDeadline(DeadlineKind.LINGER);
		}
		else if (isBusy()) {
			this.connection.continueDeadline(DeadlineKind.WORKER);
		}
		else {
			this.connection.startDeadline(DeadlineKind.IDLE);
		}
	}

	private boolean isBusy() {
		boolean unacknowledged = this.reader.hasBegun() && !this.frames.isAcknowledged();
		return !this.streams.table().isEmpty() || this.frameBegan != NEVER || unacknowledged || this.life != Life.OPEN;
	}

	/** RFC 9112, section 9.6, is true here as well: a reset must not overtake the end. */
	private void linger() {
		this.life = Life.LINGERING;
		this.connection.received().clear();
		try {
			this.connection.transport().shutdownOutput();
		}
		catch (IOException ex) {
			this.connection.close(ex);
		}
	}

	// Reading

	private void readReceived() throws ConnectionError, IOException {
		ReceivedBytes received = this.connection.received();
		if (!received.isEmpty()) {
			int limit = received.limit();
			byte[] bytes = received.array();
			received.keep(bytes, read(bytes, received.position(), limit), limit);
		}
	}

	private boolean canRead() {
		return this.life.compareTo(Life.CLOSING) < 0 && !this.connection.hasPendingOutput();
	}

	/** Looks at bytes, and returns the position of the first one that is to be kept. */
	private int read(byte[] bytes, int from, int limit) throws ConnectionError, IOException {
		int at = readPreface(bytes, from, limit);
		int frames = FRAMES;
		int heads = this.frames.heads() + loop().options().connectionLimits().pipeliningDepth();
		this.interrupted = false;
		while (canRead() && at < limit) {
			if (frames-- == 0 || this.frames.heads() >= heads) {
				this.interrupted = true;
				this.frameBegan = NEVER;
				return at;
			}
			if (!this.reader.find(bytes, at, limit)) {
				break;
			}
			at = this.reader.end();
			try {
				this.reader.tell(this.frames);
			}
			catch (StreamError ex) {
				logger.debug("A stream from {} ends with {}: {}", this.connection.remoteAddress(), ex.code(),
						ex.detail());
				this.frames.onError(ex);
			}
			requireCalm();
		}
		if (this.life.compareTo(Life.CLOSING) >= 0) {
			return limit;
		}
		if (!this.reader.isWithinFrame(limit - at)) {
			this.frameBegan = NEVER;
		}
		else if (this.frameBegan == NEVER) {
			this.frameBegan = loop().now();
		}
		return at;
	}

	private void requireCalm() throws ConnectionError {
		Abuse exceeded = this.streams.score().exceeded();
		if (exceeded != null) {
			throw ConnectionError.calm(exceeded.reason(), exceeded.detail());
		}
	}

	/** RFC 9113, section 3.4. */
	private int readPreface(byte[] bytes, int from, int limit) throws ConnectionError {
		int at = from;
		while (this.prefaced < Http2Protocol.PREFACE.length && at < limit) {
			if (bytes[at++] != Http2Protocol.PREFACE[this.prefaced++]) {
				throw ConnectionError.protocol("The connection does not begin with the preface of HTTP/2");
			}
		}
		return at;
	}

	// Time

	private void checkTime() throws ConnectionError, IOException {
		long now = loop().now();
		long head = timeouts().head().toNanos();
		if (this.frameBegan != NEVER && now - this.frameBegan > head) {
			throw ConnectionError.calm(ShedReason.SLOW_CLIENT, "A frame takes too long");
		}
		if (this.life == Life.OPEN && !this.frames.isAcknowledged() && now - this.since > head) {
			throw new ConnectionError(ErrorCode.SETTINGS_TIMEOUT, "The settings were not acknowledged");
		}
		this.streams.checkLateness(now);
		requireCalm();
		checkSilence(now);
	}

	/** A client that is gone without a word acknowledges no ping. */
	private void checkSilence(long now) throws IOException {
		if (now - this.heardAt <= timeouts().idle().toNanos()) {
			this.pingedAt = NEVER;
		}
		else if (this.pingedAt == NEVER) {
			this.pingedAt = now;
			this.writer.ping(false, PING, 0);
		}
		else if (now - this.pingedAt > timeouts().write().toNanos()) {
			this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
			throw new ClientGoneException("The client does not respond");
		}
	}

}
