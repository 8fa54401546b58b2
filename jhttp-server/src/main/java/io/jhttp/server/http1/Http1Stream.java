package io.jhttp.server.http1;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.jhttp.server.exchange.OpenFile;
import io.jhttp.server.exchange.OutcomeReport;
import io.jhttp.server.exchange.OwnedStream;
import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.Continuation;
import io.jhttp.server.net.FileRegion;
import io.jhttp.server.net.Output;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response on a connection that speaks HTTP/1. It has the connection
 * while its handler runs, on the loop or on a worker.
 */
final class Http1Stream extends OwnedStream implements Runnable, UnreportedResponses.Unreported {

	private static final Logger logger = LoggerFactory.getLogger(Http1Stream.class);

	private final LoopSide side;

	private final WorkerHandover handover;

	private final SuspensionSlot slot;

	private final Http1RequestHead head;

	private final Http1Response response = new Http1Response();

	/** Null if the request has no content. */
	private @Nullable RequestBody body;

	private Expectation expectation;

	/** Where the owner writes; {@link #enter} has checked who asks. */
	private @Nullable Output output;

	/** The socket of the worker that has the exchange, or null on the loop. */
	private @Nullable WorkerSocket socket;

	/** How the exchange goes on once the handler has returned; null if it ends then. */
	private @Nullable Continuation<SuspendedStream> next;

	private OutcomeReport report = OutcomeReport.NONE;

	Http1Stream(LoopSide side, WorkerHandover handover, SuspensionSlot slot, Http1RequestHead head, long arrivedAt) {
		super(arrivedAt);
		this.side = side;
		this.handover = handover;
		this.slot = slot;
		this.head = head;
		this.output = side.loop().output();
		this.expectation = head.expectsContinue() ? Expectation.CONTINUE : Expectation.NONE;
		if (side.options().version() != HttpVersion.HTTP_1_1) {
			forbidInterim();
		}
		this.body = head.hasContent() ? new RequestBody(BodyDecoder.of(head), side.options().maxContent()) : null;
	}

	@Override
	protected Thread loopThread() {
		return this.side.loop().thread();
	}

	// For the connection

	@Nullable Continuation<SuspendedStream> next() {
		return this.next;
	}

	Continuation<SuspendedStream> requireNext() {
		return Objects.requireNonNull(this.next, "No continuation is set");
	}

	Continuation<SuspendedStream> takeNext() {
		Continuation<SuspendedStream> taken = requireNext();
		this.next = null;
		return taken;
	}

	/** On the loop: the handler has returned, and the exchange goes on elsewhere. */
	void leaveLoop(boolean suspended) {
		this.output = null;
		if (suspended) {
			markSuspended();
		}
		else {
			queue();
		}
	}

	/**
	 * On the loop, while no worker has begun: looks at the client.
	 * @return false if a worker has begun
	 */
	boolean inspectQueued(BooleanSupplier look) {
		return owner() == Owner.QUEUED && inspect(look);
	}

	/** On the loop: lets steps write. */
	void writeTo(@Nullable Output output) {
		this.output = output;
	}

	/** On the loop, before it is dispatched: what the worker reads and writes by. */
	void useSocket(WorkerSocket socket) {
		this.socket = socket;
	}

	/** On the loop: the response is complete or aborted. */
	void ensureEnded() {
		if (!isOver()) {
			markEnded();
		}
	}

	@Nullable RequestBody body() {
		return this.body;
	}

	boolean isResponseBegun() {
		return this.response.isBegun();
	}

	/** Whether the connection can be used for another request. */
	boolean keepsConnection() {
		return this.response.keepsConnection() && !isInputBroken();
	}

	/** Whether the exchange is a stream of bytes, with an end in each direction. */
	boolean isUpgraded() {
		return this.body != null && this.body.decoder().endsWithInput();
	}

	boolean endsWithConnection() {
		return this.response.endsWithConnection();
	}

	private boolean isInputBroken() {
		return this.body != null && this.body.isBroken();
	}

	/** How many bytes of content will come by themselves, if their number is known. */
	long expectedContent() {
		return (this.expectation != Expectation.NONE) ? 0 : Math.max(0, this.head.contentLength());
	}

	/** Whether a connection may stay open after the response, as far as content goes. */
	private boolean isUnreadContentSmall() {
		// A client that still waits for a 100 may send the content or not: it is not
		// known where its next request begins (RFC 9110, section 10.1.1).
		return this.body == null || this.body.isComplete() || (this.expectation == Expectation.NONE
				&& (this.head.isChunked() || this.body.decoder().contentAhead() <= UnreadContent.MAX_LENGTH));
	}

