package io.jhttp.server.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpDateTests {

	private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

	private static final DateTimeFormatter ORACLE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	@Test
	void datesAreWrittenInTheFixedForm() {
		assertThat(HttpDate.format(784111777L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
	}

	@Test
	void writingAgreesWithTheJdkAndIsReadBack() {
		Random random = new Random(1);
		long end = ZonedDateTime.of(9999, 12, 31, 23, 59, 59, 0, ZoneOffset.UTC).toEpochSecond();
		for (int i = 0; i < 10_000; i++) {
			long second = random.nextLong(end);
			String text = HttpDate.format(second);
			assertThat(text).isEqualTo(ORACLE.format(Instant.ofEpochSecond(second)));
			assertThat(HttpDate.parse(text, NOW)).isEqualTo(second);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" })
	void allThreeFormsAreRead(String text) {
		assertThat(HttpDate.parse(text, NOW)).isEqualTo(784111777L);
	}

	@ParameterizedTest
	@CsvSource({ "76, 2076", "77, 1977", "26, 2026", "99, 1999", "00, 2000" })
	void aTwoDigitYearIsAtMostFiftyYearsAhead(String digits, int year) {
		Long second = HttpDate.parse("Monday, 01-Jan-" + digits + " 00:00:00 GMT", NOW);
		assertThat(second).isEqualTo(ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toEpochSecond());
	}

	@Test
	void aLeapSecondIsTheOneBeforeIt() {
		assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW))
			.isEqualTo(Instant.parse("2016-12-31T23:59:59Z").getEpochSecond());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
			"Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
			"Sun, 06 Nov 1994 08:49:61 GMT", "sun, 06 nov 1994 08:49:37 gmt", "Sun, 06 Nov 1994 08:49:37 GMT ",
			"Sun, 06 Nov 1994 08:49:37 GMT, and much more" })
	void whatIsNoDateIsNotRead(String text) {
		assertThat(HttpDate.parse(text, NOW)).isNull();
	}

}
