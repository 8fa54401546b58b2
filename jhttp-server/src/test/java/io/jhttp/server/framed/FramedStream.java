package io.jhttp.server.framed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.jhttp.server.exchange.OpenFile;
import io.jhttp.server.exchange.OwnedStream;
import io.jhttp.server.exchange.RequestContentException;
import io.jhttp.server.exchange.ResponseOutcome;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.exchange.Suspension;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.ClientGoneException;
import io.jhttp.server.net.Output;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of several. The socket stays its loop's; what is read and written passes
 * through queues, whose length the credit of the other side bounds.
 */
final class FramedStream extends OwnedStream implements Runnable {

	/** As much is taken from a handler before it has to wait. */
	private static final int CAPACITY = 16 * 1024;

	private static final int MAX_AT_ONCE = 4 * 1024;

	private record Frame(FrameType type, byte[] payload) {
	}

	private record Next(Runnable task, @Nullable Executor executor, Runnable rejected,
			@Nullable FramedSuspension suspension) {
	}

	private final FramedConnection connection;

	private final int number;

	private final FramedRequestHead head;

	private final long arrivedAt = System.nanoTime();

	private final long arrivalMillis;

	private final long arrivalNanos;

	// Guarded by this stream, as loop and workers share them.

	private final ArrayDeque<ByteBuffer> incoming = new ArrayDeque<>();

	private final ArrayDeque<Frame> outgoing = new ArrayDeque<>();

	private int sentOfFirst;

	private int unsentBytes;

	private int credit = FramedProtocol.CREDIT;

	private int consumed;

	private boolean inputEnded;

	/** The client does not want it any more, or has gone. */
	private boolean gone;

	/** It has gone before the response had left. */
	private boolean cut;

	private boolean late;

	private boolean aborted;

	private boolean lastSent;

	private boolean returned;

	private @Nullable Runnable readable;

	private @Nullable Runnable writable;

	private long waitsSince;

	private @Nullable Runnable watch;

	// By the owner of the exchange

	private @Nullable Next next;

	private @Nullable FramedSuspension suspended;

	private boolean hasPlace;

	private @Nullable Consumer<ResponseOutcome> listener;

	FramedStream(FramedConnection connection, int number, FramedRequestHead head) {
		this.connection = connection;
		this.number = number;
		this.head = head;
		this.inputEnded = !head.hasContent();
		this.arrivalMillis = connection.loop().options().clock().currentTimeMillis();
		this.arrivalNanos = connection.loop().options().clock().nanoTime();
	}

	FramedConnection connectionOf() {
		return this.connection;
	}

	@Override
	protected Thread loopThread() {
		return this.connection.loop().thread();
	}

	// On the loop: what the client says

	synchronized void received(byte[] payload) {
		this.incoming.add(ByteBuffer.wrap(payload));
	}

	synchronized void inputEnded() {
		this.inputEnded = true;
	}

	synchronized void credited(int more) {
		this.credit += more;
	}

	/** The client does not want it any more, or has gone. */
	void gone() {
		Runnable onGone;
		synchronized (this) {
			this.gone = true;
			this.cut |= !this.lastSent;
			this.lastSent = true;
			this.outgoing.clear();
			onGone = this.watch;
			this.watch = null;
		}
		if (onGone != null) {
			onGone.run();
		}
		FramedSuspension cut = this.suspended;
		if (cut != null) {
			this.suspended = null;
			finishOnLoop();
			cut.gone();
		}
		else if (owner() == Owner.QUEUED && inspect(() -> true) && owner() == Owner.ENDED) {
			leaveWorkers();
			this.connection.counters().countShed(ShedReason.CLIENT_GONE);
			this.connection.counters().requestStarted();
			returned();
		}
		tell();
	}

	// On the loop: what is to be done

	/** The handler has returned, on the loop. */
	void handled() {
		Next step = this.next;
		if (step == null) {
			finishOnLoop();
		}
		else if (step.suspension() != null) {
			this.next = null;
			markSuspended();
			this.suspended = step.suspension();
		}
		else {
			queue();
			lend();
		}
	}

