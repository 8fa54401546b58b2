package io.jhttp.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as a socket: what is ready, what is still to be written, and its end. What
 * the bytes mean is up to its {@link ConnectionHandler}: in turn the one that reads a
 * PROXY header, the one that does the TLS handshake, and the protocol. Its event loop
 * owns it; a protocol may let another thread read and write, but closing is always the
 * loop's.
 */
public final class Connection extends LoopMember {

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private final EventLoop loop;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final ConnectionLimiter limiter;

	private InetSocketAddress remoteAddress;

	private boolean clientKnown = true;

	/** Whose connection this counts as, or null if it does not count yet. */
	private @Nullable InetAddress countedHost;

	private Transport transport;

	private @Nullable ConnectionHandler handler;

	private final ReceivedBytes received = new ReceivedBytes();

	private @Nullable PendingOutput pending;

	private @Nullable Runnable endTask;

	Connection(EventLoop loop, SocketChannel channel, SelectionKey key, InetSocketAddress remoteAddress,
			ConnectionLimiter limiter) {
		this.loop = loop;
		this.channel = channel;
		this.key = key;
		this.remoteAddress = remoteAddress;
		this.limiter = limiter;
		this.transport = new PlainTransport(channel);
	}

	// Its beginning

	void handler(ConnectionHandler handler) {
		this.handler = handler;
	}

	/** Nothing has to come before the protocol any more. */
	void begin() {
		List<ProtocolChoice> protocols = this.limiter.protocols();
		if (protocols.size() == 1) {
			open(protocols.get(0));
		}
		else {
			this.handler = new ProtocolDetector(this, protocols);
		}
	}

	/** Begins a protocol; what has been received is its. */
	void open(ProtocolChoice chosen) {
		this.handler = chosen.opens().open(this);
	}

	/** The client that a proxy speaks for. */
	void remoteAddress(InetSocketAddress client) {
		this.remoteAddress = client;
	}

	/** The proxy has said that it does not know for whom it speaks, or for itself. */
	void clientUnknown() {
		this.clientKnown = false;
	}

	/**
	 * The TLS handshake is over.
	 * @param encrypted what bytes go through from now on
	 * @param name of the protocol that was agreed upon, or null
	 */
	void encrypted(Transport encrypted, @Nullable String name) {
		this.transport = encrypted;
		this.handler = null;
		for (ProtocolChoice choice : this.limiter.protocols()) {
			if (choice.protocol().name().equals(name)) {
				open(choice);
			}
		}
		if (this.handler == null) {
			begin();
		}
		startDeadline(DeadlineKind.IDLE);
		addInterest(SelectionKey.OP_READ);
		// Bytes that came with the end of the handshake do not make the socket ready.
		handler().onReady(SelectionKey.OP_READ);
	}

	/**
	 * Answers a connection that cannot be kept, and ends it. A handshake costs too much
	 * to be made for an error only.
	 */
	void reject(HttpProblem problem) {
		if (this.limiter.encrypts()) {
			close();
		}
		else {
			rejectPlain(problem);
		}
	}

	/** The client does not encrypt, and would not understand anything else. */
	void rejectPlain(HttpProblem problem) {
		List<ProtocolChoice> protocols = this.limiter.protocols();
		open(protocols.get(protocols.size() - 1));
		handler().reject(problem);
	}

	boolean isHandledBy(ConnectionHandler candidate) {
		return this.handler == candidate;
	}

	private ConnectionHandler handler() {
		ConnectionHandler handler = this.handler;
		if (handler == null) {
			throw new IllegalStateException("The connection has not begun");
		}
		return handler;
	}

	/**
	 * Runs a task on the loop. If it fails, this connection is closed, and no other.
	 * @param task what to run; it must not block
	 */
	public void execute(Runnable task) {
		this.loop.execute(() -> guard(task));
	}

	// Events, on the loop

	@Override
	public void onReady(int operations) {
		handler().onReady(operations);
	}

	@Override
	void onTimeout(DeadlineKind kind) {
		handler().onTimeout(kind);
	}

	@Override
	void onTurn() {
		if (isOpen()) {
			handler().onTurn();
		}
	}

	@Override
	boolean isIdle() {
		return handler().isIdle();
	}

	@Override
	void drain() {
		ConnectionHandler before = handler();
		before.drain();
		if (isOpen() && handler() != before) {
			handler().drain();
		}
	}

	/**
	 * Whether it has been idle for a moment only: a client whose handshake has just ended
	 * is about to send its request.
	 * @return false if it has been idle for longer, or is not
	 */
	public boolean isIdleOnlyNow() {
		Deadlines current = this.deadlines;
		return current != null && current.kind() == DeadlineKind.IDLE
				&& this.loop.now() - (this.deadline - current.nanos()) < LoopListeners.DRAIN_GRACE;
	}

	// Output of whichever thread may write

