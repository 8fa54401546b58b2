package io.jhttp.spring.boot.autoconfigure.security;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.server.HttpRequest;

import org.springframework.http.server.PathContainer;

/**
 * Requests for paths that match one of some patterns.
 *
 * @param matchers one for each pattern
 */
record PathsRequestMatcher(List<PathRequestMatcher> matchers) implements RequestMatcher {

	static RequestMatcher of(String... patterns) {
		if (patterns.length == 0) {
			throw new InvalidSecurityException("its securityMatcher has no pattern",
					"Name at least one, such as '/api/**', or leave securityMatcher out.");
		}
		PathsRequestMatcher matcher = new PathsRequestMatcher(
				Arrays.stream(patterns).map((pattern) -> PathRequestMatcher.of(null, pattern)).toList());
		return matcher.patterns().anyMatch(PathRequestMatcher.ALL::equals) ? PathRequestMatcher.ANY_REQUEST : matcher;
	}

	/**
	 * Whether it is about all requests that another one is about, as patterns tell: by
	 * the same ones, or one such as <code>/api/**</code> for <code>/api/users</code>.
	 */
	boolean covers(PathsRequestMatcher other) {
		return other.patterns().allMatch((each) -> patterns().anyMatch((own) -> covers(own, each)));
	}

	private static boolean covers(String pattern, String other) {
		if (!pattern.endsWith(PathRequestMatcher.ALL)) {
			return other.equals(pattern);
		}
		String directory = pattern.substring(0, pattern.length() - PathRequestMatcher.ALL.length());
		return other.equals(directory) || other.startsWith(directory + "/");
	}

	private Stream<String> patterns() {
		return this.matchers.stream().map((each) -> each.pattern().getPatternString());
	}

	@Override
	public boolean matches(HttpRequest request, PathContainer path) {
		return this.matchers.stream().anyMatch((each) -> each.matches(request, path));
	}

	@Override
	public String toString() {
		return patterns().collect(Collectors.joining(", "));
	}

}
