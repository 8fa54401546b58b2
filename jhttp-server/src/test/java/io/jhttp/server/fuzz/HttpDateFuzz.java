package io.jhttp.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.jhttp.server.http.HttpDate;

/**
 * What is read as a date is a date: written and read again it is the same.
 */
public final class HttpDateFuzz {

	private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

	private HttpDateFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		Long second = HttpDate.parse(new String(bytes, StandardCharsets.ISO_8859_1), NOW);
		if (second != null && !second.equals(HttpDate.parse(HttpDate.format(second), NOW))) {
			throw new AssertionError(second);
		}
	}

}
