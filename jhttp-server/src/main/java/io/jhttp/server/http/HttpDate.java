package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Dates as HTTP writes them (RFC 9110, section 5.6.7): written in one form, read in
 * three. Independent of the locale.
 */
public final class HttpDate {

	private static final String DAYS = "MonTueWedThuFriSatSun";

	private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

	private HttpDate() {
	}

	/**
	 * Writes a date.
	 * @param epochSecond seconds since 1970, in the years 0 to 9999
	 * @return 29 characters such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
	 */
	public static String format(long epochSecond) {
		LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
		byte[] text = new byte[29];
		copy(DAYS, time.getDayOfWeek().getValue() - 1, text, 0);
		text[3] = ',';
		text[4] = ' ';
		digits(time.getDayOfMonth(), text, 5);
		text[7] = ' ';
		copy(MONTHS, time.getMonthValue() - 1, text, 8);
		text[11] = ' ';
		digits(time.getYear() / 100, text, 12);
		digits(time.getYear() % 100, text, 14);
		text[16] = ' ';
		digits(time.getHour(), text, 17);
		text[19] = ':';
		digits(time.getMinute(), text, 20);
		text[22] = ':';
		digits(time.getSecond(), text, 23);
		text[25] = ' ';
		text[26] = 'G';
		text[27] = 'M';
		text[28] = 'T';
		return new String(text, StandardCharsets.ISO_8859_1);
	}

	private static void copy(String words, int index, byte[] text, int at) {
		for (int i = 0; i < 3; i++) {
			text[at + i] = (byte) words.charAt(index * 3 + i);
		}
	}

	private static void digits(int number, byte[] text, int at) {
		text[at] = (byte) ('0' + number / 10);
		text[at + 1] = (byte) ('0' + number % 10);
	}

	/**
	 * Reads a date in one of its three forms. Two-digit years are those that are nearest,
	 * at most 50 years ahead (RFC 9110, section 5.6.7).
	 * @param text the value of a field
	 * @param now what two-digit years are compared with
	 * @return seconds since 1970, or null if the text is no such date; a recipient
	 * ignores the field then
	 */
	public static @Nullable Long parse(String text, Instant now) {
		if (text.length() > 40) {
			return null;
		}
		try {
			Matcher date = Forms.FIXED.matcher(text);
			if (date.matches()) {
				return epochSecond(Integer.parseInt(date.group(3)), date.group(2), date.group(1), date.group(4));
			}
			date = Forms.RFC_850.matcher(text);
			if (date.matches()) {
				int year = nearestYear(Integer.parseInt(date.group(3)), now);
				return epochSecond(year, date.group(2), date.group(1), date.group(4));
			}
			date = Forms.ASCTIME.matcher(text);
			if (date.matches()) {
				return epochSecond(Integer.parseInt(date.group(4)), date.group(1), date.group(2).trim(), date.group(3));
			}
			return null;
		}
		catch (DateTimeException ex) {
			// Of the right form, but no day of the calendar: no date.
			return null;
		}
	}

	private static int nearestYear(int lastDigits, Instant now) {
		int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
		int year = thisYear - thisYear % 100 + lastDigits;
		return (year > thisYear + 50) ? year - 100 : year;
	}

	private static long epochSecond(int year, String month, String day, String time) {
		int monthNumber = MONTHS.indexOf(month) / 3 + 1;
		int second = Integer.parseInt(time.substring(6));
		// A leap second has no number of its own in Java: it is read as the one before
		// it.
		LocalTime timeOfDay = LocalTime.of(Integer.parseInt(time.substring(0, 2)),
				Integer.parseInt(time.substring(3, 5)), (second == 60) ? 59 : second);
		return LocalDate.of(year, monthNumber, Integer.parseInt(day)).atTime(timeOfDay).toEpochSecond(ZoneOffset.UTC);
	}

	/** Loaded by the first conditional request only: patterns cost start-up time. */
	private static final class Forms {

		private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";

		private static final String TIME = "(\\d\\d:\\d\\d:\\d\\d)";

		static final Pattern FIXED = Pattern
			.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");

		static final Pattern RFC_850 = Pattern
			.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-" + MONTH + "-(\\d\\d) " + TIME + " GMT");

		static final Pattern ASCTIME = Pattern
			.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + MONTH + " (\\d\\d| \\d) " + TIME + " (\\d{4})");

	}

}
