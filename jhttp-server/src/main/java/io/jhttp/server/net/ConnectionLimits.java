package io.jhttp.server.net;

/**
 * How many connections there may be, and what one of them may do.
 *
 * @param connections open at the same time; for one more, the longest idle one is closed,
 * or the new one is answered with 503
 * @param perAddress open at the same time for one client address, 0 for any number; one
 * more is answered with 503
 * @param requestsPerConnection requests until a connection is closed
 * @param pipeliningDepth requests of one connection that are answered before other
 * connections have their turn
 */
public record ConnectionLimits(int connections, int perAddress, int requestsPerConnection, int pipeliningDepth) {

	/**
	 * 16,384 connections, any number for an address, 10,000 requests each, 16 at a time.
	 */
	public static final ConnectionLimits DEFAULTS = new ConnectionLimits(16_384, 0, 10_000, 16);

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if one is not positive, or the second negative
	 */
	public ConnectionLimits {
		if (connections < 1 || perAddress < 0 || requestsPerConnection < 1 || pipeliningDepth < 1) {
			throw new IllegalArgumentException("Limits of connections must be positive: " + connections + ", "
					+ perAddress + ", " + requestsPerConnection + ", " + pipeliningDepth);
		}
	}

}