	private void lend() {
		Next step = this.next;
		Workers workers = this.connection.loop().workers();
		this.connection.counters().requestQueued();
		this.hasPlace = step.executor() == null && workers.tryEnter();
		boolean welcome = this.hasPlace || step.executor() != null;
		if (welcome && Workers.tryExecute((step.executor() != null) ? step.executor() : workers, this)) {
			return;
		}
		leaveWorkers();
		this.connection.counters().requestStarted();
		this.connection.counters().countShed(ShedReason.WORKERS_BUSY);
		this.connection.counters().requestRefused();
		synchronized (this) {
			this.outgoing.add(new Frame(FrameType.HEAD, "503".getBytes(StandardCharsets.US_ASCII)));
			this.outgoing.add(new Frame(FrameType.END, new byte[0]));
		}
		finishOnLoop();
	}

	private void leaveWorkers() {
		if (this.hasPlace) {
			this.hasPlace = false;
			this.connection.loop().workers().leave();
		}
	}

	private void finishOnLoop() {
		markEnded();
		returned();
	}

	private synchronized void returned() {
		this.returned = true;
	}

	/** A worker has returned, and the exchange goes on without a thread. */
	void suspended(FramedSuspension begins) {
		if (isClientGone()) {
			finishOnLoop();
			begins.gone();
		}
		else {
			this.suspended = begins;
		}
	}

	private synchronized boolean isClientGone() {
		return this.gone;
	}

	void takeSteps() {
		FramedSuspension current = this.suspended;
		if (current == null || current.isDecided()) {
			return;
		}
		try {
			current.take();
		}
		catch (IOException | RuntimeException ex) {
			abort();
			current.end();
		}
		if (current.isDecided()) {
			this.suspended = null;
			Runnable task = current.resumed();
			if (task == null) {
				finishOnLoop();
			}
			else {
				this.next = new Next(task, null, () -> {
				}, null);
				queue();
				lend();
			}
		}
	}

	void tellOfStop() {
		FramedSuspension current = this.suspended;
		if (current != null) {
			current.stop();
		}
	}

	/** Lets those that wait go on, if there is something to go on with. */
	void tell() {
		Runnable reads = null;
		Runnable writes = null;
		synchronized (this) {
			if (this.readable != null && (!this.incoming.isEmpty() || this.inputEnded || this.gone || this.late)) {
				reads = this.readable;
				this.readable = null;
			}
			if (this.writable != null && (this.outgoing.isEmpty() || this.gone)) {
				writes = this.writable;
				this.writable = null;
			}
		}
		if (reads != null) {
			reads.run();
		}
		if (writes != null) {
			writes.run();
		}
	}

	/** Whether a thread waits for the client, who is late. */
	boolean isLate(long now) {
		boolean reads;
		synchronized (this) {
			if ((this.readable == null && this.writable == null)
					|| now - this.waitsSince < this.connection.loop().options().timeouts().body().toNanos()) {
				return false;
			}
			reads = this.readable != null;
			this.late = true;
		}
		this.connection.counters().countShed(ShedReason.SLOW_CLIENT);
		if (!reads) {
			gone();
		}
		tell();
		return true;
	}

	synchronized boolean isAwaited() {
		return this.readable != null || this.writable != null;
	}

	/** Writes a frame, if there is one that may leave. */
	synchronized boolean sendSome(Output output) throws IOException {
		if (this.consumed > 0 && !this.gone) {
			send(output, FrameType.CREDIT, ByteBuffer.allocate(4).putInt(this.consumed).array(), 0, 4);
			this.consumed = 0;
			return true;
		}
		Frame first = this.outgoing.peek();
		if (first == null) {
			return false;
		}
		int length = first.payload().length - this.sentOfFirst;
		if (first.type() == FrameType.DATA) {
			length = Math.min(Math.min(length, this.credit), MAX_AT_ONCE);
			if (length == 0) {
				return false;
			}
			this.credit -= length;
			this.unsentBytes -= length;
		}
		send(output, first.type(), first.payload(), this.sentOfFirst, length);
		this.sentOfFirst += length;
		if (this.sentOfFirst == first.payload().length) {
			this.outgoing.remove();
			this.sentOfFirst = 0;
			this.lastSent |= first.type() == FrameType.END || first.type() == FrameType.RESET;
		}
		return true;
	}