	/**
	 * Directs the output of the loop to this connection; it is empty before.
	 * @return the output
	 */
	public LoopOutput openOutput() {
		this.loop.output().open(this);
		return this.loop.output();
	}

	/**
	 * Whether the socket has not taken everything yet.
	 * @return true while {@link #pendingOutput()} has something
	 */
	@Override
	public boolean hasPendingOutput() {
		return this.pending != null;
	}

	/**
	 * What the socket has not taken yet.
	 * @return to add something to
	 */
	@Override
	public PendingOutput pendingOutput() {
		if (this.pending == null) {
			this.pending = new PendingOutput(this.loop.options().clock().nanoTime());
		}
		return this.pending;
	}

	/**
	 * Writes pending output as far as the socket takes it.
	 * @param scratch a direct buffer to copy through
	 * @return the number of bytes written
	 * @throws IOException if the client is gone, or a file is not what was promised
	 */
	public long writePending(ByteBuffer scratch) throws IOException {
		PendingOutput output = this.pending;
		if (output == null) {
			return 0;
		}
		long written;
		try {
			written = output.writeTo(this.transport, scratch, this.transport.writeQuota());
		}
		finally {
			scratch.clear();
		}
		if (output.isEmpty()) {
			this.pending = null;
		}
		return written;
	}

	// Writing, on the loop

	/**
	 * Writes pending output, and ends a connection whose client does not take it.
	 * @return whether nothing is pending any more
	 */
	public boolean continueWriting() {
		try {
			writePending(this.loop.output().scratch());
		}
		catch (IOException ex) {
			close(ex);
			return false;
		}
		if (this.pending == null) {
			removeInterest(SelectionKey.OP_WRITE);
			return true;
		}
		if (this.pending.isTooSlow(this.loop.now(), this.loop.options())) {
			counters().countShed(ShedReason.SLOW_CLIENT);
			close();
		}
		else {
			startDeadline(DeadlineKind.WRITE);
		}
		return false;
	}

	/**
	 * The socket was not ready for a whole timeout. That alone does not mean that nothing
	 * was taken: systems report it only when a good part of their buffer is free.
	 * @return whether nothing is pending any more; the connection is closed if the client
	 * has taken nothing
	 */
	public boolean continueWritingLate() {
		PendingOutput output = this.pending;
		if (output == null) {
			close();
			return false;
		}
		long before = output.written();
		boolean done = continueWriting();
		if (!done && this.pending == output && output.written() == before && isOpen()) {
			counters().countShed(ShedReason.SLOW_CLIENT);
			close();
		}
		return done;
	}

	/**
	 * Waits until the client takes pending output.
	 */
	public void awaitWriting() {
		addInterest(SelectionKey.OP_WRITE);
		startDeadline(DeadlineKind.WRITE);
	}

	// Reading, on the loop

	/**
	 * Reads what has arrived, and ends a connection whose client has left.
	 * @return the buffer of the loop, or null if there is nothing to look at
	 */
	public @Nullable ByteBuffer receive() {
		ByteBuffer input = this.loop.input().clear();
		try {
			int count = this.transport.read(input);
			if (count < 0) {
				if (!handler().onEndOfInput()) {
					close();
				}
				return null;
			}
			boolean nothing = count == 0 && !this.transport.hasPartialRecord() && !this.transport.isAtEnd();
			return nothing ? null : input.flip();
		}
		catch (IOException ex) {
			close(ex);
			return null;
		}
	}

	/**
	 * Reads what has arrived, and keeps it for what comes next.
	 * @return the number of bytes, 0 if there are none at the moment, -1 at the end
	 * @throws IOException if the client is gone
	 */
	public int receiveAhead() throws IOException {
		ByteBuffer input = this.loop.input().clear();
		int count = this.transport.read(input);
		this.received.append(input.flip());
		return count;
	}

	/**
	 * How many bytes were written on the loop and lost with the client.
	 * @return 0 if that was asked for before
	 */
	public long takeLostBytes() {
		return this.loop.output().takeLost(this);
	}

	/**
	 * How many bytes were written and have not been taken, or never will be.
	 * @return 0 or more
	 */
	public long unsentBytes() {
		PendingOutput output = this.pending;
		return takeLostBytes() + ((output != null) ? output.remaining() : 0);
	}

	// The end, on the loop

	@Override
	void recycle() {
		counters().countShed(ShedReason.RECYCLED);
		close();
	}

	/** Closes the connection, whose end is due. */
	@Override
	public void close() {
		end(null);
	}

	/**
	 * Closes the connection.
	 * @param reason why
	 */
	public void close(IOException reason) {
		if (reason instanceof FileChangedException changed) {
			changed.tell(logger, "A response to " + this.remoteAddress);
		}
		else {
			logger.debug("Closed a connection from {}: {}", this.remoteAddress, reason.getMessage());
		}
		end(reason);
	}

