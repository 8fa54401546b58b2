package io.jhttp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.jhttp.server.net.EngineClock;

/**
 * A clock that a test moves. It starts at Sun, 06 Nov 1994 08:49:37 GMT.
 */
public final class TestClock implements EngineClock {

	public static final String DATE_LINE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

	private final Instant start = Instant.ofEpochSecond(784111777L);

	private final AtomicLong nanos = new AtomicLong();

	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	@Override
	public long nanoTime() {
		return this.nanos.get();
	}

	@Override
	public long currentTimeMillis() {
		return this.start.plusNanos(this.nanos.get()).toEpochMilli();
	}

}
