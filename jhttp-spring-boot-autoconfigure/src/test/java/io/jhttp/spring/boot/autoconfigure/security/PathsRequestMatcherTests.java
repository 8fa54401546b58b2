package io.jhttp.spring.boot.autoconfigure.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathsRequestMatcher}.
 */
class PathsRequestMatcherTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/api/**       | /api/**
			/api/**       | /api
			/api/**       | /api/users
			/api/**       | /api/{id}/**
			api/**/       | /api/*
			/a,/b/**      | /b/c,/a
			/{tenant}/**  | /{tenant}/users
			/a            | /a/
			""")
	void requestsOfTheSamePatternsAndBelowThemAreCovered(String patterns, String others) {
		assertThat(matcher(patterns).covers(matcher(others))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/api/**       | /apis
			/api/**       | /
			/api/users    | /api/**
			/api/*        | /api/a/b
			/api          | /api/users
			/a            | /a,/b
			/a,/b         | /b,/c
			""")
	void requestsOfOtherPatternsAreNot(String patterns, String others) {
		assertThat(matcher(patterns).covers(matcher(others))).isFalse();
	}

	private static PathsRequestMatcher matcher(String patterns) {
		return (PathsRequestMatcher) PathsRequestMatcher.of(patterns.split(","));
	}

}
