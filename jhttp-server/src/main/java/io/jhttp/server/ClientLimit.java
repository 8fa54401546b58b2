package io.jhttp.server;

import java.util.function.Predicate;

/**
 * How much one client may ask for. {@linkplain HttpServer.Builder#clientLimit The server}
 * tells clients apart by their addresses, of IPv6 by the first 64 bits, which one client
 * has all of; a trusted proxy says whom it speaks for. {@link UserLimits} tells them
 * apart by who they are. One more request is answered with 429. A client of a Unix socket
 * that no proxy has named, and that is no user, is not limited, as all of them would be
 * one.
 *
 * @param appliesTo says which requests count; called on the event loops, so that it must
 * not block
 * @param requestsPerSecond how many requests in the long run, 0 for any number
 * @param burst how many at once, after a time without any
 * @param concurrentRequests how many that are not answered yet, 0 for any number
 * @see HttpServer.Builder#clientLimit
 */
public record ClientLimit(Predicate<HttpRequest> appliesTo, double requestsPerSecond, int burst,
		int concurrentRequests) {

	/** A request in 1000 s. */
	private static final double MIN_RATE = 0.001;

	private static final double MAX_RATE = 1_000_000;

	private static final int MAX_BURST = 1_000_000;

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if one is out of bounds, or nothing is limited
	 */
	public ClientLimit {
		boolean rated = requestsPerSecond >= MIN_RATE && requestsPerSecond <= MAX_RATE;
		if (requestsPerSecond != 0 && !rated) {
			throw new IllegalArgumentException(
					"A rate is from 0.001 to 1000000 requests per second, or 0 for any: " + requestsPerSecond);
		}
		if (rated && (burst < 1 || burst > MAX_BURST)) {
			throw new IllegalArgumentException("A burst is from 1 to 1000000 requests: " + burst);
		}
		if (concurrentRequests < 0) {
			throw new IllegalArgumentException(
					"Concurrent requests are 1 or more, or 0 for any: " + concurrentRequests);
		}
		if (!rated && concurrentRequests == 0) {
			throw new IllegalArgumentException("Neither the rate nor the number of concurrent requests is limited");
		}
	}

}
