package io.jhttp.spring.boot.autoconfigure.handler;

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
 * patterns, which are found by their segments, and of which the most specific goes first.
 * It does not change any more once it is made.
 */
final class RouteTable {

	/**
	 * Equally specific patterns: the one with the longer literal beginning goes first.
	 */
	private static final Comparator<PathRoutes> MOST_SPECIFIC_FIRST = Comparator
		.comparing(PathRoutes::pattern, PathPattern.SPECIFICITY_COMPARATOR)
		.thenComparing((routes) -> routes.pattern().getPatternString());

	private static final Result NOTHING = new Result(null, null, Collections.emptyMap(), Collections.emptySet());

	private final Map<String, PathRoutes> literals = new HashMap<>();

	private final PatternTree patterns = new PatternTree();

	private final Set<String> verbs = new TreeSet<>();

	RouteTable(List<Route> routes) {
		Map<String, PathRoutes> byStructure = new LinkedHashMap<>();
		for (Route route : routes) {
			this.verbs.add(route.verb());
			byStructure.computeIfAbsent(structure(route.pattern()), (key) -> new PathRoutes(route.pattern()))
				.add(route);
		}
		byStructure.forEach((structure, pathRoutes) -> {
			if (!pathRoutes.pattern().hasPatternSyntax()) {
				this.literals.put(structure, pathRoutes);
			}
		});
		byStructure.values()
			.stream()
			.filter((pathRoutes) -> pathRoutes.pattern().hasPatternSyntax())
			.sorted(MOST_SPECIFIC_FIRST)
			.forEach(this.patterns::add);
	}

	/** A pattern without the names of its variables: "/{a}" and "/{b}" are the same. */
	private static String structure(PathPattern pattern) {
		return pattern.getPatternString().replaceAll("\\{(\\*?)\\w+", "{$1");
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
		PathContainer parsed = plain ? null : parse(path);
		String decoded = (parsed != null) ? decoded(parsed) : path;
		PathRoutes literal = this.literals.get(decoded);
		Alternatives found = (literal != null) ? literal.find(verb) : null;
		if (found != null) {
			return found.literal();
		}
		Set<String> otherVerbs = (literal != null) ? literal.verbs() : Collections.emptySet();
		List<PatternTree.Entry> candidates = this.patterns.candidates(decoded);
		if (candidates.isEmpty()) {
			return otherVerbs.isEmpty() ? NOTHING : new Result(null, null, Collections.emptyMap(), otherVerbs);
		}
		return findPattern(verb, (parsed != null) ? parsed : parse(path), candidates, otherVerbs);
	}

	private static Result findPattern(String verb, PathContainer path, List<PatternTree.Entry> candidates,
			Set<String> literalVerbs) {
		Set<String> otherVerbs = new TreeSet<>(literalVerbs);
		for (PatternTree.Entry candidate : candidates) {
			PathPattern pattern = candidate.routes().pattern();
			PathMatchInfo match = pattern.matchAndExtract(path);
			if (match != null) {
				Alternatives found = candidate.routes().find(verb);
				if (found != null) {
					return new Result(found, pattern, match.getUriVariables(), otherVerbs);
				}
				otherVerbs.addAll(candidate.routes().verbs());
			}
		}
		return new Result(null, null, Collections.emptyMap(), otherVerbs);
	}

	private static PathContainer parse(String path) {
		try {
			return PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			throw HttpProblem.badRequest("The path is malformed.");
		}
	}

	/** An encoded slash separates nothing, and stands in no literal. */
	private static String decoded(PathContainer path) {
		StringBuilder decoded = new StringBuilder();
		for (Element element : path.elements()) {
			decoded.append((element instanceof PathSegment segment) ? segment.valueToMatch().replace('/', '\0')
					: element.value());
		}
		return decoded.toString();
	}

	/**
	 * What was found.
	 *
	 * @param routes the routes of the verb, or null for none
	 * @param pattern what has matched, or null for a literal path
	 * @param patternVariables the decoded variables of the path, by the names that the
	 * pattern gives them
	 * @param otherVerbs the verbs that the path has if it has no route for this one;
	 * empty if it is not known at all
	 */
	record Result(@Nullable Alternatives routes, @Nullable PathPattern pattern, Map<String, String> patternVariables,
			Set<String> otherVerbs) {

		/** Whether the path has a route, for this verb or for another one. */
		boolean isKnown() {
			return this.routes != null || !this.otherVerbs.isEmpty();
		}

		/** A route may name the variables otherwise than others of the same path. */
		Map<String, String> variables(Route route, String path) {
			if (this.pattern == null || route.pattern() == this.pattern) {
				return this.patternVariables;
			}
			PathMatchInfo own = route.pattern().matchAndExtract(parse(path));
			return (own != null) ? own.getUriVariables() : Collections.emptyMap();
		}

	}

}
