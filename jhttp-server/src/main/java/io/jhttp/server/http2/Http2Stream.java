package io.jhttp.server.http2;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.jhttp.server.exchange.OpenFile;
import io.jhttp.server.exchange.OutcomeReport;
import io.jhttp.server.exchange.OwnedStream;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.Continuation;
import io.jhttp.server.net.EngineClock;
import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response among several of a connection. The socket stays the
 * loop's: what handlers read and write passes through {@link StreamInput} and
 * {@link StreamOutput}.
 */
final class Http2Stream extends OwnedStream {

	private final int number;

	private final StreamHost host;

	private final Http2RequestHead head;

	private final StreamPeer peer;

	private final StreamWork work;

	/** Null if the request has no content. */
	private final @Nullable StreamInput input;

	private final StreamOutput output;

	/** Whether the loop is to look already. */
	private final AtomicBoolean touched = new AtomicBoolean();

	private volatile boolean expectsContinue;

	private volatile @Nullable Runnable watch;

	private OutcomeReport report = OutcomeReport.NONE;

	// The loop's alone
	private StreamState state = StreamState.OPEN;

	private final FlowWindow window;

	private Priority priority;

	/** Whether it waits for its turn to send. */
	private boolean scheduled;

	Http2Stream(int number, StreamHost host, Http2RequestHead head, @Nullable ReceiveBudget budget, int window) {
		super(host.connection().loop().turnBegan());
		this.number = number;
		this.host = host;
		this.head = head;
		this.input = (budget != null)
				? new StreamInput(head.contentLength(), host.context().options().maxContent(), budget) : null;
		this.peer = new StreamPeer(host.connection());
		this.work = new StreamWork(this, host);
		this.output = new StreamOutput(number);
		this.window = new FlowWindow(window);
		this.priority = head.priority();
		this.expectsContinue = this.input != null && head.expectsContinue();
	}

	@Override
	protected Thread loopThread() {
		return this.host.connection().loop().thread();
	}

	// For the connection, on the loop

	int number() {
		return this.number;
	}

	StreamState state() {
		return this.state;
	}

	void state(StreamState state) {
		this.state = state;
	}

	FlowWindow window() {
		return this.window;
	}

	Priority priority() {
		return this.priority;
	}

	void priority(Priority priority) {
		this.priority = priority;
	}

	boolean isScheduled() {
		return this.scheduled;
	}

	void scheduled(boolean scheduled) {
		this.scheduled = scheduled;
	}

	@Nullable StreamInput input() {
		return this.input;
	}

	StreamOutput output() {
		return this.output;
	}

	StreamWork work() {
		return this.work;
	}

	/** From any thread: there is something for the loop to do. */
	void touch() {
		if (!this.touched.get() && this.touched.compareAndSet(false, true)) {
			this.host.touch(this);
		}
	}

	/** The loop looks: what is left to it from now on touches the stream again. */
	void untouch() {
		this.touched.set(false);
	}

	/** Lets those go on who wait for what is there now, and the exchange too. */
	void proceed(long now) {
		run((this.input != null) ? this.input.takeWaiting(now) : null);
		run(this.output.takeWaiting());
		this.work.proceed();
	}

	private static void run(@Nullable Runnable task) {
		if (task != null) {
			task.run();
		}
	}

	/**
	 * The client does not want the response, or cannot get it.
	 * @param reason what readers and writers are told
	 */
	void gone(IOException reason) {
		if (this.input != null) {
			this.input.fail(reason);
		}
		this.output.fail(reason);
		Runnable onGone = this.watch;
		this.watch = null;
		run(onGone);
		this.work.gone();
		proceed(this.host.connection().loop().now());
	}

