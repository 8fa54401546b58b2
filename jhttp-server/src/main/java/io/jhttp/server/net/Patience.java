package io.jhttp.server.net;

import java.util.concurrent.TimeUnit;

/**
 * How long the server has waited for a client in all. Only such time counts, not that in
 * which a handler is busy.
 */
public final class Patience {

	/** How long workers wait for a client in any case. */
	private static final long FOR_WORKERS = TimeUnit.SECONDS.toNanos(1);

	private boolean waiting;

	private long since;

	private long waited;

	/** The bytes that had come, or were taken, when the wait began. */
	private long bytesBefore;

	/**
	 * Something is awaited from now on, unless it was before.
	 * @param now in nanoseconds
	 * @param bytes how many have come, or were taken, in all
	 */
	public void begin(long now, long bytes) {
		if (!this.waiting) {
			this.waiting = true;
			this.since = now;
			this.bytesBefore = bytes;
		}
	}

	/**
	 * Nothing is awaited any more.
	 * @param now in nanoseconds
	 */
	public void end(long now) {
		if (this.waiting) {
			this.waiting = false;
			this.waited += now - this.since;
		}
	}

	/**
	 * Whether the client's time is up.
	 * @param now in nanoseconds
	 * @param bytes how many have come, or were taken, in all
	 * @param rate how many there have to be a second
	 * @param timeout nanoseconds without any byte, and before the rate counts
	 * @return false while nothing is awaited
	 */
	public boolean isOver(long now, long bytes, long rate, long timeout) {
		if (!this.waiting) {
			return false;
		}
		long lasts = now - this.since;
		return (lasts > timeout && bytes == this.bytesBefore)
				|| Pace.isTooSlow(rate, bytes, this.waited + lasts, timeout);
	}

	/**
	 * Whether a worker has waited long enough, as other requests wait for one.
	 * @param now in nanoseconds
	 * @return false while nothing is awaited
	 */
	public boolean isWorkersOver(long now) {
		return this.waiting && now - this.since > FOR_WORKERS;
	}

}
