package io.jhttp.server.net;

/**
 * The slowest that clients may be, so that none can hold the server with a trickle. Only
 * time in which the server waits for the client counts: handlers take the time they need.
 *
 * @param content bytes a second of request content, 0 for no minimum
 * @param response bytes a second of responses that clients have to take, 0 for no minimum
 */
public record Pace(long content, long response) {

	/** 240 bytes a second in both directions. */
	public static final Pace DEFAULTS = new Pace(240, 240);

	/**
	 * Checks the rates.
	 * @throws IllegalArgumentException if one is negative
	 */
	public Pace {
		if (content < 0 || response < 0) {
			throw new IllegalArgumentException("A minimum rate cannot be negative: " + content + ", " + response);
		}
	}

	/**
	 * Whether a client is too slow. None is before the server has waited for it as long
	 * as a timeout.
	 * @param rate bytes a second
	 * @param bytes how many bytes have come, or were taken
	 * @param waitedNanos how long the server has waited for the client
	 * @param graceNanos the timeout
	 * @return true if its time is up
	 */
	public static boolean isTooSlow(long rate, long bytes, long waitedNanos, long graceNanos) {
		return waitedNanos > graceNanos && bytes < rate * (waitedNanos / 1_000_000_000.0);
	}

}
