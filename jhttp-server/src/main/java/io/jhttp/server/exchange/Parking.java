package io.jhttp.server.exchange;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets a thread wait for what a stream tells.
 */
final class Parking implements Runnable {

	private final Thread thread = Thread.currentThread();

	private volatile boolean over;

	@Override
	public void run() {
		this.over = true;
		LockSupport.unpark(this.thread);
	}

	/** The stream is certain to tell, so that no deadline is needed here. */
	void await() {
		boolean interrupted = false;
		while (!this.over) {
			LockSupport.park(this);
			// Parking would return at once again and again: kept for later.
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			this.thread.interrupt();
		}
	}

}
