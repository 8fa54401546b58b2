package io.jhttp.spring.boot.autoconfigure.auth;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.PathContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AccessRule}.
 */
class AccessRuleTests {

	private static AccessRule rule(String pattern, String... methods) {
		return new AccessRule(pattern, List.of(methods), Access.AUTHENTICATED, Set.of());
	}

	private static boolean matches(AccessRule rule, String method, String path) {
		return rule.matches(method, PathContainer.parsePath(path));
	}

	@Test
	void ruleOfGetIsOneOfHeadToo() {
		assertThat(matches(rule("/a", "GET"), "HEAD", "/a")).isTrue();
		assertThat(matches(rule("/a", "GET"), "POST", "/a")).isFalse();
		assertThat(matches(rule("/a", "POST"), "HEAD", "/a")).isFalse();
		assertThat(matches(rule("/a", "POST", "SPAM"), "SPAM", "/a")).isTrue();
		assertThat(matches(rule("/a"), "SPAM", "/a")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "/a, /a, true", "a, /a, true", "/a/, /a, true", "a/, /a, true", "/, /, true", "/, /a, false",
			"/a, /b, false", "/a/**, /a/b, true", "/a/**, /a, true" })
	void patternNeedsNoSlashAtItsEnds(String pattern, String path, boolean matches) {
		assertThat(matches(rule(pattern), "GET", path)).isEqualTo(matches);
	}

	@Test
	void onlyARuleOfAllPathsAndMethodsMatchesAll() {
		assertThat(rule("/**").matchesAll()).isTrue();
		assertThat(rule("/**", "GET").matchesAll()).isFalse();
		assertThat(rule("/a/**").matchesAll()).isFalse();
	}

	@Test
	void onlyARuleForUsersNeedsThem() {
		assertThat(rule("/a").needsUsers()).isTrue();
		assertThat(new AccessRule("/a", List.of(), Access.ANONYMOUS, Set.of()).needsUsers()).isFalse();
		assertThat(new AccessRule("/a", List.of(), Access.DENY, Set.of()).needsUsers()).isFalse();
	}

	@Test
	void malformedPatternIsRefusedWithItsPosition() {
		assertThatIllegalArgumentException().isThrownBy(() -> rule("/a/{"))
			.withMessageStartingWith("It is malformed at position ");
	}

}