	private void send(Output output, FrameType type, byte[] payload, int from, int length) throws IOException {
		byte[] frame = FramedProtocol.frame(type, this.number, payload, from, length);
		output.writeAll(frame, frame.length);
	}

	synchronized boolean isDone() {
		return this.lastSent && this.returned;
	}

	void report() {
		IOException failure = null;
		long unsent;
		synchronized (this) {
			unsent = this.unsentBytes;
			if (this.cut) {
				failure = new ClientGoneException("The client has given the exchange up");
			}
			else if (this.aborted) {
				failure = new IOException("The response was given up before its content was complete");
			}
		}
		if (this.listener != null) {
			this.listener.accept(new ResponseOutcome(this.arrivalMillis,
					this.connection.loop().options().clock().nanoTime() - this.arrivalNanos, unsent, 0, 0, failure));
		}
		over();
		this.connection.counters().requestEnded();
	}

	// On a worker

	@Override
	public void run() {
		if (!start()) {
			return;
		}
		Next step = this.next;
		this.next = null;
		if (this.hasPlace || step.executor() != null) {
			this.connection.counters().requestStarted();
		}
		step.task().run();
		leaveWorkers();
		Next following = this.next;
		if (following != null && following.suspension() == null) {
			queue();
			this.connection.counters().requestQueued();
			if (Workers.tryExecute(
					(following.executor() != null) ? following.executor() : this.connection.loop().workers(), this)) {
				return;
			}
			start();
			this.connection.counters().requestStarted();
			this.next = null;
			following.rejected().run();
			following = null;
		}
		this.next = null;
		if (following != null) {
			markSuspended();
			FramedSuspension begins = following.suspension();
			backToLoop(() -> suspended(begins));
		}
		else {
			markEnded();
			backToLoop(this::returned);
		}
	}

	private void backToLoop(Runnable task) {
		this.connection.loop().execute(() -> {
			task.run();
			this.connection.expectTurn();
		});
	}

	// For handlers

	@Override
	public RequestHead head() {
		return this.head;
	}

	@Override
	public long arrivedAt() {
		return this.arrivedAt;
	}

	@Override
	public StreamConnection connection() {
		return this.connection;
	}

	@Override
	public synchronized boolean isContentRead() {
		return this.inputEnded && this.incoming.isEmpty();
	}

	@Override
	public boolean expectsContinue() {
		return false;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		enterReading();
		try {
			return take(target, offset, length);
		}
		finally {
			exitReading();
		}
	}

	private synchronized int take(byte[] target, int offset, int length) throws IOException {
		if (this.late) {
			throw new RequestContentException(new HttpProblem(408, "The request content did not arrive in time."));
		}
		ByteBuffer first = this.incoming.peek();
		if (first == null) {
			if (this.gone) {
				throw new ClientGoneException("The client has given the exchange up");
			}
			return this.inputEnded ? -1 : 0;
		}
		int count = Math.min(length, first.remaining());
		first.get(target, offset, count);
		if (!first.hasRemaining()) {
			this.incoming.remove();
		}
		this.consumed += count;
		this.connection.expectTurn();
		return count;
	}

	@Override
	public int available() {
		enterReading();
		try {
			synchronized (this) {
				return this.incoming.isEmpty() ? 0 : this.incoming.peek().remaining();
			}
		}
		finally {
			exitReading();
		}
	}

	@Override
	public void onReadable(Runnable task) {
		enterReading();
		try {
			synchronized (this) {
				this.readable = task;
				this.waitsSince = this.connection.loop().options().clock().nanoTime();
			}
			this.connection.expectTurn();
		}
		finally {
			exitReading();
		}
	}

