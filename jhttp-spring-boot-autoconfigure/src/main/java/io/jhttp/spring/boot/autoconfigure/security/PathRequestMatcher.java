package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Requests of some method for paths that match a pattern.
 *
 * @param method null for all; {@code GET} stands for {@code HEAD} as well
 * @param pattern what the paths are like
 */
record PathRequestMatcher(@Nullable HttpMethod method, PathPattern pattern) implements RequestMatcher {

	static final String ALL = "/**";

	static final RequestMatcher ANY_REQUEST = (request, path) -> true;

	static PathRequestMatcher of(@Nullable HttpMethod method, String pattern) {
		String path = pattern.startsWith("/") ? pattern : "/" + pattern;
		boolean slash = path.length() > 1 && path.endsWith("/");
		try {
			return new PathRequestMatcher(method,
					PathPatternParser.defaultInstance.parse(slash ? path.substring(0, path.length() - 1) : path));
		}
		catch (PatternParseException ex) {
			throw new InvalidSecurityException("the pattern '" + pattern + "' is malformed at position "
					+ ex.getPosition() + ": " + ex.getMessage(),
					"Write it as a PathPattern, such as '/api/**' or '/files/{name}'.", ex);
		}
	}

	@Override
	public boolean matches(HttpRequest request, PathContainer path) {
		return hasMethod(request) && this.pattern.matches(path);
	}

	private boolean hasMethod(HttpRequest request) {
		return this.method == null || request.methodIs(this.method.name())
				|| (this.method.equals(HttpMethod.GET) && request.methodIs("HEAD"));
	}

}