	private void end(@Nullable IOException reason) {
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
		try {
			ConnectionHandler handler = this.handler;
			if (handler != null) {
				handler.onClose(reason);
			}
			else {
				release();
			}
		}
		finally {
			this.limiter.leave(this);
		}
	}

	/**
	 * Frees what the connection holds, and runs its end tasks. Called once, when it was
	 * closed and no other thread uses it any more.
	 */
	public void release() {
		this.received.clear();
		if (this.pending != null) {
			this.pending.close();
			this.pending = null;
		}
		Runnable task = this.endTask;
		if (task != null) {
			this.endTask = null;
			this.loop.workers().executeAlways(task);
		}
	}

	/**
	 * Runs a task, on a worker, when the connection has ended and nothing uses it any
	 * more.
	 * @param task what to run, after what was registered before
	 */
	public void onEnd(Runnable task) {
		Runnable earlier = this.endTask;
		this.endTask = (earlier == null) ? task : () -> {
			earlier.run();
			task.run();
		};
	}

	// Interest and deadlines, on the loop

	/**
	 * Selects for an operation from now on.
	 * @param operation of a selection key
	 */
	public void addInterest(int operation) {
		if (this.key.isValid() && (this.key.interestOps() & operation) == 0) {
			this.key.interestOpsOr(operation);
		}
	}

	/**
	 * Stops selecting for operations.
	 * @param operations of a selection key
	 */
	public void removeInterest(int operations) {
		if (this.key.isValid()) {
			this.key.interestOpsAnd(~operations);
		}
	}

	/**
	 * Starts a deadline, in place of any other.
	 * @param kind what the client, or a worker, has time for
	 */
	public void startDeadline(DeadlineKind kind) {
		this.loop.deadlines(kind).start(this, this.loop.now());
	}

	/**
	 * Starts a deadline unless one of this kind runs already.
	 * @param kind what the client has time for
	 */
	public void continueDeadline(DeadlineKind kind) {
		if (this.deadlines == null || this.deadlines.kind() != kind) {
			startDeadline(kind);
		}
	}

	/**
	 * Nothing is waited for any more.
	 */
	public void cancelDeadline() {
		Deadlines.cancel(this);
	}

	/**
	 * Asks for a turn, after other connections have had theirs.
	 */
	public void expectTurn() {
		this.loop.expectTurn(this);
	}

	// What it consists of

	@Override
	LoopListeners listeners() {
		return this.limiter.listeners();
	}

	/**
	 * The listener that has accepted it.
	 * @return its name
	 */
	public String listener() {
		return this.limiter.name();
	}

	/**
	 * What is counted for that listener.
	 * @return to count with
	 */
	public EngineCounters counters() {
		return this.limiter.counters();
	}

	/**
	 * Whether that listener is stopping: connections end with their next response.
	 * @return true for ever from then on
	 */
	public boolean isDraining() {
		return listeners().isDraining();
	}

	/**
	 * The loop that has the connection.
	 * @return always the same
	 */
	public EventLoop loop() {
		return this.loop;
	}

	SocketChannel channel() {
		return this.channel;
	}

	/**
	 * How bytes get through the socket.
	 * @return encrypted or not
	 */
	@Override
	public Transport transport() {
		return this.transport;
	}

	/**
	 * Bytes that were read, and belong to what comes next.
	 * @return always the same object
	 */
	public ReceivedBytes received() {
		return this.received;
	}

	/**
	 * Whether the socket is open.
	 * @return false for ever once the connection was closed
	 */
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/**
	 * Whether input has arrived that has not been read: closing now would be a reset. It
	 * is lost, as nothing but the end is to come.
	 * @return false if nothing has arrived
	 */
	public boolean discardArrived() {
		try {
			return this.channel.read(this.loop.input().clear()) > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Nullable InetAddress countedHost() {
		return this.countedHost;
	}

	void countedHost(InetAddress host) {
		this.countedHost = host;
	}

	/**
	 * The other end of the socket, whomever it speaks for.
	 * @return its address
	 */
	public InetSocketAddress peerAddress() {
		if (this.limiter.isUnix()) {
			return PeerAddress.of(null);
		}
		SocketAddress peer = this.channel.socket().getRemoteSocketAddress();
		return (peer != null) ? PeerAddress.of(peer) : this.remoteAddress;
	}

	/**
	 * The client's end of the connection.
	 * @return what a proxy has said by the PROXY protocol, or the socket's
	 */
	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Whether a proxy that should have named the client by the PROXY protocol has.
	 * @return false if it named none; true also for connections without such a proxy
	 */
	public boolean isClientKnown() {
		return this.clientKnown;
	}

	/**
	 * The server's end of the connection.
	 * @return its address
	 */
	public InetSocketAddress localAddress() {
		return PeerAddress.of(this.limiter.isUnix() ? null : this.channel.socket().getLocalSocketAddress());
	}

}
