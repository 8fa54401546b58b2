package io.jhttp.server.handler;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A line of Python's log. Nothing that a client sends can begin another line or move the
 * cursor of a terminal, and nothing follows the locale.
 */
final class LogLine {

	private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

	private LogLine() {
	}

	static String of(String address, String date, String message) {
		StringBuilder line = new StringBuilder(address.length() + date.length() + message.length() + 16);
		line.append(address).append(" - - [").append(date).append("] ");
		for (int i = 0; i < message.length(); i++) {
			char c = message.charAt(i);
			if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
				line.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
			}
			else if (c == '\\') {
				line.append("\\\\");
			}
			else {
				line.append(c);
			}
		}
		return line.toString();
	}

	/** Such as {@code 06/Nov/1994 09:49:37}. */
	static String date(Instant instant, ZoneId zone) {
		ZonedDateTime time = instant.atZone(zone);
		int month = 3 * (time.getMonthValue() - 1);
		StringBuilder date = new StringBuilder(20);
		twoDigits(date, time.getDayOfMonth()).append('/').append(MONTHS, month, month + 3).append('/');
		date.append(time.getYear()).append(' ');
		twoDigits(date, time.getHour()).append(':');
		twoDigits(date, time.getMinute()).append(':');
		return twoDigits(date, time.getSecond()).toString();
	}

	private static StringBuilder twoDigits(StringBuilder date, int number) {
		return date.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
	}

}
