package io.jhttp.server.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON or HTML, by the value of an Accept field.
 */
class MediaRangesTests {

	private static boolean prefersJson(String accept) {
		return MediaRanges.prefers("application/json", "text/html", accept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "APPLICATION/Json", "application/json, text/html;q=0.9",
			"text/html;q=0.9, application/json", "text/html;q=0.5,application/*", "application/json, */*;q=0.1",
			"text/*, application/json;q=1, text/html;q=0.3", "application/json; charset=utf-8",
			"application/json;q=0.001", "application/json;profile=\"a, text/html\"", "*/*, text/html;q=0",
			"*/*;q=1.0, text/*;q=0.999", "application/json ; Q=0.5 , text/html ; q=0.4", ",, application/json",
			"application/json;a=\"\\\",;\";q=0.7, text/html;q=0.6", "text/html;q=2, application/json",
			"a\\,application/json", "application/json, text/html;q=0.999",
			"text/html;q=0.5, application/json;q=0.7;v=\"\\\"\"", "application/json;qq=0.1, text/html;q=0.5",
			"application/json;q=0.x, application/*, text/html;q=0.5",
			"application/*, application/json;q=2, text/html;q=0.5" })
	void jsonIsPreferred(String accept) {
		assertThat(prefersJson(accept)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", "*/*", "text/html", "text/html, application/json",
			"application/json;q=0.5, text/html;q=0.5", "application/json, */*", "application/json;q=0",
			"application/json;q=0, text/html;q=0", "image/png", "application/json;q=0.3, */*;q=0.5",
			"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
			"*/*, application/json;q=0.1", "application/*;q=0.9, application/json;q=0.2, text/html;q=0.5", "json",
			"application/jsonp", "application/", "*", "application/json;q=", "application/json;q=1.001",
			"application/json;q=-1", "application/json;q=0.5000", "application/json;q=.5", "application/json;q=05",
			"application/json;q=1,text/html;q=1.000", "a=\"application/json", "application/json;a=\";q=1\";q=0",
			"application/x", "application/x*", "xpplication/*", "application/json;q=1./", "application/json;q=0.:",
			"application/json;q=0:5", "a=\"\\\",application/json",
			"application/json;q=0.1, application/json;q=x, text/html;q=0.5", "text/html;q=0.5, application/json;;q=0.1",
			"application/json;q=0.12345, text/html;q=0.001", "application/json;q=/, text/html;q=0.001",
			"application/json;a=\"x\";q=0.1, text/html;q=0.5" })
	void htmlIsForEveryoneElse(String accept) {
		assertThat(prefersJson(accept)).isFalse();
	}

	@Test
	void aRequestWithoutTheFieldGetsTheUsualType() {
		assertThat(MediaRanges.prefers("application/json", "text/html", null)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "text/html|true", "application/xml, TEXT/html;q=0.1|true",
			"text/html;q=0, */*|false", "text/*|false", "*/*|false", "''|false" })
	void aTypeIsNamedOnlyInSoManyWords(String accept, boolean named) {
		assertThat(MediaRanges.names("text/html", accept)).isEqualTo(named);
		assertThat(MediaRanges.names("text/html", null)).isFalse();
	}

	@Test
	void onlySixteenMembersCount() {
		assertThat(prefersJson("image/png,".repeat(15) + "application/json")).isTrue();
		assertThat(prefersJson("image/png,".repeat(16) + "application/json")).isFalse();
	}

	@Test
	void twoRangesOfTheSameTypeCountAsTheBetterOne() {
		assertThat(prefersJson("application/json;v=1;q=0.9, application/json;q=0.1, text/html;q=0.5")).isTrue();
		assertThat(prefersJson("application/json;q=0.1, application/json;v=1;q=0.9, text/html;q=0.5")).isTrue();
	}

}
