package io.jhttp.server.http2;

/**
 * What one connection of HTTP/2 may do.
 *
 * @param concurrentStreams requests that may be under way; one more is refused, and the
 * client may send it again
 * @param concurrentHandlers requests that workers may have at the same time; the others
 * wait, so that one client does not take all workers
 */
public record Http2Limits(int concurrentStreams, int concurrentHandlers) {

	/** 100 requests, 50 of them with workers. */
	public static final Http2Limits DEFAULTS = new Http2Limits(100, 50);

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if one is not positive
	 */
	public Http2Limits {
		if (concurrentStreams < 1 || concurrentHandlers < 1) {
			throw new IllegalArgumentException(
					"Limits of HTTP/2 must be positive: " + concurrentStreams + ", " + concurrentHandlers);
		}
	}

}
