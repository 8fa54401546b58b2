package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.List;

import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which spellings of a path a filter sees.
 */
class FilteredPathsTests {

	private static boolean match(String path, String... patterns) {
		return new FilteredPaths("filter", List.of(patterns)).match(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/api/", "/api/a", "/api/a/b.txt", "/api/.a", "/%61pi/a", "/api;a=b/c", "//api/a",
			"/./api/a", "/api/../api" })
	void aSubtreeIsSeenInAnySpelling(String path) {
		assertThat(match(path, "/api/**")).isTrue();
		assertThat(match(path, "api/**")).isTrue();
		assertThat(match(path, "/other/**", "/api/**")).isTrue();
		assertThat(match(path, "/{name:api}/**")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/ap", "/apis", "/apis/a", "/api.txt", "/x/api/a", "/API/a", "/%41pi/a", "/apis//a",
			"/x/%61pi", "/%zz", "/api%2" })
	void whatIsNotInTheSubtreeIsNotSeen(String path) {
		assertThat(match(path, "/api/**")).isFalse();
		assertThat(match(path, "/{name:api}/**")).isFalse();
	}

	/** Files refuse them, and no route of handlers is that. */
	@ParameterizedTest
	@ValueSource(strings = { "/api%2Fa", "/x/../api/a", "/x/%2e%2e/api", "/%61pi%5Ca" })
	void whatNoHandlerServesIsOnlySeenAsItIsWritten(String path) {
		assertThat(match(path, "/api/**")).isFalse();
		assertThat(match(path, "/**")).isTrue();
		assertThatExceptionOfType(HttpProblem.class).isThrownBy(() -> UrlPath.parse(path));
	}

	@ParameterizedTest
	@CsvSource({ "/a/x/b, /a/*/b, true", "/a/x/y/b, /a/*/b, false", "/a/x, /a/?, true", "/a/xy, /a/?, false",
			"/x/y/z, /*/y/**, true", "/x/z/y, /*/y/**, false", "/a, /a, true", "/a/b, /a, false", "/x;y, /x, true",
			"/x, /{a}/**, true", "/x%3By, /x, false", "/100%25, /100%, true" })
	void otherPatternsSayWhatTheySayAnywhereElse(String path, String pattern, boolean seen) {
		assertThat(match(path, pattern)).isEqualTo(seen);
		assertThat(match(path, "/other/**", pattern)).isEqualTo(seen);
	}

	@Test
	void everyPathIsInTheRoot() {
		assertThat(match("/", "/**")).isTrue();
		assertThat(match("/a", "/**")).isTrue();
		assertThat(match("/a//b", "/**")).isTrue();
	}

	@Test
	void noPatternSeesNoPath() {
		assertThat(match("/")).isFalse();
		assertThat(match("//a")).isFalse();
	}

	@Test
	void whatIsNoPatternIsRefusedWithItsFilter() {
		assertThatExceptionOfType(InvalidFilterPathException.class).isThrownBy(() -> match("/", "/{a"))
			.withMessageContaining("filter")
			.withMessageContaining("/{a");
	}

}
