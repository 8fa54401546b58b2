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

	private final Map<String, Alternatives> byVerb = new LinkedHashMap<>();

	PathRoutes(PathPattern pattern) {
		this.pattern = pattern;
	}

	PathPattern pattern() {
		return this.pattern;
	}

	void add(Route route) {
		this.byVerb.computeIfAbsent(route.verb(), (verb) -> new Alternatives()).add(route);
	}

	/** {@code GET} answers {@code HEAD}: the engine leaves the content out. */
	@Nullable Alternatives find(String verb) {
		Alternatives routes = this.byVerb.get(verb);
		return (routes == null && verb.equals("HEAD")) ? this.byVerb.get("GET") : routes;
	}

	Set<String> verbs() {
		return this.byVerb.keySet();
	}

}
