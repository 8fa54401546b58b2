package io.jhttp.spring.boot.autoconfigure.cors;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * What pages of other origins may do, by the path of the request. The first pattern that
 * matches counts.
 */
public final class PathCorsConfiguration implements CorsConfigurationSource, Ordered {

	private final Map<PathPattern, CorsConfiguration> byPattern = new LinkedHashMap<>();

	private final RequestPaths paths;

	/**
	 * Creates a source that says nothing yet.
	 * @param paths reads the paths of requests
	 */
	public PathCorsConfiguration(RequestPaths paths) {
		this.paths = paths;
	}

	/**
	 * Adds a configuration, behind those before.
	 * @param pattern a path pattern
	 * @param configuration what is allowed there
	 * @throws IllegalArgumentException if the pattern is malformed
	 */
	public void add(String pattern, CorsConfiguration configuration) {
		try {
			this.byPattern.putIfAbsent(PathPatternParser.defaultInstance.parse(pattern), configuration);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException(
					"It is malformed at position " + ex.getPosition() + ": " + ex.getMessage(), ex);
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/** A path that can be read in two ways has what both ways agree on, or nothing. */
	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(HttpRequest request) {
		if (this.byPattern.isEmpty()) {
			return null;
		}
		CorsConfiguration found = null;
		try {
			for (RequestPaths.Reading reading : this.paths.of(request.path())) {
				CorsConfiguration next = find(reading.path());
				if (next == null || (found != null && found != next)) {
					return null;
				}
				found = next;
			}
		}
		catch (HttpProblem ex) {
			// What answers refuses it.
			return null;
		}
		return found;
	}

	private @Nullable CorsConfiguration find(PathContainer path) {
		for (Map.Entry<PathPattern, CorsConfiguration> entry : this.byPattern.entrySet()) {
			if (entry.getKey().matches(path)) {
				return entry.getValue();
			}
		}
		return null;
	}

}
