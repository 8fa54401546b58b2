package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.jhttp.spring.boot.autoconfigure.handler.RouteTable.Result;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouteTable}.
 */
class RouteTableTests {

	private static final int ROUNDS = Boolean.getBoolean("jhttp.test.exhaustive") ? 400 : 80;

	private static final List<String> PATTERN_SEGMENTS = List.of("a", "b", "ab", "", "{x}", "{y}", "{z:[ab]+}", "*",
			"a*", "?", "x-{v}", "{w:\\d}", "grün");

	private static final List<String> LAST_SEGMENTS = List.of("a", "", "{x}", "*", "**", "{*rest}", "c.{e}");

	private static final List<String> PATH_SEGMENTS = List.of("a", "b", "ab", "", "c", "x-1", "7", "%61", "a;v=1",
			"a%2Fb", "gr%C3%BCn", "c.txt", "**", "{x}");

	private static final List<String> VERBS = List.of("GET", "PUT", "SPAM");

	@Test
	void findsWhatALinearSearchFinds() {
		Random random = new Random(42);
		int found = 0;
		for (int round = 0; round < ROUNDS; round++) {
			List<Route> routes = routes(random, 1 + random.nextInt(40));
			RouteTable table = new RouteTable(routes);
			for (int i = 0; i < 50; i++) {
				String path = path(random);
				String verb = VERBS.get(random.nextInt(VERBS.size()));
				String expected = linear(routes, verb, path);
				assertThat(describe(table.find(verb, path), path)).as("%s %s among %s", verb, path, describe(routes))
					.isEqualTo(expected);
				found += expected.startsWith("[]") ? 0 : 1;
			}
		}
		assertThat(found).as("paths with a route").isGreaterThan(5 * ROUNDS);
	}

	@Test
	void triesOnlyPatternsThatMayMatch() {
		PatternTree tree = new PatternTree();
		for (int i = 0; i < 1000; i++) {
			tree.add(new PathRoutes(PathPatternParser.defaultInstance.parse("/api/{version}/things" + i + "/{id}")));
		}
		assertThat(tree.candidates("/api/v1/things500/7")).hasSize(1);
		assertThat(tree.candidates("/api/v1/things500")).isEmpty();
		assertThat(tree.candidates("/api/v1/other/7")).isEmpty();
		assertThat(tree.candidates("*")).isEmpty();
	}

	@Test
	void pathOfManySegmentsIsLeftWhereNoPatternGoesOn() {
		PatternTree tree = new PatternTree();
		tree.add(new PathRoutes(PathPatternParser.defaultInstance.parse("/{x}/{y}")));
		assertThat(tree.candidates("/a".repeat(100_000))).isEmpty();
	}

	private static List<Route> routes(Random random, int count) {
		Map<String, Route> routes = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			StringBuilder text = new StringBuilder();
			int segments = random.nextInt(4);
			for (int j = 0; j < segments; j++) {
				text.append('/').append(PATTERN_SEGMENTS.get(random.nextInt(PATTERN_SEGMENTS.size())));
			}
			text.append('/').append(LAST_SEGMENTS.get(random.nextInt(LAST_SEGMENTS.size())));
			if (hasTwice(text.toString())) {
				continue;
			}
			String verb = VERBS.get(random.nextInt(VERBS.size()));
			PathPattern pattern = PathPatternParser.defaultInstance.parse(text.toString());
			routes.putIfAbsent(verb + " " + structure(pattern), new Route(verb, pattern, List.of(), List.of(), null));
		}
		return List.copyOf(routes.values());
	}

	/** A pattern may name a variable only once. */
	private static boolean hasTwice(String pattern) {
		return List.of("{x}", "{y}", "{z:", "{v}", "{w:")
			.stream()
			.anyMatch((name) -> pattern.indexOf(name) != pattern.lastIndexOf(name));
	}

	private static String path(Random random) {
		StringBuilder path = new StringBuilder();
		int segments = 1 + random.nextInt(4);
		for (int i = 0; i < segments; i++) {
			path.append('/').append(PATH_SEGMENTS.get(random.nextInt(PATH_SEGMENTS.size())));
		}
		return path.toString();
	}

	private static String structure(PathPattern pattern) {
		return pattern.getPatternString().replaceAll("\\{(\\*?)\\w+", "{$1");
	}

	private static String describe(Result result, String path) {
		if (result.routes() == null) {
			return "[] " + result.otherVerbs();
		}
		Route route = result.routes().first();
		return "[" + route.verb() + " " + route.pattern() + "] " + result.variables(route, path);
	}

	private static String describe(List<Route> routes) {
		return routes.stream().map(Route::describe).toList().toString();
	}

	/** What the look-up is to find, in the slow and obvious way. */
	private static String linear(List<Route> routes, String verb, String path) {
		PathContainer parsed = PathContainer.parsePath(path);
		List<Route> sorted = new ArrayList<>(routes);
		sorted.sort(Comparator.<Route, Boolean>comparing((route) -> route.pattern().hasPatternSyntax())
			.thenComparing(Route::pattern, PathPattern.SPECIFICITY_COMPARATOR)
			.thenComparing((route) -> firstOfStructure(routes, route).getPatternString()));
		Set<String> others = new TreeSet<>();
		for (Route route : sorted) {
			PathMatchInfo match = route.pattern().matchAndExtract(parsed);
			if (match != null) {
				if (route.verb().equals(verb)) {
					return "[" + route.verb() + " " + route.pattern() + "] " + match.getUriVariables();
				}
				others.add(route.verb());
			}
		}
		return "[] " + others;
	}

	private static PathPattern firstOfStructure(List<Route> routes, Route like) {
		return routes.stream()
			.map(Route::pattern)
			.filter((pattern) -> structure(pattern).equals(structure(like.pattern())))
			.findFirst()
			.orElseThrow();
	}

}