	/** Answers in place of a handler. */
	void refuse(HttpProblem problem) {
		if (this.output.isBegun()) {
			this.output.abort();
			return;
		}
		byte[] page = this.host.context().errorPages().page(problem);
		boolean headOnly = this.head.methodIs("HEAD");
		this.report.rejected(problem.status(), headOnly ? 0 : page.length);
		this.host.connection().counters().requestRefused();
		ResponseHead refusal = new ResponseHead();
		refusal.status(problem.status(), null);
		refusal.add("Content-Type", ErrorPage.CONTENT_TYPE);
		if (problem.status() == 503) {
			refusal.add("Retry-After", "1");
		}
		try {
			this.output.head(refusal, page.length, headOnly);
			if (!headOnly) {
				this.output.writeShared(page, 0, page.length);
			}
			this.output.end(List.of());
		}
		catch (IOException ex) {
			// The client is gone already.
			this.output.abort();
		}
	}

	/**
	 * Tells how the response has ended, when it has left or cannot.
	 * @param lost bytes of it that the socket has not taken
	 * @param reason why, or null
	 */
	void report(long lost, @Nullable IOException reason) {
		if (this.report == OutcomeReport.NONE) {
			over();
		}
		else {
			IOException failure = this.output.failure();
			EngineClock clock = this.host.connection().loop().options().clock();
			report(() -> this.report.end(clock.nanoTime(), clock.currentTimeMillis(), lost + this.output.unsent(),
					(failure != null) ? failure : reason, this.output.isAborted()));
		}
		Runnable endTask = this.peer.takeEndTask();
		if (endTask != null) {
			this.host.connection().loop().workers().executeAlways(endTask);
		}
	}

	/** Whether the client takes too long to end its request, which was answered. */
	boolean isEndLate(long now) {
		return this.input != null && this.input.isLate(now, this.host.connection().loop().options(), false);
	}

	/**
	 * Looks whether the client keeps up. If it does not send content, a reader is told.
	 * @return whether it does not take the response
	 */
	boolean isLate(long now) {
		EngineOptions options = this.host.connection().loop().options();
		boolean impatient = owner() == Owner.WORKER && this.host.connection().loop().counters().queuedRequests() > 0;
		StreamInput content = this.input;
		if (content != null && content.isLate(now, options, impatient) && !this.work.refuseLate()) {
			this.host.connection().counters().countShed(ShedReason.SLOW_CLIENT);
			content.fail(new RequestContentException(RequestRules.contentTooLate()));
			proceed(now);
		}
		return this.output.isLate(now, options, impatient);
	}

	// Its life, for what is done with it

	void toQueue() {
		queue();
	}

	void leaveLoop() {
		markSuspended();
	}

	boolean begin() {
		return start();
	}

	/** A worker has done its part. */
	void leaveWorker(boolean suspended) {
		if (suspended) {
			markSuspended();
		}
		else {
			markEnded();
		}
	}

	/** On the loop: no thread has it any more. */
	void finish() {
		markEnded();
	}

	/** If no worker has begun, none is to. */
	boolean endIfQueued() {
		return owner() == Owner.QUEUED && inspect(() -> true);
	}

	/** What has had the stream has done its part; the response may not have left yet. */
	void returned() {
		if (owner() == Owner.LOOP) {
			markEnded();
		}
		if (this.output.isUnfinished()) {
			this.output.abort();
		}
	}

	// The request

	@Override
	public RequestHead head() {
		return this.head;
	}

	@Override
	public void limitContent(long length) {
		if (this.input != null) {
			this.input.limit(length);
		}
	}

	@Override
	public StreamConnection connection() {
		return this.peer;
	}

	@Override
	public boolean isContentRead() {
		return this.input == null || this.input.isRead();
	}

	@Override
	public boolean expectsContinue() {
		return this.expectsContinue;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (this.input == null) {
			return -1;
		}
		continueIfExpected();
		enterReading();
		try {
			int count = this.input.read(target, offset, length);
			if (this.input.isCreditDue()) {
				touch();
			}
			return count;
		}
		finally {
			exitReading();
		}
	}

	private void continueIfExpected() throws IOException {
		boolean wanted = this.input == null || !this.input.isTooLarge();
		if (this.expectsContinue && !this.output.isBegun() && wanted) {
			writeContinue();
			touch();
		}
	}

