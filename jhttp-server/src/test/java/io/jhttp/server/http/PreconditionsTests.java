package io.jhttp.server.http;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreconditionsTests {

	private static final String TAG = "\"a,b\"";

	private static final long MODIFIED = 784111777;

	private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

	private static final String EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT";

	private static final String LATER = "Sun, 06 Nov 1994 08:49:38 GMT";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', value = { "\"a,b\"|LISTED|LISTED", "*|LISTED|LISTED",
			"W/\"a,b\"|LISTED|NOT_LISTED", "\"x\", \"a,b\"|LISTED|LISTED", "\"a,b\",\"x\"|LISTED|LISTED",
			"\"x\" , W/\"a,b\"|LISTED|NOT_LISTED", ",, \"a,b\" ,\t,|LISTED|LISTED",
			"\"a\", \"b\"|NOT_LISTED|NOT_LISTED", "\"\"|NOT_LISTED|NOT_LISTED", "\"a,b\u00e9\"|NOT_LISTED|NOT_LISTED",
			"\"*\"|NOT_LISTED|NOT_LISTED", "''|MALFORMED|MALFORMED", ",|MALFORMED|MALFORMED", "a,b|MALFORMED|MALFORMED",
			"\"a,b|MALFORMED|MALFORMED", "a,b\"|MALFORMED|MALFORMED", "\"a,b\" x|MALFORMED|MALFORMED",
			"\"a,b\"\"x\"|MALFORMED|MALFORMED", "\"a,b\", x|MALFORMED|MALFORMED", "\"a,b\", *|MALFORMED|MALFORMED",
			"*, *|MALFORMED|MALFORMED", "w/\"a,b\"|MALFORMED|MALFORMED", "W/ \"a,b\"|MALFORMED|MALFORMED",
			"W/|MALFORMED|MALFORMED", "\"a b\"|MALFORMED|MALFORMED", "'a,b'|MALFORMED|MALFORMED",
			"\"a,b\",|LISTED|LISTED", "\"x\" ;\"a,b\"|MALFORMED|MALFORMED", "Wx\"a,b\"|MALFORMED|MALFORMED" })
	void tagsAreFoundInLists(String list, EntityTag.Membership weakly, EntityTag.Membership strongly) {
		assertThat(EntityTag.find(list, TAG, true)).isEqualTo(weakly);
		assertThat(EntityTag.find(list, TAG, false)).isEqualTo(strongly);
	}

	/** RFC 9110, section 8.8.3: etagc. */
	@Test
	void tagsHaveVisibleCharactersButTheQuote() {
		for (char c = 0; c < 0x180; c++) {
			boolean expected = c > 0x20 && c != '"' && c != 0x7f && c <= 0xff;
			assertThat(EntityTag.isTag("\"" + c + "\"")).as("U+%04x", (int) c).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			value = { "\"\"|true", "\"a\"|true", "W/\"a\"|true", "''|false", "W/|false", "a|false", "\"|false",
					"\"a|false", "a\"|false", "'\"a\" '|false", "\"a\"b|false", "\"a\"\"|false", "w/\"a\"|false",
					"*|false", "'\"a '|false" })
	void aTagStandsInQuotesAndAlone(String text, boolean expected) {
		assertThat(EntityTag.isTag(text)).isEqualTo(expected);
	}

	@Test
	void aTagIsNeverAPartOfAnother() {
		assertThat(EntityTag.find("\"ab\"", "\"a\"", true)).isEqualTo(EntityTag.Membership.NOT_LISTED);
		assertThat(EntityTag.find("\"a\"", "\"ab\"", true)).isEqualTo(EntityTag.Membership.NOT_LISTED);
		assertThat(EntityTag.find("\"b\"", "\"a\"", true)).isEqualTo(EntityTag.Membership.NOT_LISTED);
	}

	@Test
	void aWeakTagIsTheSameOnlyWeakly() {
		assertThat(EntityTag.find("\"a\", W/\"a\"", "W/\"a\"", false)).isEqualTo(EntityTag.Membership.NOT_LISTED);
		assertThat(EntityTag.find("\"a\"", "W/\"a\"", true)).isEqualTo(EntityTag.Membership.LISTED);
		assertThat(EntityTag.find("W/\"a\"", "W/\"a\"", true)).isEqualTo(EntityTag.Membership.LISTED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "If-Match: \"a,b\"|PROCEED", "If-Match: *|PROCEED", "If-Match: \"x\"|FAILED",
			"If-Match: W/\"a,b\"|FAILED", "If-Match: a,b|FAILED", "If-Match: ,|FAILED",
			"If-None-Match: \"a,b\"|NOT_MODIFIED", "If-None-Match: W/\"a,b\"|NOT_MODIFIED",
			"If-None-Match: *|NOT_MODIFIED", "If-None-Match: \"x\"|PROCEED", "If-None-Match: \"a,b\", x|PROCEED",
			"If-Modified-Since: " + DATE + "|NOT_MODIFIED", "If-Modified-Since: " + LATER + "|NOT_MODIFIED",
			"If-Modified-Since: " + EARLIER + "|PROCEED", "If-Modified-Since: yesterday|PROCEED",
			"If-Unmodified-Since: " + DATE + "|PROCEED", "If-Unmodified-Since: " + LATER + "|PROCEED",
			"If-Unmodified-Since: " + EARLIER + "|FAILED", "If-Unmodified-Since: yesterday|PROCEED" })
	void oneConditionDecides(String field, Preconditions.Outcome expected) {
		assertThat(evaluate(TAG, MODIFIED, field)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "If-Match: \"a,b\"|If-Unmodified-Since: " + EARLIER + "|PROCEED",
			"If-Match: \"x\"|If-None-Match: \"a,b\"|FAILED", "If-Match: \"a,b\"|If-None-Match: \"a,b\"|NOT_MODIFIED",
			"If-Unmodified-Since: " + EARLIER + "|If-None-Match: \"a,b\"|FAILED",
			"If-Unmodified-Since: " + DATE + "|If-Modified-Since: " + DATE + "|NOT_MODIFIED",
			"If-None-Match: \"x\"|If-Modified-Since: " + DATE + "|PROCEED",
			"If-None-Match: x|If-Modified-Since: " + DATE + "|PROCEED",
			"If-None-Match: \"a,b\"|If-Modified-Since: " + EARLIER + "|NOT_MODIFIED" })
	void ofTwoConditionsTheFirstInOrderDecides(String one, String other, Preconditions.Outcome expected) {
		assertThat(evaluate(TAG, MODIFIED, one, other)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "If-Match: \"a,b\"|FAILED", "If-Match: *|PROCEED", "If-None-Match: \"a,b\"|PROCEED",
					"If-None-Match: *|NOT_MODIFIED", "If-Modified-Since: " + DATE + "|PROCEED",
					"If-Unmodified-Since: " + DATE + "|PROCEED" })
	void whatHasNeitherTagNorDateMeetsTheAsteriskOnly(String field, Preconditions.Outcome expected) {
		assertThat(evaluate(null, Preconditions.UNDATED, field)).isEqualTo(expected);
	}

	@Test
	void withoutConditionsARequestProceeds() {
		assertThat(evaluate(TAG, MODIFIED)).isEqualTo(Preconditions.Outcome.PROCEED);
		assertThat(Preconditions.rangeApplies(null, null, MODIFIED, MODIFIED)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { TAG, DATE, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" })
	void aRangeAppliesToTheSameVersion(String ifRange) {
		assertThat(Preconditions.rangeApplies(ifRange, TAG, MODIFIED, MODIFIED + 1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "\"x\"", "W/" + TAG, TAG + ", " + TAG, "a,b", EARLIER, LATER, "yesterday" })
	void aRangeDoesNotApplyToWhatMayBeAnotherVersion(String ifRange) {
		assertThat(Preconditions.rangeApplies(ifRange, TAG, MODIFIED, MODIFIED + 1)).isFalse();
	}

	@Test
	void weakValidatorsAreNoneForRanges() {
		assertThat(Preconditions.rangeApplies("W/\"a\"", "W/\"a\"", MODIFIED, MODIFIED + 1)).isFalse();
		assertThat(Preconditions.rangeApplies("\"a\"", "W/\"a\"", MODIFIED, MODIFIED + 1)).isFalse();
		assertThat(Preconditions.rangeApplies(DATE, TAG, MODIFIED, MODIFIED)).isFalse();
		assertThat(Preconditions.rangeApplies(DATE, TAG, Preconditions.UNDATED, MODIFIED)).isFalse();
	}

	private static Preconditions.Outcome evaluate(@Nullable String entityTag, long modified, String... lines) {
		Map<String, String> fields = new HashMap<>();
		for (String line : lines) {
			fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
		}
		return Preconditions.evaluate(fields::get, entityTag, modified);
	}

}
