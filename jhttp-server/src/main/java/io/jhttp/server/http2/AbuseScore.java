package io.jhttp.server.http2;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How far a client has gone in what {@link Abuse} says, by one sum for all of it, so that
 * no mixture gets through. Time and useful work make up for it.
 */
final class AbuseScore {

	/**
	 * A request that was sent and answered as a whole takes away so much: it was worth
	 * more than half of a reset, or some control frames.
	 */
	private static final int COMPLETED = 20;

	/** A point is forgiven after that time: 0.1 % of a loop may be wasted for ever. */
	private static final long FORGIVEN_AFTER = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Bytes that were sent for each update of a window that is honest: a client may tell
	 * of each KiB, for the stream and for the connection.
	 */
	private static final int UPDATED = 512;

	private final int limit;

	private final LongSupplier clock;

	private long points;

	/** The time up to which points were forgiven. */
	private long since;

	/** Bytes that were sent, and that no update of a window was seen for. */
	private long unconfirmed;

	private @Nullable Abuse exceeded;

	/**
	 * Creates a score.
	 * @param limit points that are accepted
	 * @param clock tells nanoseconds
	 */
	AbuseScore(int limit, LongSupplier clock) {
		this.limit = limit;
		this.clock = clock;
		this.since = clock.getAsLong();
	}

	void add(Abuse abuse) {
		add(abuse, 1);
	}

	void add(Abuse abuse, long times) {
		long forgiven = (this.clock.getAsLong() - this.since) / FORGIVEN_AFTER;
		this.since += forgiven * FORGIVEN_AFTER;
		this.points = Math.max(0, this.points - forgiven) + times * abuse.weight();
		if (this.points > this.limit && this.exceeded == null) {
			this.exceeded = abuse;
		}
	}

	/** A request has ended, and its response too. */
	void requestCompleted() {
		this.points = Math.max(0, this.points - COMPLETED);
	}

	/**
	 * A frame with content was sent.
	 * @param cut whether the window let no more through
	 */
	void contentSent(int count, boolean cut) {
		this.unconfirmed += (cut) ? count : Math.max(count, 2 * UPDATED);
	}

	/** The client has opened a window. */
	void windowOpened() {
		if (this.unconfirmed >= UPDATED) {
			this.unconfirmed -= UPDATED;
		}
		else {
			add(Abuse.CONTROL);
		}
	}

	/** What was too much, or null. */
	@Nullable Abuse exceeded() {
		return this.exceeded;
	}

}
