package io.jhttp.server.net;

import java.io.IOException;
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

	private final ServerSocketChannel listener;

	private final SelectionKey key;

	private long delay;

	private long retryAt;

	Acceptor(EventLoop loop, ServerSocketChannel listener, SelectionKey key) {
		this.loop = loop;
		this.listener = listener;
		this.key = key;
	}

	@Override
	public void onReady(int operations) {
		for (int i = 0; i < ACCEPTED_PER_TURN; i++) {
			SocketChannel channel;
			try {
				channel = this.listener.accept();
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException ex) {
				backOff(ex);
				return;
			}
			if (channel == null) {
				// Another loop was faster.
				return;
			}
			this.delay = 0;
			this.loop.adopt(channel);
		}
	}

	/**
	 * Stops listening. Clients whose connection is complete are still let in: closing the
	 * listener would reset them.
	 */
	void close() {
		if (!this.key.isValid()) {
			return;
		}
		onReady(SelectionKey.OP_ACCEPT);
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			logger.warn("Closing the listener failed: {}", ex.getMessage());
		}
	}

	private void backOff(IOException reason) {
		if (this.delay == 0) {
			logger.warn("Connections cannot be accepted at the moment: {}", reason.getMessage());
		}
		this.delay = (this.delay == 0) ? FIRST_DELAY : Math.min(2 * this.delay, LONGEST_DELAY);
		this.retryAt = this.loop.now() + this.delay;
		this.key.interestOps(0);
	}

	/** Nanoseconds until accepting is tried again. */
	long untilRetry(long now) {
		return isBackingOff() ? this.retryAt - now : Long.MAX_VALUE;
	}

	void retryIfDue(long now) {
		if (isBackingOff() && this.retryAt - now <= 0) {
			this.key.interestOps(SelectionKey.OP_ACCEPT);
		}
	}

	private boolean isBackingOff() {
		return this.delay > 0 && this.key.isValid() && this.key.interestOps() == 0;
	}

}
