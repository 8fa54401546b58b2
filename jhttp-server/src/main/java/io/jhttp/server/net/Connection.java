package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as a socket: what is ready, what is still to be written, and its end. What
 * the octets mean is up to its {@link RequestCycle}. Exactly one thread owns a connection
 * at any time, its loop or the worker that has the {@link WorkerLease}.
 */
final class Connection implements ReadyHandler {

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private final EventLoop loop;

	private final SocketChannel channel;

	private final SelectionKey key;

	private InetSocketAddress remoteAddress;

	/** Null unless a proxy still has to say whom it speaks for. */
	private @Nullable ProxyIntroduction introduction;

	/** Whose connection this counts as, or null if it does not count yet. */
	private @Nullable InetAddress countedHost;

	private final WorkerLease lease = new WorkerLease(this);

	private final RequestCycle cycle;

	private final ReceivedOctets received = new ReceivedOctets();

	private Transport transport;

	/** Null if it is over, or there is none. */
	private @Nullable TlsHandshake handshake;

	private @Nullable PendingOutput pending;

	private @Nullable Object attachment;

	private @Nullable Runnable endTask;

	private volatile @Nullable ClientWatch watch;

	// The link of a list of deadlines, and its alone.

	@Nullable Deadlines deadlines;

	@Nullable Connection sooner;

	@Nullable Connection later;

	long deadline;

	Connection(EventLoop loop, SocketChannel channel, SelectionKey key, InetSocketAddress remoteAddress,
			@Nullable TlsSupport tls) {
		this.loop = loop;
		this.channel = channel;
		this.key = key;
		this.remoteAddress = remoteAddress;
		this.cycle = new RequestCycle(this);
		this.transport = new PlainTransport(channel);
		this.handshake = (tls != null) ? new TlsHandshake(this, tls) : null;
	}

	// Events, on the loop

