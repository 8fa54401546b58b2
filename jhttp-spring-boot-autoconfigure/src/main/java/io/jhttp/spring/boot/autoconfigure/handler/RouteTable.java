package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.Element;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * All routes. Paths without variables are looked up in a hash map, and go before
 * patterns, of which the most specific goes first. It does not change any more once it is
 * made.
 */
final class RouteTable {

	/**
	 * Equally specific patterns: the one with the longer literal beginning goes first.
	 */
	private static final Comparator<PathRoutes> MOST_SPECIFIC_FIRST = Comparator
		.comparing(PathRoutes::pattern, PathPattern.SPECIFICITY_COMPARATOR)
		.thenComparing((routes) -> routes.pattern().getPatternString());

	private final Map<String, PathRoutes> literals = new HashMap<>();

	private final List<PathRoutes> patterns = new ArrayList<>();

	private final Set<String> verbs = new TreeSet<>();

	RouteTable(List<Route> routes) {
		Map<String, PathRoutes> byStructure = new LinkedHashMap<>();
		for (Route route : routes) {
			this.verbs.add(route.verb());
			byStructure.computeIfAbsent(structure(route.pattern()), (key) -> new PathRoutes(route.pattern()))
				.add(route);
		}
		byStructure.forEach((structure, pathRoutes) -> {
			if (pathRoutes.pattern().hasPatternSyntax()) {
				this.patterns.add(pathRoutes);
			}
			else {
				this.literals.put(structure, pathRoutes);
			}
		});
		this.patterns.sort(MOST_SPECIFIC_FIRST);
	}

	/** A pattern without the names of its variables: "/{a}" and "/{b}" are the same. */
	private static String structure(PathPattern pattern) {
		return pattern.getPatternString().replaceAll("\\{(\\*?)\\w+", "{$1");
	}

	boolean isEmpty() {
		return this.literals.isEmpty() && this.patterns.isEmpty();
	}

	Set<String> verbs() {
		return this.verbs;
	}

	/**
	 * Looks up a request.
	 * @param verb the method of the request
	 * @param path the path of the request, percent-encoded
	 * @throws HttpProblem 400 if the path is malformed
	 */
	Result find(String verb, String path) {
		boolean plain = path.indexOf('%') < 0 && path.indexOf(';') < 0;
		PathContainer parsed = (plain && this.patterns.isEmpty()) ? null : parse(path);
		Set<String> otherVerbs = new TreeSet<>();
		PathRoutes literal = (plain || parsed == null) ? this.literals.get(path) : this.literals.get(decoded(parsed));
		if (literal != null) {
			Route route = literal.find(verb);
			if (route != null) {
				return new Result(route, Collections.emptyMap(), otherVerbs);
			}
			otherVerbs.addAll(literal.verbs());
		}
		return (parsed != null) ? findPattern(verb, parsed, otherVerbs)
				: new Result(null, Collections.emptyMap(), otherVerbs);
	}

	private Result findPattern(String verb, PathContainer path, Set<String> otherVerbs) {
		for (PathRoutes candidate : this.patterns) {
			PathMatchInfo match = candidate.pattern().matchAndExtract(path);
			if (match != null) {
				Route route = candidate.find(verb);
				if (route != null) {
					return new Result(route, variables(route, candidate, match, path), otherVerbs);
				}
				otherVerbs.addAll(candidate.verbs());
			}
		}
		return new Result(null, Collections.emptyMap(), otherVerbs);
	}

	/** Another verb of the same path may name its variables otherwise. */
	private static Map<String, String> variables(Route route, PathRoutes candidate, PathMatchInfo match,
			PathContainer path) {
		if (route.pattern() == candidate.pattern()) {
			return match.getUriVariables();
		}
		PathMatchInfo own = route.pattern().matchAndExtract(path);
		return (own != null) ? own.getUriVariables() : Collections.emptyMap();
	}

	private static PathContainer parse(String path) {
		try {
			return PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			throw HttpProblem.badRequest("The path is malformed.");
		}
	}

	/** Empty, which no route has, if a segment has an encoded slash. */
	private static String decoded(PathContainer path) {
		StringBuilder decoded = new StringBuilder();
		for (Element element : path.elements()) {
			String value = (element instanceof PathSegment segment) ? segment.valueToMatch() : element.value();
			if (element instanceof PathSegment && value.indexOf('/') >= 0) {
				return "";
			}
			decoded.append(value);
		}
		return decoded.toString();
	}

	/**
	 * What was found.
	 *
	 * @param route the route, or null for none
	 * @param variables the decoded variables of the path
	 * @param otherVerbs the verbs that the path has if it has no route for this one;
	 * empty if it is not known at all
	 */
	record Result(@Nullable Route route, Map<String, String> variables, Set<String> otherVerbs) {
	}

}
