package io.jhttp.server.http2;

/**
 * What one connection of HTTP/2 may do.
 *
 * @param concurrentStreams requests that may be under way; one more is refused, and the
 * client may send it again
 * @param concurrentHandlers requests that workers may have at the same time; the others
 * wait, so that one client does not take all workers
 * @param abuseScore how much may be sent that makes work for nothing: a request that is
 * cancelled counts 40, a PING 10, other frames that carry nothing 1 to 100, and a point
 * is forgiven each millisecond; beyond that the connection ends
 */
public record Http2Limits(int concurrentStreams, int concurrentHandlers, int abuseScore) {

	/** 100 requests, 50 of them with workers, and 10,000 points. */
	public static final Http2Limits DEFAULTS = new Http2Limits(100, 50, 10_000);

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if one is not positive
	 */
	public Http2Limits {
		if (concurrentStreams < 1 || concurrentHandlers < 1 || abuseScore < 1) {
			throw new IllegalArgumentException("Limits of HTTP/2 must be positive: " + concurrentStreams + ", "
					+ concurrentHandlers + ", " + abuseScore);
		}
	}

}
