package io.jhttp.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what other threads have to do, as long as a busy machine may take for it.
 */
final class Eventually {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

	private Eventually() {
	}

	static boolean holds(BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE;
		while (!condition.getAsBoolean() && end - System.nanoTime() > 0) {
			LockSupport.parkNanos(100_000);
		}
		return condition.getAsBoolean();
	}

}
