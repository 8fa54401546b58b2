package io.jhttp.server.net;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once that connections cannot be accepted, and once that they can be again. While
 * descriptors are short, accepting fails and works in turn, many times a second.
 */
final class AcceptFailures {

	private static final Logger logger = LoggerFactory.getLogger(AcceptFailures.class);

	/** So long nothing fails before things are better. */
	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

	private boolean failing;

	private long lastFailure;

	synchronized void failed(IOException reason, long now) {
		if (!this.failing) {
			logger.warn("Connections cannot be accepted at the moment: {}", reason.getMessage());
		}
		this.failing = true;
		this.lastFailure = now;
	}

	/** Nanoseconds until {@link #recover} may have something to say. */
	synchronized long untilRecovery(long now) {
		return this.failing ? this.lastFailure + QUIET_NANOS - now : Long.MAX_VALUE;
	}

	synchronized void recover(long now) {
		if (this.failing && now - this.lastFailure >= QUIET_NANOS) {
			this.failing = false;
			logger.info("Connections can be accepted again");
		}
	}

}