	@Override
	public void onReady(int operations) {
		if (this.introduction != null) {
			this.introduction.onReadable();
			return;
		}
		if (this.handshake != null) {
			this.handshake.onReady(operations);
			return;
		}
		if (this.lease.isWorkers()) {
			if (this.lease.isAwaited()) {
				this.lease.onReady(operations);
				return;
			}
			if (isSeenByWatch(operations)) {
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
			// A client that does not take its answers gets no further requests in.
			forget(SelectionKey.OP_READ);
		}
		else if (!this.cycle.isTurnExpected()) {
			onReadable();
		}
	}

	/** Whether somebody wants to know what a client does while a worker is busy. */
	boolean isSeenByWatch(int operations) {
		ClientWatch current = this.watch;
		return current != null && (operations & SelectionKey.OP_READ) != 0 && current.look();
	}

	private void onReadable() {
		ByteBuffer input = this.loop.input().clear();
		try {
			int count = this.transport.read(input);
			if (count < 0) {
				close();
				return;
			}
			if (count == 0 && !this.transport.isInsideRecord() && !this.transport.isAtEnd()) {
				// Nothing came, and so nothing begins anew, such as a time of idleness.
				return;
			}
			input.flip();
		}
		catch (IOException ex) {
			giveUp(ex);
			return;
		}
		if (this.cycle.isHeld()) {
			// More input must not grow without bound: what this has is all until the end.
			this.received.append(input);
			if (!this.received.isEmpty()) {
				forget(SelectionKey.OP_READ);
			}
		}
		else if (this.received.isEmpty()) {
			int length = input.remaining();
			byte[] octets = this.loop.scratch();
			input.get(octets, 0, length);
			this.cycle.process(octets, 0, length);
		}
		else {
			this.received.append(input);
			this.cycle.processReceived();
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
			this.cycle.afterOutput();
		}
		else if (this.pending.isTooSlow(this.loop.now(), this.loop.options())) {
			this.loop.counters().gaveUp(ShedReason.SLOW_CLIENT);
			close();
		}
		else {
			startDeadline(Deadlines.Kind.WRITE);
		}
	}

	/**
	 * The socket was not ready for a whole timeout. That alone does not mean that nothing
	 * was taken: systems report it only when a good part of their buffer is free.
	 * @return whether the client took something after all, or is gone
	 */
	boolean continuesAfterTimeout() {
		PendingOutput output = this.pending;
		if (output == null) {
			return false;
		}
		long before = output.written();
		onWritable();
		if (this.pending == output && output.written() == before) {
			this.loop.counters().gaveUp(ShedReason.SLOW_CLIENT);
			return false;
		}
		return true;
	}

	void onTimeout(Deadlines.Kind kind) {
		if (this.introduction != null) {
			this.loop.counters().gaveUp(ShedReason.SLOW_CLIENT);
			close();
			return;
		}
		if (this.handshake != null) {
			this.loop.counters().gaveUp(ShedReason.HANDSHAKE);
			close();
			return;
		}
		if (this.lease.isWorkers()) {
			if (this.lease.isAwaited()) {
				this.lease.onTimeout();
				return;
			}
			if (this.lease.askForReport()) {
				return;
			}
			this.cycle.settle();
			return;
		}
		this.cycle.onTimeout(kind);
	}

	/** The first octets will say for whom this connection is. */
	void expectIntroduction(Admission admission) {
		this.introduction = new ProxyIntroduction(this, admission);
		startDeadline(Deadlines.Kind.HEAD);
	}

	/** They have said it. */
	void introduced(InetSocketAddress client) {
		this.introduction = null;
		this.remoteAddress = client;
		startDeadline((this.handshake != null) ? Deadlines.Kind.HANDSHAKE : Deadlines.Kind.IDLE);
	}

	/**
	 * Answers a connection that cannot be kept, and ends it. A handshake only for that
	 * would cost more than it tells.
	 */
	void turnAway(HttpProblem problem) {
		this.introduction = null;
		if (this.handshake != null) {
			close();
			return;
		}
		this.cycle.turnAway(problem);
	}

	/** The client does not encrypt, and would not understand anything else. */
	void refusePlain(HttpProblem problem) {
		this.handshake = null;
		this.cycle.turnAway(problem);
	}

	/** The handshake is over. Octets that came with its end make the socket not ready. */
	void encrypted(Transport encrypted) {
		this.handshake = null;
		this.transport = encrypted;
		startDeadline(Deadlines.Kind.IDLE);
		await(SelectionKey.OP_READ);
		onReadable();
	}

	boolean isLastRequest() {
		return this.cycle.isLastRequest();
	}

	void takeTurn() {
		this.cycle.takeTurn();
	}

	/** On the worker: its answer is complete, or given up. */
	void handBack(Exchange exchange) {
		this.cycle.handBack(exchange);
	}

	/** On the worker: its exchange goes on without a thread. */
	void hold(HeldExchange holder) {
		this.loop.execute(() -> this.cycle.hold(holder));
	}

	boolean isHeldBy(HeldExchange holder) {
		return this.cycle.isHeldBy(holder);
	}

	void endHeld(Exchange exchange) {
		this.cycle.endHeld(exchange);
	}

	void resumeHeld(Exchange exchange) {
		this.cycle.resumeHeld(exchange);
	}

	void afterSteps() {
		this.cycle.afterSteps();
	}

	/** On the worker, which does not read from now on. */
	void watch(Runnable onGone) {
		ClientWatch begun = new ClientWatch(this, onGone);
		this.watch = begun;
		if (this.lease.isReporting() || this.transport.isAtEnd()) {
			this.loop.execute(() -> lookAgain(begun));
		}
	}

	/** Something has made the loop look away, or the connection was closed meanwhile. */
	private void lookAgain(ClientWatch begun) {
		if (!isOpen() || this.transport.isAtEnd()) {
			begun.onClose();
		}
		else if (this.watch == begun) {
			await(SelectionKey.OP_READ);
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

	// Writing, by the owner

	boolean hasPendingOutput() {
		return this.pending != null;
	}

	PendingOutput pendingOutput() {
		if (this.pending == null) {
			this.pending = new PendingOutput(this.loop.options().clock().nanoTime());
		}
		return this.pending;
	}

	/**
	 * Writes pending output as far as the socket takes it.
	 * @return the number of octets written
	 */
	long writePending(ByteBuffer scratch) throws IOException {
		PendingOutput output = this.pending;
		if (output == null) {
			return 0;
		}
		long written;
		try {
			written = output.writeTo(this.transport, scratch, this.transport.budget());
		}
		finally {
			scratch.clear();
		}
		if (output.isEmpty()) {
			this.pending = null;
		}
		return written;
	}

	void dropPending() {
		if (this.pending != null) {
			this.pending.close();
			this.pending = null;
		}
	}

	// The end, on the loop

	void giveUp(IOException reason) {
		logger.debug("Closed a connection from {}: {}", this.remoteAddress, reason.getMessage());
		this.cycle.failed(reason);
		close();
	}

	/** Whether nothing would be lost if the connection ended now. */
	boolean isIdle() {
		return !this.lease.isWorkers() && this.pending == null && this.received.isEmpty()
				&& !this.transport.isInsideRecord() && this.cycle.isIdle();
	}

	/**
	 * The server is stopping, and waits for this connection. A request that has arrived
	 * since the selection is still answered, and so is one that follows what has begun.
	 */
	void drain() {
		if (isIdle()) {
			look();
		}
		if (!isIdle()) {
			this.cycle.drain();
		}
		else if (!isBeginning() && !isIdleOnlyNow()) {
			close();
		}
	}

	/** Reads what has arrived, as whatever it has to be. */
	private void look() {
		if (this.introduction != null) {
			this.introduction.onReadable();
		}
		if (this.introduction == null && this.handshake != null && isOpen()) {
			this.handshake.onReady(SelectionKey.OP_READ);
		}
		if (this.introduction == null && this.handshake == null && isOpen() && isIdle()) {
			onReadable();
		}
	}

	/** Whether a part of what comes before the first request has arrived. */
	private boolean isBeginning() {
		return (this.introduction != null) ? this.introduction.hasBegun()
				: this.handshake != null && this.handshake.hasBegun();
	}

	/** A client whose handshake has just ended is about to send its request. */
	private boolean isIdleOnlyNow() {
		Deadlines current = this.deadlines;
		return current != null && current.kind() == Deadlines.Kind.IDLE
				&& this.loop.now() - (this.deadline - current.nanos()) < EventLoop.DRAIN_GRACE;
	}

	void close() {
		if (!isOpen()) {
			return;
		}
		cancelDeadline();
		this.loop.output().discard();
		this.transport.beforeClose();
		this.key.cancel();
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed: {}", ex.getMessage());
		}
		if (this.lease.isWorkers() && this.lease.askForReport()) {
			this.lease.onClose();
			ClientWatch current = this.watch;
			if (current != null) {
				current.onClose();
			}
		}
		else {
			this.received.clear();
			this.cycle.onClose(unsentOctets());
			ended();
		}
		this.loop.closed(this);
	}

	/** What was written and has not been taken, or never will be. */
	long unsentOctets() {
		PendingOutput output = this.pending;
		return this.loop.output().takeLost(this) + ((output != null) ? output.remaining() : 0);
	}

	/** Closed, and no worker has it any more: nothing will be done with it again. */
	void ended() {
		dropPending();
		Runnable task = this.endTask;
		if (task != null) {
			this.endTask = null;
			this.loop.executeAfterEnd(task);
		}
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

	void continueDeadline(Deadlines.Kind kind) {
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

	Transport transport() {
		return this.transport;
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

	@Nullable InetAddress countedHost() {
		return this.countedHost;
	}

	void countedHost(InetAddress host) {
		this.countedHost = host;
	}

	/** The other end of the socket, whomever it speaks for. */
	InetSocketAddress peerAddress() {
		InetSocketAddress peer = (InetSocketAddress) this.channel.socket().getRemoteSocketAddress();
		return (peer != null) ? peer : this.remoteAddress;
	}

	InetSocketAddress remoteAddress() {
		return this.remoteAddress;
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

	void onEnd(Runnable task) {
		Runnable earlier = this.endTask;
		this.endTask = (earlier == null) ? task : () -> {
			earlier.run();
			task.run();
		};
	}

}
