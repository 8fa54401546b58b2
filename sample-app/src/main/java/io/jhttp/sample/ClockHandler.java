package io.jhttp.sample;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;

/**
 * A handler bean that a {@code @Bean} method makes, see {@link SampleConfiguration}. It
 * waits for nothing, so it is answered on the event loop.
 */
class ClockHandler {

	private final Clock clock;

	ClockHandler(Clock clock) {
		this.clock = clock;
	}

	@Get
	@NonBlocking
	String time() {
		return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.now(this.clock)) + "\n";
	}

}
