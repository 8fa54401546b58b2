package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.PathBytes;
import io.jhttp.spring.boot.autoconfigure.handler.PathRules;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;

/**
 * All operations that a server offers. What they do not know is not theirs: the
 * application may have other things below the same path.
 */
final class EndpointRoutes {

	static final EndpointRoutes NONE = new EndpointRoutes(List.of(), new PathRules(false));

	private final List<EndpointRoute> routes;

	private final PathRules pathRules;

	/** What their paths begin with, so that most requests are left at a glance. */
	private final PathBytes[] beginnings;

	EndpointRoutes(List<EndpointRoute> routes, PathRules pathRules) {
		this.pathRules = pathRules;
		this.routes = routes.stream().sorted(Comparator.comparing(EndpointRoute::pattern)).toList();
		this.beginnings = routes.stream()
			.map((route) -> beginning(route.pattern().getPatternString()))
			.distinct()
			.map(PathBytes::of)
			.toArray(PathBytes[]::new);
	}

	/** The first segment. */
	private static String beginning(String pattern) {
		int end = pattern.indexOf('/', 1);
		String beginning = (end < 0) ? pattern : pattern.substring(0, end);
		return (beginning.indexOf('{') < 0) ? beginning : "/";
	}

	@Nullable HttpHandler find(HttpRequest request) {
		if (!mayKnow(request.pathBytes())) {
			return null;
		}
		PathContainer path;
		try {
			path = PathContainer.parsePath(request.path());
		}
		catch (IllegalArgumentException ex) {
			// Malformed: the handler of this path refuses it.
			return null;
		}
		List<EndpointRoute> candidates = new ArrayList<>();
		for (EndpointRoute route : this.routes) {
			if (route.pattern().matches(path)) {
				candidates.add(route);
			}
		}
		if (candidates.isEmpty()) {
			return null;
		}
		this.pathRules.requireUnambiguous(request.path());
		return choose(candidates, path, request);
	}

	private boolean mayKnow(PathBytes path) {
		for (PathBytes beginning : this.beginnings) {
			if (path.isEscaped() || path.startsWith(beginning)) {
				return true;
			}
		}
		return false;
	}

	private static HttpHandler choose(List<EndpointRoute> candidates, PathContainer path, HttpRequest request) {
		String method = request.method();
		List<EndpointRoute> withMethod = candidates.stream().filter((route) -> route.hasMethod(method)).toList();
		if (withMethod.isEmpty()) {
			return refuseMethod(candidates, method);
		}
		String contentType = request.header("Content-Type");
		String accept = request.combinedHeader("Accept");
		int status = 415;
		for (EndpointRoute route : withMethod) {
			if (route.consumes(contentType)) {
				MediaType mediaType = route.choose(accept);
				if (mediaType != null) {
					return answer(route, EndpointPath.of(route.pattern(), path), mediaType);
				}
				status = 406;
			}
		}
		return refuse(status);
	}

	private static HttpHandler answer(EndpointRoute route, EndpointPath path, MediaType mediaType) {
		HttpHandler answer = route.answer().to(path, mediaType);
		return (exchange) -> {
			exchange.route(route.pattern().getPatternString());
			answer.handle(exchange);
		};
	}

	private static HttpHandler refuseMethod(List<EndpointRoute> candidates, String method) {
		Set<String> allowed = new TreeSet<>(Set.of("OPTIONS"));
		for (EndpointRoute route : candidates) {
			allowed.add(route.method());
			if (route.method().equals("GET")) {
				allowed.add("HEAD");
			}
		}
		String allow = String.join(", ", allowed);
		if (method.equals("OPTIONS")) {
			return HttpHandler.nonBlocking((exchange) -> exchange.response().status(204).header("Allow", allow).send());
		}
		return HttpHandler.nonBlocking((exchange) -> exchange.response().header("Allow", allow).sendError(405));
	}

	private static HttpHandler refuse(int status) {
		return HttpHandler.nonBlocking((exchange) -> exchange.response().sendError(status));
	}

}
