package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.spring.boot.autoconfigure.handler.RouteTable.Result;

/**
 * Brings each request to its handler method. A path that no handler bean knows is left to
 * the fallback.
 */
final class RequestRouter implements NonBlockingHttpHandler {

	/** RFC 9110, section 9.1: methods that are understood, if only to refuse them. */
	private static final List<String> REGISTERED = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE",
			"PATCH");

	/**
	 * Of all that files and handler classes answer, as nobody knows how many there are.
	 */
	private static final String FALLBACK_ROUTE = "/**";

	private final RouteTable routes;

	private final HttpHandler fallback;

	private final Set<String> knownVerbs = new TreeSet<>(REGISTERED);

	RequestRouter(RouteTable routes, HttpHandler fallback, Collection<String> fallbackVerbs) {
		this.routes = routes;
		this.fallback = fallback;
		this.knownVerbs.addAll(routes.verbs());
		this.knownVerbs.addAll(fallbackVerbs);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		String verb = exchange.request().method();
		Result found = this.routes.find(verb, exchange.request().path());
		if (found.route() != null) {
			exchange.route(found.route().pattern().getPatternString());
			invoke(found.route().method(), new Invocation(exchange, found.variables()));
		}
		else if (!found.otherVerbs().isEmpty()) {
			refuse(exchange, verb, found.otherVerbs());
		}
		else {
			fallBack(exchange);
		}
	}

	private void fallBack(HttpExchange exchange) throws Exception {
		exchange.route(FALLBACK_ROUTE);
		if (this.fallback instanceof NonBlockingHttpHandler) {
			this.fallback.handle(exchange);
		}
		else {
			exchange.dispatch(this.fallback);
		}
	}

	private static void invoke(HandlerMethod method, Invocation invocation) throws Exception {
		if (method.isNonBlocking() || !invocation.exchange().onEventLoop()) {
			method.invoke(invocation);
		}
		else {
			invocation.exchange().dispatch((exchange) -> method.invoke(invocation));
		}
	}

	private void refuse(HttpExchange exchange, String verb, Set<String> otherVerbs) throws IOException {
		if (verb.equals("OPTIONS")) {
			exchange.response().status(204).header("Allow", allow(otherVerbs)).send();
		}
		else if (this.knownVerbs.contains(verb)) {
			exchange.response().header("Allow", allow(otherVerbs)).sendError(405);
		}
		else {
			exchange.response().sendError(501, "Unsupported method ('" + verb + "')");
		}
	}

	private static String allow(Set<String> verbs) {
		Set<String> allowed = new TreeSet<>(verbs);
		allowed.add("OPTIONS");
		if (allowed.contains("GET")) {
			allowed.add("HEAD");
		}
		return String.join(", ", allowed);
	}

}