	OutcomeReport outcomeReport() {
		return this.report;
	}

	@Override
	public boolean hasListener() {
		return this.report != OutcomeReport.NONE;
	}

	/** Some of what was written has been lost with the client. */
	void lost(long bytes) {
		this.report.lost(bytes);
	}

	@Override
	public void report(long unsent, @Nullable IOException failure) {
		if (hasListener()) {
			report(() -> this.side.tell(this.report, unsent, failure, this.response.isAborted()));
		}
		else {
			over();
		}
	}

	// On a worker

	/**
	 * Answers the request and gives the connection back, or to what goes on with it, come
	 * what may.
	 */
	@Override
	public void run() {
		if (!start()) {
			// Its client has gone.
			return;
		}
		Continuation<SuspendedStream> continuation = takeNext();
		this.handover.started(continuation);
		WorkerSocket lent = Objects.requireNonNull(this.socket);
		WorkerOutput workerOutput = new WorkerOutput(lent);
		this.output = workerOutput;
		try {
			continuation.run(lent.connection().isOpen());
		}
		finally {
			// Before the client can know of the response: its next request finds room.
			continuation.leave(this.side.loop().workers());
			Continuation<SuspendedStream> following = this.next;
			if (following == null || !following.isDispatch() || !passOn(following, workerOutput)) {
				handBack(following, workerOutput);
			}
		}
	}

	/**
	 * To other threads, without the loop in between.
	 * @return false if they do not take it, and this one goes on
	 */
	private boolean passOn(Continuation<SuspendedStream> following, WorkerOutput workerOutput) {
		// Nothing is in it: interim responses leave at once.
		workerOutput.close();
		this.output = null;
		this.handover.countQueued(following);
		queue();
		if (this.handover.tryExecute(following, this) || !start()) {
			// They have it, or its client has gone in between.
			return true;
		}
		this.handover.started(following);
		this.next = null;
		this.output = workerOutput;
		following.rejected().run();
		return false;
	}

	private void handBack(@Nullable Continuation<SuspendedStream> following, WorkerOutput workerOutput) {
		boolean suspends = following != null && following.suspended() != null;
		if (suspends) {
			markSuspended();
		}
		else {
			markEnded();
		}
		// A helper of the worker may have begun one until now.
		this.handover.endWatch();
		try {
			workerOutput.flushBuffer();
		}
		catch (IOException ex) {
			logger.debug("A response was lost: {}", ex.getMessage());
			this.response.abort();
			this.report.lost(ex);
		}
		finally {
			this.output = null;
			this.socket = null;
			lost(workerOutput.lost());
			workerOutput.close();
			if (suspends) {
				this.handover.suspend(this);
			}
			else {
				this.handover.handBack(this);
			}
		}
	}

	// The request

	@Override
	public RequestHead head() {
		return this.head;
	}

	@Override
	public void limitContent(long length) {
		if (this.body != null) {
			this.body.limit(length);
		}
	}

	@Override
	public StreamConnection connection() {
		return this.side;
	}

	@Override
	public boolean expectsContinue() {
		return this.expectation == Expectation.CONTINUE;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		continueIfExpected();
		enterReading();
		try {
			RequestBody content = unreadContent();
			return (content == null) ? -1
					: content.read((this.socket != null) ? this.socket : this.side, target, offset, length);
		}
		finally {
			exitReading();
		}
	}

	/** Only one thread may read: the loop watches the client no longer. */
	private @Nullable RequestBody unreadContent() {
		if (isContentRead()) {
			return null;
		}
		this.handover.endWatch();
		return this.body;
	}

	private void continueIfExpected() throws IOException {
		boolean wanted = this.body == null || !this.body.isTooLarge();
		if (this.expectation == Expectation.CONTINUE && !this.response.isBegun() && wanted) {
			writeContinue();
		}
	}

	@Override
	public boolean isContentRead() {
		return this.body == null || (this.body.isComplete() && !this.body.isBroken());
	}

	@Override
	public int available() {
		enterReading();
		try {
			RequestBody content = unreadContent();
			return (content == null) ? 0 : content.available(this.side.received());
		}
		finally {
			exitReading();
		}
	}

	@Override
	public void onReadable(Runnable task) {
		enterReading();
		try {
			if (this.socket != null) {
				this.socket.awaitReadable(task);
			}
			else {
				this.slot.awaitReadable(task);
			}
		}
		finally {
			exitReading();
		}
	}