	private synchronized void add(FrameType type, byte[] payload) throws IOException {
		if (this.gone) {
			throw new ClientGoneException("The client has given the exchange up");
		}
		this.outgoing.add(new Frame(type, payload));
		if (type == FrameType.DATA) {
			this.unsentBytes += payload.length;
		}
		this.connection.expectTurn();
	}

	@Override
	public void writeInterim(ResponseHead interim) throws IOException {
		add(FrameType.HEAD, text(interim));
	}

	@Override
	public void forbidInterim() {
	}

	@Override
	public boolean writeHead(ResponseHead head, long length) throws IOException {
		add(FrameType.HEAD, text(head));
		return !HttpStatus.forbidsContent(head.status()) && !this.head.methodIs("HEAD");
	}

	@Override
	public void upgrade(ResponseHead head) throws IOException {
		writeHead(head, -1);
	}

	private static byte[] text(ResponseHead head) {
		StringBuilder text = new StringBuilder().append(head.status());
		head.headers()
			.forEach((field) -> text.append('\n').append(field.getKey()).append(": ").append(field.getValue()));
		return text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	@Override
	public int write(byte[] bytes, int from, int length) throws IOException {
		int room;
		synchronized (this) {
			room = Math.min(length, CAPACITY - this.unsentBytes);
		}
		if (room <= 0) {
			return 0;
		}
		add(FrameType.DATA, Arrays.copyOfRange(bytes, from, from + room));
		return room;
	}

	@Override
	public void writeShared(byte[] bytes, int from, int length) throws IOException {
		add(FrameType.DATA, Arrays.copyOfRange(bytes, from, from + length));
	}

	@Override
	public void writeFile(OpenFile file, long position, long length) throws IOException {
		try (file) {
			ByteBuffer content = ByteBuffer.allocate((int) length);
			while (content.hasRemaining() && file.channel().read(content, position + content.position()) >= 0) {
				// The next part.
			}
			add(FrameType.DATA, content.array());
		}
	}

	@Override
	public void flush() throws IOException {
		if (isClientGone()) {
			throw new ClientGoneException("The client has given the exchange up");
		}
	}

	@Override
	public synchronized boolean isWritable() {
		return this.outgoing.isEmpty();
	}

	@Override
	public void onWritable(Runnable task) {
		enter();
		try {
			synchronized (this) {
				this.writable = task;
				this.waitsSince = this.connection.loop().options().clock().nanoTime();
			}
			this.connection.expectTurn();
		}
		finally {
			exit();
		}
	}

	@Override
	public void end(List<Map.Entry<String, String>> trailers) throws IOException {
		add(FrameType.END, new byte[0]);
	}

	@Override
	public synchronized void abort() {
		if (!this.aborted && !this.gone) {
			this.outgoing.add(new Frame(FrameType.RESET, new byte[0]));
			this.connection.expectTurn();
		}
		this.aborted = true;
	}

	@Override
	public synchronized boolean isAborted() {
		return this.aborted || this.cut;
	}

	@Override
	public void endConnection() {
	}

	@Override
	public void dispatch(Runnable task, @Nullable Executor executor, Runnable rejected) {
		goOn(new Next(task, executor, rejected, null));
	}

	@Override
	public Suspension suspend() {
		FramedSuspension suspension = new FramedSuspension(this);
		goOn(new Next(() -> {
		}, null, () -> {
		}, suspension));
		return suspension;
	}

	private void goOn(Next step) {
		if (this.next != null) {
			throw new IllegalStateException("The exchange goes on elsewhere already");
		}
		this.next = step;
	}

	@Override
	public void cancelDispatch() {
		Next cancelled = this.next;
		this.next = null;
		if (cancelled != null && cancelled.suspension() != null) {
			cancelled.suspension().gone();
		}
	}

	@Override
	public void watchClient(Runnable onGone) {
		enterReading();
		try {
			synchronized (this) {
				if (!this.gone) {
					this.watch = onGone;
					return;
				}
			}
			this.connection.loop().execute(onGone);
		}
		finally {
			exitReading();
		}
	}

	@Override
	public void onOutcome(Consumer<ResponseOutcome> listener) {
		this.listener = listener;
	}

}
