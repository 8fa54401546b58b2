package io.jhttp.server.http1;

import io.jhttp.server.net.EngineOptions;
import io.jhttp.server.net.Pace;

/**
 * Gathers the first content of a request before a worker is asked for, so that content
 * that arrives slowly costs none.
 */
final class ContentGathering {

	private static final int ENOUGH = 16 * 1024;

	private final long startedAt;

	ContentGathering(long startedAt) {
		this.startedAt = startedAt;
	}

	/** Whether a worker would have something to do. */
	static boolean isEnough(int received, long expected) {
		return received >= Math.min(expected, ENOUGH);
	}

	boolean isTooSlow(int received, long now, EngineOptions options) {
		return Pace.isTooSlow(options.pace().content(), received, now - this.startedAt,
				options.timeouts().body().toNanos());
	}

}
