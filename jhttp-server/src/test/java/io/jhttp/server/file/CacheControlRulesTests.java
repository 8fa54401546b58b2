package io.jhttp.server.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheControlRulesTests {

	private static final CacheControlRules RULES = CacheControlRules.NONE.with("/assets/private/**", "")
		.with("/assets/**", "max-age=31536000, immutable")
		.with("*.html", " no-cache ")
		.with("/assets/*.html", "never reached");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/assets/a.js|max-age=31536000, immutable", "/assets/a.html|max-age=31536000, immutable",
					"/a.html|no-cache", "/x/a.html|no-cache", "/a.js|", "/assets/private/a.html|", "/|" })
	void theFirstRuleThatMatchesCounts(String path, String value) {
		assertThat(RULES.valueFor(path)).isEqualTo(value);
	}

	@Test
	void withoutRulesNothingIsSaid() {
		assertThat(CacheControlRules.NONE.valueFor("/a.html")).isNull();
	}

	@Test
	void whatCannotBeSentOrMatchedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RULES.with("*", "no-cache\r\nX: y"))
			.withMessageContaining("'Cache-Control'");
		assertThatIllegalArgumentException().isThrownBy(() -> RULES.with("[", "no-cache"))
			.withMessageContaining("path pattern '['");
	}

}
