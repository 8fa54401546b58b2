package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * The path of a request, as an operation takes it.
 *
 * @param variables the decoded variables of the path
 * @param remaining the decoded segments that the last variable of the pattern takes if it
 * takes several; all of them for a pattern without variables
 */
record EndpointPath(Map<String, String> variables, String[] remaining) {

	static EndpointPath of(PathPattern pattern, PathContainer path) {
		PathMatchInfo match = pattern.matchAndExtract(path);
		Map<String, String> variables = (match != null) ? match.getUriVariables() : Collections.emptyMap();
		List<String> segments = segments(path);
		int several = pattern.getPatternString().indexOf("/{*");
		int before = (several < 0) ? 0
				: segments(PathContainer.parsePath(pattern.getPatternString().substring(0, several))).size();
		return new EndpointPath(variables,
				segments.subList(Math.min(before, segments.size()), segments.size()).toArray(String[]::new));
	}

	private static List<String> segments(PathContainer path) {
		return path.elements()
			.stream()
			.filter(PathSegment.class::isInstance)
			.map((segment) -> ((PathSegment) segment).valueToMatch())
			.toList();
	}

}