	// The response

	private Output output() {
		Output current = this.output;
		if (current == null) {
			throw new IllegalStateException("The exchange is over, or has been dispatched");
		}
		return current;
	}

	private ResponseHeadEncoder encoder() {
		return onEventLoop() ? this.side.context().encoder() : new ResponseHeadEncoder();
	}

	@Override
	public void forbidInterim() {
		if (this.expectation == Expectation.CONTINUE) {
			this.expectation = Expectation.IGNORED;
		}
	}

	@Override
	public void writeInterim(ResponseHead interim) throws IOException {
		if (this.response.isBegun()) {
			throw new IllegalStateException("An interim response cannot follow the final one");
		}
		if (interim.status() == 100) {
			if (this.expectation == Expectation.IGNORED) {
				return;
			}
			this.expectation = Expectation.NONE;
		}
		if (this.head.version() == HttpVersion.HTTP_1_1) {
			Http1Response.writeInterim(interim, encoder(), output());
		}
	}

	@Override
	public boolean writeHead(ResponseHead head, long length) throws IOException {
		boolean mayKeepAlive = this.head.isPersistent() && !isInputBroken() && this.side.mayStayOpen()
				&& isUnreadContentSmall();
		return this.response.writeHead(this.head, head, length, mayKeepAlive, encoder(),
				this.side.options().serverLine(), this.side.loop().dateLine(), output());
	}

	@Override
	public void upgrade(ResponseHead head) throws IOException {
		if (!isContentRead()) {
			throw new IllegalStateException("The content of the request has to be read before an upgrade");
		}
		this.body = new RequestBody(new RawDecoder(), Long.MAX_VALUE);
		if (this.socket != null) {
			this.socket.letClientBeSilent();
		}
		this.expectation = Expectation.NONE;
		this.response.upgrade(head, encoder(), this.side.options().serverLine(), this.side.loop().dateLine(), output());
	}

	@Override
	public int write(byte[] bytes, int from, int length) throws IOException {
		return this.response.write(bytes, from, length, output());
	}

	@Override
	public void writeShared(byte[] bytes, int from, int length) throws IOException {
		this.response.writeShared(bytes, from, length, output());
	}

	@Override
	public void writeFile(OpenFile file, long position, long length) throws IOException {
		this.response.writeFile(new FileRegion(file.channel(), file.name(), position, length, file.intact(), file),
				length, output());
	}

	@Override
	public void flush() throws IOException {
		output().flush();
	}

	@Override
	public boolean isWritable() {
		return !this.side.hasPendingOutput();
	}

	@Override
	public void onWritable(Runnable task) {
		enter();
		try {
			if (this.socket != null) {
				this.socket.awaitWritable(task);
			}
			else {
				this.slot.awaitWritable(task);
			}
		}
		finally {
			exit();
		}
	}

	@Override
	public void end(List<Map.Entry<String, String>> trailers) throws IOException {
		this.response.end(trailers, output());
	}

	@Override
	public void abort() {
		this.response.abort();
	}

	@Override
	public boolean isAborted() {
		return this.response.isAborted();
	}

	@Override
	public void endConnection() {
		this.response.endConnection();
	}

	// Threads

	@Override
	public void dispatch(Runnable task, @Nullable Executor executor, Runnable rejected) {
		goOn(Continuation.dispatch(task, executor, rejected));
	}

	@Override
	public Suspension suspend() {
		SuspendedStream suspended = new SuspendedStream(this, this.side.loop(), this.slot);
		goOn(Continuation.suspend(suspended));
		return suspended;
	}

	private void goOn(Continuation<SuspendedStream> continuation) {
		if (this.next != null) {
			throw new IllegalStateException("The exchange has been dispatched or detached already");
		}
		this.next = continuation;
	}

	/** In a step: another handler goes on, or its continuation is cancelled. */
	void resume(Runnable task, Runnable cancelled) {
		this.next = Continuation.resume(task, cancelled);
	}

	@Override
	public void cancelDispatch() {
		Continuation<SuspendedStream> cancelled = this.next;
		this.next = null;
		if (cancelled != null && cancelled.suspended() != null) {
			cancelled.suspended().gone();
		}
	}

	@Override
	public void watchClient(Runnable onGone) {
		if (onEventLoop()) {
			throw new IllegalStateException("A client cannot be watched from the event loop");
		}
		enterReading();
		try {
			this.handover.watch(onGone);
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