	@Override
	public int available() {
		enterReading();
		try {
			return (this.input != null) ? this.input.available() : 0;
		}
		finally {
			exitReading();
		}
	}

	@Override
	public void onReadable(Runnable task) {
		enterReading();
		try {
			if (this.input == null) {
				this.host.connection().execute(task);
				return;
			}
			this.input.await(task, this.host.connection().loop().options().clock().nanoTime());
			touch();
		}
		finally {
			exitReading();
		}
	}

	// The response

	@Override
	public void forbidInterim() {
		// Clients of HTTP/2 understand interim responses.
	}

	@Override
	public void writeInterim(ResponseHead interim) throws IOException {
		if (this.output.isBegun()) {
			throw new IllegalStateException("An interim response cannot follow the final one");
		}
		if (interim.status() == 100) {
			this.expectsContinue = false;
		}
		this.output.interim(interim);
	}

	@Override
	public boolean writeHead(ResponseHead head, long length) throws IOException {
		boolean contentless = HttpStatus.forbidsContent(head.status()) || this.head.methodIs("HEAD");
		this.output.head(head, length, contentless);
		return !contentless;
	}

	@Override
	public void upgrade(ResponseHead head) throws IOException {
		StreamInput content = this.input;
		if (this.head.protocol() == null || content == null) {
			throw new IllegalStateException("Over HTTP/2, only extended CONNECT begins another protocol");
		}
		content.upgrade();
		ResponseHead accepted = new ResponseHead();
		accepted.status(200, null);
		head.headers().forEach((field) -> accepted.add(field.getKey(), field.getValue()));
		this.output.head(accepted, -1, false);
		touch();
	}

	@Override
	public int write(byte[] bytes, int from, int length) throws IOException {
		return this.output.write(bytes, from, length);
	}

	@Override
	public void writeShared(byte[] bytes, int from, int length) throws IOException {
		this.output.writeShared(bytes, from, length);
	}

	@Override
	public void writeFile(OpenFile file, long position, long length) throws IOException {
		this.output.writeFile(new FileRegion(file.channel(), file.name(), position, length, file.intact(), file));
	}

	@Override
	public void flush() throws IOException {
		this.output.requireOpen();
		touch();
	}

	@Override
	public boolean isWritable() {
		return this.output.isWritable();
	}

	@Override
	public void onWritable(Runnable task) {
		enter();
		try {
			this.output.await(task);
			touch();
		}
		finally {
			exit();
		}
	}

	@Override
	public void end(List<Map.Entry<String, String>> trailers) throws IOException {
		this.output.end(trailers);
	}

	@Override
	public void abort() {
		this.output.abort();
		touch();
	}

	@Override
	public boolean isAborted() {
		return this.output.isAborted();
	}

	@Override
	public void endConnection() {
		// The other streams of the connection go on, and this one ends by itself.
	}

	// Threads

	@Override
	public void dispatch(Runnable task, @Nullable Executor executor, Runnable rejected) {
		this.work.goOn(Continuation.dispatch(task, executor, rejected));
	}

	@Override
	public Suspension suspend() {
		StreamSuspension suspension = new StreamSuspension(this, this.host.connection().loop().workers());
		this.work.goOn(Continuation.suspend(suspension));
		return suspension;
	}

	@Override
	public void cancelDispatch() {
		this.work.cancel();
	}

	@Override
	public void watchClient(Runnable onGone) {
		if (onEventLoop()) {
			throw new IllegalStateException("A client cannot be watched from the event loop");
		}
		enterReading();
		try {
			this.watch = onGone;
			if (this.output.failure() != null) {
				// It was gone before the loop could see the watch.
				this.host.connection().execute(() -> {
					Runnable untold = this.watch;
					this.watch = null;
					run(untold);
				});
			}
		}
		finally {
			exitReading();
		}
	}

	@Override
	public void onOutcome(Consumer<ResponseOutcome> listener) {
		this.report = new OutcomeReport(arrivedAt(), listener);
	}

}
