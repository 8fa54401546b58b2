package io.jhttp.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import javax.net.ssl.SSLSession;

import io.jhttp.server.http.BodyDecoder;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, as the connection sees them. On the event loop it is used
 * for one request after the other; when it is dispatched, it goes with the request to the
 * worker and is used for that one only.
 */
public final class Exchange implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Exchange.class);

	private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	/** Content that is read and dropped to keep a connection; more, and it closes. */
	static final long MOST_DISCARDED = 64 * 1024;

	private static final InputStream NO_CONTENT = InputStream.nullInputStream();

	private final ExchangeHandler handler;

	private @Nullable Connection connection;

	private @Nullable RequestHead head;

	/** Null if the request has no content. */
	private @Nullable BodyDecoder decoder;

	private InputStream content = NO_CONTENT;

	private @Nullable ResponseOutput output;

	private @Nullable Runnable dispatched;

	/** Runs the dispatched task; null for the workers. */
	private @Nullable Executor executor;

	private @Nullable PassedOn passedOn;

	/** Who goes on without a thread, or null. */
	private @Nullable HeldExchange held;

	/** Whether it counts among those that are with workers. */
	private boolean hasRoom;

	/** Whether it was with a worker before, which has done its work. */
	private boolean resumed;

	private boolean started;

	private boolean continueExpected;

	/** Whether the client understands interim answers, and is to have them. */
	private boolean interimAllowed;

	private boolean onEventLoop;

	private boolean persistent;

	private boolean inputSpoilt;

	private boolean aborted;

	/** The final head is on its way: nothing interim may follow it. */
	private boolean answered;

	private boolean endsWithConnection;

	private long arrivedAt;

	private final AnswerReport report = new AnswerReport();

	/** The link of a list of unreported answers, and its alone. */
	@Nullable Exchange following;

	Exchange(Function<Exchange, ExchangeHandler> handlers) {
		this.handler = handlers.apply(this);
	}

	/**
	 * What follows on other threads.
	 *
	 * @param task what it does
	 * @param executor the threads
	 * @param rejected runs here if they do not take the task
	 */
	private record PassedOn(Runnable task, Executor executor, Runnable rejected) {
	}

	/**
	 * On the loop: a request is complete up to its content, and is answered from here.
	 */
	void begin(Connection connection, RequestHead head, ResponseOutput output, long arrivedAt) {
		this.arrivedAt = arrivedAt;
		this.connection = connection;
		this.head = head;
		this.output = output;
		this.continueExpected = head.expectsContinue();
		this.interimAllowed = head.version() == HttpVersion.HTTP_1_1
				&& connection.loop().options().version() == HttpVersion.HTTP_1_1;
		this.dispatched = null;
		this.executor = null;
		this.passedOn = null;
		this.held = null;
		this.hasRoom = false;
		this.resumed = false;
		this.started = false;
		this.inputSpoilt = false;
		this.aborted = false;
		this.answered = false;
		this.endsWithConnection = false;
		this.persistent = false;
		this.onEventLoop = true;
		if (connection.loop().options().listening()) {
			this.report.expect(connection.loop().options().clock(), head);
		}
		if (head.hasContent()) {
			this.decoder = BodyDecoder.of(head);
			this.content = new RequestContent(this, this.decoder, connection.loop().options().maxContent());
		}
		else {
			this.decoder = null;
			this.content = NO_CONTENT;
		}
		this.handler.onRequest();
	}

	/** On the loop: what came is no request that anybody could be asked to answer. */
	void beginRefused(Connection connection, @Nullable RequestHead head, boolean complete, String line) {
		this.connection = connection;
		this.aborted = false;
		this.report.expect(connection.loop().options().clock(), head, complete, line);
	}

	AnswerReport report() {
		return this.report;
	}

	/**
	 * By the owner of the connection: tells once that the answer has left, or has not.
	 */
	void reportEnd(long unsent, @Nullable IOException failure) {
		IOException reason = failure;
		if (reason == null && this.aborted) {
			reason = new IOException("The answer was given up before its content was complete");
		}
		AnswerEnd end = this.report.end(connection().loop().options().clock(), unsent, reason);
		if (end != null) {
			this.handler.onEnd(end);
		}
	}

	/**
	 * The head as the client has sent it, if somebody listens.
	 * @return perhaps incomplete, or null if there is none
	 */
	public @Nullable RequestHead receivedHead() {
		return this.report.head();
	}

	/**
	 * What was received of the line of a request that was refused.
	 * @return ISO-8859-1 text, perhaps empty
	 */
	public String receivedLine() {
		return this.report.line();
	}

	/**
	 * When the head was complete, if somebody listens.
	 * @return milliseconds since 1970
	 */
	public long arrivalMillis() {
		return this.report.arrivalMillis();
	}

	boolean isDispatched() {
		return this.dispatched != null;
	}

	@Nullable HeldExchange held() {
		return this.held;
	}

	/** Whether the workers must not refuse it for lack of room. */
	boolean isResumed() {
		return this.resumed;
	}

	void occupyRoom() {
		this.hasRoom = true;
	}

	/** Whether its head may have left. */
	boolean isAnswered() {
		return this.answered;
	}

	/** Who runs this in place of the workers, or null. */
	@Nullable Executor executor() {
		return this.executor;
	}

	/** How many octets of content will come by themselves, if their number is known. */
	long expectedContent() {
		return this.continueExpected ? 0 : Math.max(0, head().contentLength());
	}

	/** On the loop: nobody else may look at the loop's buffers from now on. */
	void detach() {
		head().detach();
		this.onEventLoop = false;
		this.output = null;
	}

	/**
	 * On the worker: answers the request and gives the connection back, or to whoever
	 * continues, come what may.
	 */
	@Override
	public void run() {
		Connection connection = connection();
		if (!this.started) {
			this.started = true;
			connection.loop().counters().requestStarted();
		}
		WorkerOutput workerOutput = new WorkerOutput(connection, lease());
		try {
			this.output = workerOutput;
			if (this.dispatched != null && connection.isOpen()) {
				this.dispatched.run();
			}
		}
		finally {
			if (this.hasRoom) {
				// Before the client can know of the answer: its next request finds room.
				this.hasRoom = false;
				connection.loop().leaveWorker();
			}
			if (this.held != null) {
				suspend(connection, workerOutput, this.held);
			}
			else if (!isContinuedElsewhere(workerOutput)) {
				finish(connection, workerOutput);
			}
		}
	}

	/** Leaves the connection to the loop, and the exchange to whoever holds it. */
	private void suspend(Connection connection, WorkerOutput workerOutput, HeldExchange holder) {
		connection.endWatch();
		try {
			workerOutput.writeWithoutWaiting();
		}
		catch (IOException ex) {
			logger.debug("An answer was lost: {}", ex.getMessage());
			this.report.lost(ex);
			this.aborted = true;
		}
		finally {
			this.output = null;
			this.report.lost(workerOutput.lost());
			workerOutput.close();
			connection.hold(holder);
		}
	}

	/** On the loop: it goes on, on a worker. */
	void resume(Runnable task) {
		this.held = null;
		this.dispatched = task;
		this.executor = null;
		this.resumed = true;
		this.started = false;
		this.onEventLoop = false;
	}

	/** On the loop: directs what is written, for a moment; null when that is over. */
	void borrow(@Nullable ResponseOutput output) {
		this.output = output;
	}

	private boolean isContinuedElsewhere(WorkerOutput workerOutput) {
		PassedOn next = this.passedOn;
		if (next == null) {
			return false;
		}
		this.passedOn = null;
		this.dispatched = next.task();
		this.executor = next.executor();
		// Nothing is in it: interim answers leave at once.
		workerOutput.close();
		try {
			next.executor().execute(this);
			return true;
		}
		catch (RejectedExecutionException ex) {
			next.rejected().run();
			return false;
		}
	}

	private void finish(Connection connection, WorkerOutput workerOutput) {
		connection.endWatch();
		boolean written = false;
		try {
			workerOutput.writeWithoutWaiting();
			written = true;
		}
		catch (IOException ex) {
			logger.debug("An answer was lost: {}", ex.getMessage());
			this.report.lost(ex);
		}
		finally {
			this.aborted |= !written;
			this.output = null;
			this.report.lost(workerOutput.lost());
			workerOutput.close();
			connection.handBack(this);
		}
	}

	Connection connection() {
		if (this.connection == null) {
			throw new IllegalStateException("The exchange is over");
		}
		return this.connection;
	}

	WorkerLease lease() {
		return connection().lease();
	}

	@Nullable BodyDecoder decoder() {
		return this.decoder;
	}

	void spoilInput() {
		this.inputSpoilt = true;
	}

	/**
	 * Whether the answer was given up.
	 * @return true if the connection ends before the answer does
	 */
	public boolean isAborted() {
		return this.aborted;
	}

	/** Whether the connection can be used for another request. */
	boolean staysOpen() {
		return this.persistent && !this.aborted && !this.inputSpoilt;
	}

	boolean hasUnreadContent() {
		return this.inputSpoilt || (this.decoder != null && !this.decoder.isFinished());
	}

	void continueIfExpected() throws IOException {
		if (this.continueExpected && !this.answered) {
			writeContinue(CONTINUE, CONTINUE.length);
		}
	}

	/**
	 * Whether the client waits for a 100 before it sends content.
	 * @return false if it does not, or has had it
	 */
	public boolean expectsContinue() {
		return this.continueExpected && this.interimAllowed;
	}

	/**
	 * Says that this request gets no interim answers: it is answered as HTTP/1.0.
	 */
	public void forbidInterim() {
		this.interimAllowed = false;
	}

	/**
	 * Sends an interim answer (RFC 9110, section 15.2) at once, or drops it if the client
	 * would not understand it.
	 * @param octets the encoded answer
	 * @param length number of octets
	 * @param isContinue whether it is the 100 that lets the client send its content
	 * @throws IOException if the client is gone or too slow
	 * @throws IllegalStateException if the final answer has begun
	 */
	public void writeInterim(byte[] octets, int length, boolean isContinue) throws IOException {
		if (this.answered) {
			throw new IllegalStateException("An interim response cannot follow the final one");
		}
		if (isContinue) {
			writeContinue(octets, length);
		}
		else if (this.interimAllowed) {
			output().write(octets, 0, length);
			output().flush();
		}
	}

	private void writeContinue(byte[] octets, int length) throws IOException {
		if (this.interimAllowed) {
			this.continueExpected = false;
			output().write(octets, 0, length);
			output().flush();
		}
	}

	/**
	 * Closes the connection after this answer, even if its head has said otherwise.
	 */
	public void endConnection() {
		this.persistent = false;
	}

	private ResponseOutput output() {
		if (this.output == null) {
			throw new IllegalStateException("The exchange is over, or on its way to a worker");
		}
		return this.output;
	}

	/**
	 * The request head.
	 * @return valid until the exchange is over
	 */
	public RequestHead head() {
		if (this.head == null) {
			throw new IllegalStateException("The exchange is over");
		}
		return this.head;
	}

	/**
	 * A time that is not before the request was sent, and not after it was looked at.
	 * @return nanoseconds, comparable with {@link System#nanoTime()}
	 */
	public long arrivedAt() {
		return this.arrivedAt;
	}

	/**
	 * The content of the request. Reading it blocks, so that only a worker may do it.
	 * @return a stream, empty if the request has no content
	 */
	public InputStream content() {
		return this.content;
	}

	/**
	 * Whether the exchange is on its event loop, where nothing may block.
	 * @return false on a worker
	 */
	public boolean onEventLoop() {
		return this.onEventLoop;
	}

	/**
	 * Hands the exchange to a worker once the caller has returned.
	 * @param task what the worker does; it must not throw
	 * @throws IllegalStateException if this is not the event loop, or was called before
	 */
	public void dispatch(Runnable task) {
		if (!this.onEventLoop || this.dispatched != null) {
			throw new IllegalStateException("An exchange can be dispatched once, on its event loop");
		}
		this.dispatched = task;
	}

	/**
	 * Hands the exchange to other threads than the workers, once the caller has returned:
	 * from the event loop, or from a worker.
	 * @param task what they do; it must not throw
	 * @param executor the threads; if it rejects the task, the request is refused
	 * @param rejected refuses it, on a worker; the event loop does that itself
	 * @throws IllegalStateException if the exchange is on its way already
	 */
	public void passOn(Runnable task, Executor executor, Runnable rejected) {
		if (this.onEventLoop) {
			dispatch(task);
			this.executor = executor;
		}
		else if (this.passedOn == null) {
			this.passedOn = new PassedOn(task, executor, rejected);
		}
		else {
			throw new IllegalStateException("The exchange is on its way to other threads already");
		}
	}

	/**
	 * Keeps the exchange open after the caller has returned, without a thread.
	 * @return who goes on with it
	 * @throws IllegalStateException if the exchange is on its way to other threads
	 */
	public HeldExchange hold() {
		if (this.held != null || this.passedOn != null || (this.onEventLoop && this.dispatched != null)) {
			throw new IllegalStateException("The exchange is held, or on its way to other threads already");
		}
		this.held = new HeldExchange(this, connection());
		return this.held;
	}

	/**
	 * Watches the client while a worker is busy with something else than the connection:
	 * the content of the request must have been read.
	 * @param onGone called at most once, on the event loop, when the client has closed
	 * its side of the connection, or the connection is closed here; it must not block
	 */
	public void watchClient(Runnable onGone) {
		if (this.onEventLoop) {
			throw new IllegalStateException("The event loop sees by itself whether a client is gone");
		}
		connection().watch(onGone);
	}

	/**
	 * Goes on as if another request had come, without content.
	 * @param head its head
	 */
	public void replaceHead(RequestHead head) {
		this.head = head;
		this.content = NO_CONTENT;
	}

	/**
	 * Takes back that somebody else continues.
	 */
	public void cancelDispatch() {
		if (this.held != null) {
			this.held.gone();
			this.held = null;
		}
		this.dispatched = null;
		this.passedOn = null;
	}

	/**
	 * Says that the content of the answer ends where the connection does.
	 */
	public void endWithConnection() {
		this.endsWithConnection = true;
	}

	boolean endsWithConnection() {
		return this.endsWithConnection;
	}

	/**
	 * Decides whether the connection stays open after this answer; called once, before
	 * its head is written.
	 * @param wanted false if the answer itself ends the connection
	 * @return true if it stays open
	 */
	public boolean decidePersistence(boolean wanted) {
		boolean possible = head().isPersistent() && !this.inputSpoilt && !connection().loop().isDraining()
				&& !connection().isLastRequest() && isUnreadContentSmall();
		this.persistent = wanted && possible;
		this.answered = true;
		return this.persistent;
	}

	private boolean isUnreadContentSmall() {
		if (this.decoder == null || this.decoder.isFinished()) {
			return true;
		}
		// A client that still waits for a 100 may send the content or not: nobody knows
		// where its next request begins (RFC 9110, section 10.1.1).
		return !this.continueExpected && (head().isChunked() || this.decoder.contentAhead() <= MOST_DISCARDED);
	}

	/**
	 * The {@code Date} line of this second.
	 * @return the line with its line end, not to be changed
	 */
	public byte[] dateLine() {
		return connection().loop().dateLine();
	}

	/**
	 * Writes octets of the answer.
	 * @param octets an array, the caller's again afterwards
	 * @param from the first octet
	 * @param length number of octets
	 * @throws IOException if the client is gone or too slow
	 */
	public void write(byte[] octets, int from, int length) throws IOException {
		output().write(octets, from, length);
	}

	/**
	 * Writes octets that do not change any more: they may leave later, uncopied.
	 * @param octets an array
	 * @param from the first octet
	 * @param length number of octets
	 * @throws IOException if the client is gone or too slow
	 */
	public void writeShared(byte[] octets, int from, int length) throws IOException {
		output().writeShared(octets, from, length);
	}

	/**
	 * Sends a part of a file and closes it, now or later.
	 * @param region the part
	 * @throws IOException if the client is gone
	 */
	public void write(FileRegion region) throws IOException {
		output().write(region);
	}

	/**
	 * Sends what was written so far.
	 * @throws IOException if the client is gone or too slow
	 */
	public void flush() throws IOException {
		output().flush();
	}

	/**
	 * Ends the connection when the exchange is over, with what was written so far: the
	 * only way to say that an answer which has begun cannot be finished.
	 */
	public void abort() {
		this.aborted = true;
	}

	/**
	 * The other end of the socket.
	 * @return its address, which is a proxy's if that has said whom it speaks for
	 */
	public InetSocketAddress peerAddress() {
		return connection().peerAddress();
	}

	/**
	 * The client's end of the connection.
	 * @return its address; what a proxy has said by the PROXY protocol, or the socket's
	 */
	public InetSocketAddress remoteAddress() {
		return connection().remoteAddress();
	}

	/**
	 * The server's end of the connection.
	 * @return its address
	 */
	public InetSocketAddress localAddress() {
		return connection().localAddress();
	}

	/**
	 * What TLS has agreed upon with the client.
	 * @return the session, or null if the connection is not encrypted
	 */
	public @Nullable SSLSession tlsSession() {
		return connection().transport().session();
	}

	/**
	 * What was attached to the connection.
	 * @return an object, or null
	 */
	public @Nullable Object attachment() {
		return connection().attachment();
	}

	/**
	 * Keeps an object with the connection, beyond this exchange.
	 * @param attachment an object, or null
	 */
	public void attach(@Nullable Object attachment) {
		connection().attach(attachment);
	}

	/**
	 * Runs a task, on a worker, when the connection has ended and no exchange uses it any
	 * more.
	 * @param task what to run, after what was registered before
	 */
	public void onConnectionEnd(Runnable task) {
		connection().onEnd(task);
	}

}
