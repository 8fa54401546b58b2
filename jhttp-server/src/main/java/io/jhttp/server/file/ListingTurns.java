package io.jhttp.server.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the memory of long listings: few of them are in memory at the same time, others
 * wait, and are refused if they have waited for too long, or too many wait. Short ones,
 * which most are, never wait.
 */
final class ListingTurns {

	static final int SHORT = 1000;

	/** Each that waits keeps a worker from other requests. */
	private static final int MAX_WAITING = 16;

	private final Semaphore semaphore;

	private final Duration patience;

	ListingTurns(int atOnce, Duration patience) {
		this.semaphore = new Semaphore(atOnce, true);
		this.patience = patience;
	}

	/** How many wait, about. */
	int waiting() {
		return this.semaphore.getQueueLength();
	}

	/** The turn of one listing, which is not taken yet. */
	Turn turn() {
		return new Turn();
	}

	/**
	 * The turn of one listing, for one thread.
	 */
	final class Turn implements Closeable {

		private boolean taken;

		private Turn() {
		}

		/**
		 * Waits, if the listing is long, until there is room.
		 * @param entries how many entries the listing has so far
		 * @throws IOException if there is no room in time
		 */
		void require(int entries) throws IOException {
			if (entries > SHORT && !this.taken) {
				take();
			}
		}

		private void take() throws IOException {
			try {
				boolean crowded = waiting() >= MAX_WAITING;
				long patience = crowded ? 0 : ListingTurns.this.patience.toNanos();
				if (!ListingTurns.this.semaphore.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
					throw new IOException("Too many listings of more than " + SHORT + " entries are under way");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("Interrupted while other listings are under way");
			}
			this.taken = true;
		}

		@Override
		public void close() {
			if (this.taken) {
				this.taken = false;
				ListingTurns.this.semaphore.release();
			}
		}

	}

}
