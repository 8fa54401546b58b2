package io.jhttp.server.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections for one loop. When the system has no descriptor left, accepting
 * fails at once and the listener stays ready: so it looks away for a while, longer each
 * time, rather than spin or die.
 */
final class Acceptor implements ReadyHandler {

	private static final Logger logger = LoggerFactory.getLogger(Acceptor.class);

	private static final int ACCEPTED_PER_TURN = 64;

	private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(1600);

	private final EventLoop loop;

	private final Admission admission;

	private final ServerSocketChannel listener;

	private final SelectionKey key;

	private long delay;

	private long retryAt;

	private boolean backingOff;

	Acceptor(EventLoop loop, Admission admission, ServerSocketChannel listener, SelectionKey key) {
		this.loop = loop;
		this.admission = admission;
		this.listener = listener;
		this.key = key;
	}

	@Override
	public void onReady(int operations) {
		for (int i = 0; i < ACCEPTED_PER_TURN; i++) {
			if (!accept()) {
				return;
			}
		}
	}

	private boolean accept() {
		SocketChannel channel;
		try {
			channel = this.listener.accept();
		}
		catch (ClosedChannelException ex) {
			return false;
		}
		catch (IOException ex) {
			backOff(ex);
			return false;
		}
		if (channel == null) {
			// Nobody is left, or another loop was faster.
			return false;
		}
		this.delay = 0;
		this.admission.admit(channel);
		return true;
	}

	/** Looks away for good. */
	void cancel() {
		this.backingOff = false;
		this.key.cancel();
	}

	/**
	 * Stops listening. Clients whose connection is complete are still let in: closing the
	 * listener would reset them. There are only so many of them, but more may come.
	 */
	void close() {
		int most = this.loop.options().backlog() + 1;
		for (int i = 0; i < most && accept(); i++) {
			// The next one.
		}
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			logger.warn("Closing the listener failed: {}", ex.getMessage());
		}
	}

	/** Idle connections make room; if there is none, only time does. */
	private void backOff(IOException reason) {
		if (this.delay == 0) {
			logger.warn("Connections cannot be accepted at the moment: {}", reason.getMessage());
		}
		boolean roomMade = this.loop.recycle();
		this.delay = (this.delay == 0 || roomMade) ? FIRST_DELAY : Math.min(2 * this.delay, LONGEST_DELAY);
		this.retryAt = this.loop.now() + this.delay;
		setInterest(0);
	}

	private void setInterest(int operations) {
		try {
			this.key.interestOps(operations);
			this.backingOff = operations == 0;
		}
		catch (CancelledKeyException ex) {
			// Another loop has closed the listener.
			this.backingOff = false;
		}
	}

	/** Nanoseconds until accepting is tried again. */
	long untilRetry(long now) {
		return this.backingOff ? this.retryAt - now : Long.MAX_VALUE;
	}

	void retryIfDue(long now) {
		if (this.backingOff && this.retryAt - now <= 0) {
			setInterest(SelectionKey.OP_ACCEPT);
		}
	}

}
