package io.jhttp.server.http;

import java.time.Instant;

/**
 * When a representation was modified, as far as its date says so.
 */
public final class LastModified {

	/**
	 * Before files were on the web. Tools that build the same bytes each time give all
	 * files one date: the epoch or a second after it (Jib, Nix), or the first day or
	 * month that an archive can have, in any zone: 1980-01-01 (Paketo), 1980-02-01
	 * (Gradle).
	 */
	private static final long FIRST = Instant.parse("1980-02-02T12:00:00Z").getEpochSecond();

	/** That of all files in packages of npm. */
	private static final long NPM = Instant.parse("1985-10-26T08:15:00Z").getEpochSecond();

	private LastModified() {
	}

	/**
	 * The date for clients, which is never in the future (RFC 9110, section 8.8.2.1).
	 * @param modified what is known, in milliseconds since 1970
	 * @param now the time of the response, in milliseconds since 1970
	 * @return in seconds since 1970, or {@link Preconditions#UNDATED} if the date is one
	 * that tools give to all files, which does not change with their content
	 */
	public static long second(long modified, long now) {
		long second = Math.floorDiv(Math.min(now, modified), 1000L);
		return (second < FIRST || second == NPM) ? Preconditions.UNDATED : second;
	}

}
