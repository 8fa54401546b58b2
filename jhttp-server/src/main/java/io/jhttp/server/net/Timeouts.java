package io.jhttp.server.net;

import java.time.Duration;

/**
 * How long the engine waits for a client.
 *
 * @param head from the first byte of a request head to its last
 * @param idle between two requests
 * @param body without any byte of a request's content
 * @param write without any byte of a response being taken
 * @param linger for a client to notice that its connection ends
 */
public record Timeouts(Duration head, Duration idle, Duration body, Duration write, Duration linger) {

	/** 10 s, 60 s, 30 s, 30 s and 5 s. */
	public static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60),
			Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5));

	/**
	 * Checks the durations.
	 * @throws IllegalArgumentException if one is not positive
	 */
	public Timeouts {
		requirePositive("head", head);
		requirePositive("idle", idle);
		requirePositive("body", body);
		requirePositive("write", write);
		requirePositive("linger", linger);
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("The " + name + " timeout must be positive: " + duration);
		}
	}

}
