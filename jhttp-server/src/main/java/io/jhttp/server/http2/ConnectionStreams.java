package io.jhttp.server.http2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jhttp.server.exchange.RejectedRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.FileChangedException;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.StreamReset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a connection, and what they share: its windows, its output and the
 * workers that it may have. All of it happens on the loop, but for {@link #touch}.
 */
final class ConnectionStreams implements StreamHost, SendQueue.Sent {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionStreams.class);

	private final Connection connection;

	private final Http2Context context;

	private final FrameWriter writer;

	/** Makes the loop come to the connection. */
	private final Runnable wakeUp;

	private final StreamTable table = new StreamTable();

	private final SendQueue sendQueue = new SendQueue();

	private final AbuseScore score;

	private final FlowWindow window = new FlowWindow(FlowWindow.DEFAULT);

	private final ReceiveBudget budget = new ReceiveBudget();

	/** Streams that the loop is to look at. */
	private final Queue<Http2Stream> touched = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean woken = new AtomicBoolean();

	/** Whose responses were written, and may not have left. */
	private List<Http2Stream> leaving = new ArrayList<>(0);

	/** Those that wait until the connection may have another worker. */
	private final ArrayDeque<Http2Stream> waiting = new ArrayDeque<>(1);

	private int lentWorkers;

	private int requests;

	/** Whether the loop is at this connection, and looks at what is touched. */
	private boolean attended;

	ConnectionStreams(Connection connection, Http2Context context, FrameWriter writer, Runnable wakeUp) {
		this.connection = connection;
		this.context = context;
		this.writer = writer;
		this.wakeUp = wakeUp;
		this.score = new AbuseScore(context.options().limits().abuseScore(), this::now);
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	@Override
	public Http2Context context() {
		return this.context;
	}

	StreamTable table() {
		return this.table;
	}

	FrameWriter writer() {
		return this.writer;
	}

	/** What the client does that is not honest. */
	AbuseScore score() {
		return this.score;
	}

	/** What may be sent in all. */
	FlowWindow window() {
		return this.window;
	}

	private long now() {
		return this.connection.loop().now();
	}

	// Attention

	@Override
	public void touch(Http2Stream stream) {
		this.touched.add(stream);
		boolean seen = Thread.currentThread() == this.connection.loop().thread() && this.attended;
		if (!seen && !this.woken.get() && this.woken.compareAndSet(false, true)) {
			this.connection.execute(this.wakeUp);
		}
	}

	/** The loop is at this connection from now on. */
	void attend() {
		this.attended = true;
		this.woken.set(false);
	}

	/** The loop leaves, and has to be called again. */
	void leave() {
		this.attended = false;
	}

	/** The connection has ended: what workers give back now is only told. */
	void attendClosed() {
		attend();
		try {
			proceed();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Nothing can be written to a connection that was closed", ex);
		}
		report(new ClientGoneException("The connection ended before the response was sent"));
		leave();
	}

	/** Looks at what was touched, and sends what can be sent. */
	void work() throws IOException {
		long quota = this.connection.transport().writeQuota();
		do {
			proceed();
			this.sendQueue.send(this.writer, this.window, quota, now(), this);
		}
		while (!this.touched.isEmpty() && this.writer.hasRoom());
		this.writer.flush();
	}

	private void proceed() throws IOException {
		for (Http2Stream stream = this.touched.poll(); stream != null; stream = this.touched.poll()) {
			stream.untouch();
			stream.proceed(now());
			creditReader(stream);
			schedule(stream);
			settle(stream);
		}
	}

	private void creditReader(Http2Stream stream) throws IOException {
		StreamInput input = stream.input();
		int credit = (input != null && stream.state().receives()) ? input.takeCredit() : 0;
		if (credit > 0) {
			this.writer.windowUpdate(stream.number(), credit);
		}
	}

	private void schedule(Http2Stream stream) {
		if (stream.output().hasParts()) {
			this.sendQueue.add(stream);
		}
	}

	/** Whether something could be sent at once. */
	boolean hasTurn() {
		return !this.sendQueue.isEmpty();
	}

	// Requests

	/**
	 * A request has come.
	 * @param problem why it is not accepted, or null
	 */
	void open(int number, Http2RequestHead head, @Nullable HttpProblem problem, boolean endsStream, int streamWindow,
			Priority priority) {
		Http2Stream stream = new Http2Stream(number, this, head, endsStream ? null : this.budget, streamWindow);
		stream.priority(priority);
		if (endsStream) {
			stream.state(stream.state().endReceived());
		}
		this.table.add(stream);
		this.requests++;
		this.connection.counters().requestArrived();
		this.connection.counters().streamOpened();
		String host = head.host();
		if (problem == null && host != null && !this.connection.transport().reaches(host)) {
			reject(stream, RequestRules.misdirected());
		}
		else if (problem == null) {
			this.context.handler().onRequest(stream);
			stream.work().handled();
		}
		else {
			reject(stream, problem);
		}
		touch(stream);
	}

	private void reject(Http2Stream stream, HttpProblem problem) {
		logger.debug("Refused a request with {}: {}", problem.status(), problem.detail());
		stream.refuse(problem);
		if (this.context.handler().isListening()) {
			long length = stream.output().unsent();
			RejectedRequest request = new RejectedRequest(stream.connection(), stream.head().requestLine(),
					stream.head(), problem.status() != 400, problem.status(), length);
			stream.onOutcome((outcome) -> this.context.handler().onRejected(request, outcome));
		}
		stream.work().handled();
	}

	/** How many have come. */
	int requests() {
		return this.requests;
	}

	/**
	 * Whether neither a stop nor the number of requests ends the connection. A client
	 * that was told so before its first request would have connected in vain.
	 */
	boolean mayStayOpen() {
		return this.requests == 0 || (!this.connection.isDraining()
				&& this.requests < this.connection.loop().options().connectionLimits().requestsPerConnection());
	}

	/** The client has sent the end of a request. */
	void endReceived(Http2Stream stream) {
		stream.state(stream.state().endReceived());
		settle(stream);
	}

	// Ends of streams

	@Override
	public void sent(Http2Stream stream) throws IOException {
		if (!stream.output().isDone()) {
			touch(stream);
			return;
		}
		this.sendQueue.remove(stream);
		if (stream.isAborted()) {
			this.connection.counters().streamReset(StreamReset.ABORTED);
			close(stream, StreamTable.End.RESET_HERE);
			return;
		}
		stream.state(stream.state().endSent());
		StreamInput input = stream.input();
		if (stream.state() == StreamState.HALF_CLOSED_LOCAL && input != null && !input.discard(now())) {
			resetUnread(stream);
		}
		else if (stream.state() == StreamState.CLOSED) {
			this.score.requestCompleted();
		}
		settle(stream);
	}

	@Override
	public void content(int count, boolean cut) {
		this.score.contentSent(count, cut);
	}

	/**
	 * RFC 9113, section 8.1: the response is complete, and more content is not needed.
	 */
	void resetUnread(Http2Stream stream) throws IOException {
		this.connection.counters().streamReset(StreamReset.UNREAD);
		this.writer.reset(stream.number(), ErrorCode.NO_ERROR);
		close(stream, StreamTable.End.RESET_HERE);
	}

	@Override
	public void failed(Http2Stream stream, IOException reason) throws IOException {
		if (!(reason instanceof FileChangedException changed)) {
			throw reason;
		}
		changed.tell(logger, "A response to " + this.connection.remoteAddress());
		reset(stream, ErrorCode.INTERNAL_ERROR, StreamReset.ABORTED, reason);
	}

	/** Ends a stream whose client may not know it. */
	void reset(Http2Stream stream, ErrorCode code, StreamReset counted, IOException reason) throws IOException {
		this.connection.counters().streamReset(counted);
		this.writer.reset(stream.number(), code);
		end(stream, StreamTable.End.RESET_HERE, reason);
	}

	/** Ends a stream whose client does not want it any more. */
	void resetByClient(Http2Stream stream) {
		this.connection.counters().streamReset(StreamReset.CANCELLED);
		end(stream, StreamTable.End.RESET_BY_CLIENT, new ClientGoneException("The client has cancelled the request"));
	}

	private void end(Http2Stream stream, StreamTable.End how, IOException reason) {
		this.sendQueue.remove(stream);
		stream.gone(reason);
		close(stream, how);
	}

	private void close(Http2Stream stream, StreamTable.End how) {
		stream.state(StreamState.CLOSED);
		this.table.ended(stream.number(), how);
		settle(stream);
	}

	/**
	 * Forgets a stream of which nothing is left, and tells of a response that is over.
	 */
	private void settle(Http2Stream stream) {
		if (stream.output().isDone() && stream.work().sent()) {
			this.leaving.add(stream);
		}
		if (stream.state() == StreamState.CLOSED && stream.work().isSent() && this.table.get(stream.number()) != null) {
			this.table.ended(stream.number(), StreamTable.End.COMPLETE);
			this.table.remove(stream);
			this.connection.counters().streamEnded();
		}
	}

	/** Everything that was written has left, or never will. */
	void report(@Nullable IOException failure) {
		if (this.leaving.isEmpty()) {
			return;
		}
		List<Http2Stream> over = this.leaving;
		this.leaving = new ArrayList<>(0);
		long unsent = (failure != null) ? this.connection.unsentBytes() : 0;
		for (Http2Stream stream : over) {
			boolean last = stream == over.get(over.size() - 1);
			stream.report(last ? Math.min(unsent, stream.output().written()) : 0, failure);
			this.connection.counters().requestEnded();
		}
	}

	/** The connection has ended: threads that have streams learn of it. */
	void close(IOException reason) {
		for (Http2Stream stream : this.table.all()) {
			end(stream, StreamTable.End.COMPLETE, reason);
		}
	}

	/** Looks for streams whose client does not keep up. */
	void checkLateness(long now) throws IOException {
		for (Http2Stream stream : this.table.all()) {
			if (stream.state() == StreamState.HALF_CLOSED_LOCAL) {
				if (stream.isEndLate(now)) {
					this.score.add(Abuse.LATE);
					resetUnread(stream);
				}
			}
			else if (stream.state() != StreamState.CLOSED && stream.isLate(now)) {
				this.score.add(Abuse.LATE);
				this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
				reset(stream, ErrorCode.CANCEL, StreamReset.SLOW_CLIENT,
						new ClientGoneException("The client did not take the response in time"));
			}
			else {
				touch(stream);
			}
		}
	}

	void tellOfStop() {
		this.table.all().forEach((stream) -> stream.work().tellOfStop());
	}

	// Windows and priorities

	/** The client takes more on the connection. */
	void windowOpened() {
		this.table.all().forEach(this::schedule);
	}

	/** The client takes more of a stream. */
	void windowOpened(Http2Stream stream) {
		schedule(stream);
	}

	void prioritize(Http2Stream stream, Priority priority) {
		this.sendQueue.prioritize(stream, priority);
	}

	// Workers

	@Override
	public void lendWorker(Http2Stream stream) {
		if (this.lentWorkers < this.context.options().limits().concurrentHandlers()) {
			this.lentWorkers++;
			stream.work().execute();
		}
		else {
			this.waiting.add(stream);
		}
	}

	@Override
	public void workerReturned() {
		Http2Stream next = this.waiting.poll();
		if (next == null) {
			this.lentWorkers--;
		}
		else {
			next.work().execute();
		}
	}

}
