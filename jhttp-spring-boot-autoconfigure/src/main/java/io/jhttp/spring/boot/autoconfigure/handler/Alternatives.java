package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.RouteTable.Result;
import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import io.jhttp.spring.boot.autoconfigure.handler.content.VaryField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * The routes of one verb on one path: one, or several that differ in the media types that
 * they take or give.
 */
final class Alternatives {

	private final List<Route> routes = new ArrayList<>(1);

	private final Result literal = new Result(this, null, Collections.emptyMap(), Collections.emptySet());

	/** The only route, if media types do not matter. */
	private @Nullable Route only;

	void add(Route route) {
		for (Route other : this.routes) {
			if (other.method() == route.method()) {
				return;
			}
			if (overlap(other.consumes(), route.consumes()) && overlap(other.produces(), route.produces())) {
				throw new DuplicateRouteException(other, route);
			}
		}
		this.routes.add(route);
		// The order of methods in a class is not known; who does not care always gets the
		// same.
		this.routes.sort(Comparator.comparing((each) -> MediaType.toString(each.produces())));
		boolean simple = this.routes.size() == 1 && route.consumes().isEmpty() && route.produces().isEmpty();
		this.only = simple ? route : null;
	}

	private static boolean overlap(List<MediaType> some, List<MediaType> others) {
		return (some.isEmpty() && others.isEmpty()) || !Collections.disjoint(some, others);
	}

	/** What a look-up finds by a path without variables: always the same. */
	Result literal() {
		return this.literal;
	}

	/** Any of them: all stand for the same verb and path. */
	Route first() {
		return this.routes.get(0);
	}

	/**
	 * Chooses by the {@code Content-Type} and the {@code Accept} of a request, and sets
	 * the {@code Content-Type} of the response if that follows from the choice.
	 * @throws UnsupportedMediaTypeStatusException if none takes the content: 415
	 * @throws NotAcceptableStatusException if none gives what is accepted: 406
	 */
	Route choose(HttpExchange exchange) {
		Route onlyRoute = this.only;
		return (onlyRoute != null) ? onlyRoute : producing(consuming(exchange.request()), exchange);
	}

	/** Those that name the type of the content most closely, or else at all. */
	private List<Route> consuming(HttpRequest request) {
		MediaType type = contentType(request);
		if (type == null) {
			return this.routes;
		}
		List<Route> found = consuming((taken) -> taken.equalsTypeAndSubtype(type));
		found = !found.isEmpty() ? found : consuming((taken) -> taken.includes(type));
		found = !found.isEmpty() ? found : this.routes.stream().filter((route) -> route.consumes().isEmpty()).toList();
		if (found.isEmpty()) {
			throw new UnsupportedMediaTypeStatusException(type, distinct(this.routes, Route::consumes),
					HttpMethod.valueOf(request.method()));
		}
		return found;
	}

	private List<Route> consuming(Predicate<MediaType> taken) {
		return this.routes.stream().filter((route) -> route.consumes().stream().anyMatch(taken)).toList();
	}

	/** Null if there is no content, so that its type does not matter. */
	private static @Nullable MediaType contentType(HttpRequest request) {
		if (request.contentLength() <= 0 && !request.hasHeader("Transfer-Encoding")) {
			return null;
		}
		String type = request.header("Content-Type");
		try {
			return (type != null) ? MediaType.parseMediaType(type) : MediaType.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMediaTypeException ex) {
			throw new HttpProblem(415, "The Content-Type is malformed, or its charset unknown.");
		}
	}

	private static Route producing(List<Route> routes, HttpExchange exchange) {
		List<MediaType> types = distinct(routes, Route::produces);
		if (types.isEmpty()) {
			return routes.get(0);
		}
		if (types.size() > 1 || routes.size() > 1) {
			VaryField.add(exchange.response(), "Accept");
		}
		MediaType best = Acceptance.of(exchange.request()).best(types);
		for (Route route : routes) {
			if (best != null && route.produces().contains(best)) {
				announce(best, route, exchange.response());
				return route;
			}
		}
		// A method that names no type gives what the client has to take as it is.
		return routes.stream()
			.filter((route) -> route.produces().isEmpty())
			.findFirst()
			.orElseThrow(() -> new NotAcceptableStatusException(types));
	}

	private static void announce(MediaType type, Route route, HttpResponse response) {
		if (!route.method().returnsNothing()) {
			response.contentType(type.toString());
		}
	}

	private static List<MediaType> distinct(List<Route> routes, Function<Route, List<MediaType>> types) {
		return routes.stream().flatMap((route) -> types.apply(route).stream()).distinct().toList();
	}

}
