package io.jhttp.server.net;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.http.HttpDate;

/**
 * The {@code Date} line, formatted once a second for all threads.
 */
final class DateLine {

	private final EngineClock clock;

	private volatile Line line = new Line(Long.MIN_VALUE, new byte[0]);

	DateLine(EngineClock clock) {
		this.clock = clock;
	}

	byte[] bytes() {
		long second = Math.floorDiv(this.clock.currentTimeMillis(), 1000L);
		Line current = this.line;
		if (current.second != second) {
			current = new Line(second,
					("Date: " + HttpDate.format(second) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			this.line = current;
		}
		return current.bytes;
	}

	private record Line(long second, byte[] bytes) {
	}

}
