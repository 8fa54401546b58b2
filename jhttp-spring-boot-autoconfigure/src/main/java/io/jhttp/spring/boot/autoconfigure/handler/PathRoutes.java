package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The routes of one path, by verb.
 */
final class PathRoutes {

	private final PathPattern pattern;

	private final Map<String, Route> byVerb = new LinkedHashMap<>();

	PathRoutes(PathPattern pattern) {
		this.pattern = pattern;
	}

	PathPattern pattern() {
		return this.pattern;
	}

	void add(Route route) {
		Route other = this.byVerb.putIfAbsent(route.verb(), route);
		if (other != null && other.method() != route.method()) {
			throw new DuplicateRouteException(other, route);
		}
	}

	/** {@code GET} answers {@code HEAD}: the engine leaves the content out. */
	@Nullable Route find(String verb) {
		Route route = this.byVerb.get(verb);
		return (route == null && verb.equals("HEAD")) ? this.byVerb.get("GET") : route;
	}

	Set<String> verbs() {
		return this.byVerb.keySet();
	}

}
