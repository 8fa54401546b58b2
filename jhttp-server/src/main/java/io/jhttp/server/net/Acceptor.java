package io.jhttp.server.net;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections for one loop. When the system has no descriptor left, accepting
 * fails at once and the listener stays ready: so it looks away for a while, longer each
 * time, rather than spin or die.
 */
final class Acceptor implements Listening {

	private static final int ACCEPTED_PER_TURN = 64;

	private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(1600);

	private final EventLoop loop;

	private final ConnectionLimiter limiter;

	private final AcceptFailures failures;

	private final ListeningSocket listener;

	private final SelectionKey key;

	private long delay;

	private long retryAt;

	private boolean backingOff;

	Acceptor(EventLoop loop, ConnectionLimiter limiter, AcceptFailures failures, ListeningSocket listener,
			SelectionKey key) {
		this.loop = loop;
		this.limiter = limiter;
		this.failures = failures;
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
			channel = this.listener.channel().accept();
		}
		catch (ClosedChannelException ex) {
			return false;
		}
		catch (IOException ex) {
			backOff(ex);
			return false;
		}
		if (channel == null) {
			// No connection is left, or another loop was faster.
			return false;
		}
		this.delay = 0;
		this.limiter.admit(channel);
		return true;
	}

	/** Idle connections make room; if there is none, only time does. */
	private void backOff(IOException reason) {
		this.failures.failed(reason, this.loop.now());
		boolean roomMade = this.loop.recycle();
		this.delay = (this.delay == 0 || roomMade) ? FIRST_DELAY : Math.min(2 * this.delay, MAX_DELAY);
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

	@Override
	public long untilDue(long now) {
		return Math.min(this.backingOff ? this.retryAt - now : Long.MAX_VALUE, this.failures.untilRecovery(now));
	}

	@Override
	public void onTime(long now) {
		if (this.backingOff && this.retryAt - now <= 0) {
			setInterest(SelectionKey.OP_ACCEPT);
		}
		this.failures.recover(now);
	}

	@Override
	public void cancel() {
		this.backingOff = false;
		this.key.cancel();
	}

	@Override
	public void leave() {
		if (!this.listener.leave()) {
			return;
		}
		this.listener.hide();
		int most = this.loop.options().backlog() + 1;
		for (int i = 0; i < most && accept(); i++) {
			// The next one.
		}
		close();
	}

	@Override
	public void close() {
		this.listener.close();
	}

}
