package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.Set;
import java.util.TreeSet;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.RouteTable.Result;
import io.jhttp.spring.boot.autoconfigure.handler.argument.Invocation;
import io.jhttp.spring.boot.autoconfigure.handler.async.AsyncResults;

/**
 * Brings each request to its handler method. A path that no handler bean knows is left to
 * the fallback.
 */
final class RequestRouter implements NonBlockingHttpHandler {

	/**
	 * Of all that files and handler classes answer, as their number is not known.
	 */
	private static final String FALLBACK_ROUTE = "/**";

	private final RouteTable routes;

	private final PathRules pathRules;

	private final Failures failures;

	private final Problems problems;

	private final NonBlockingHttpHandler fallback;

	private final Set<String> knownVerbs;

	RequestRouter(RouteTable routes, PathRules pathRules, Failures failures, Problems problems,
			NonBlockingHttpHandler fallback, Set<String> knownVerbs) {
		this.routes = routes;
		this.pathRules = pathRules;
		this.failures = failures;
		this.problems = problems;
		this.fallback = fallback;
		this.knownVerbs = Set.copyOf(knownVerbs);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		String verb = exchange.request().method();
		String path = exchange.request().path();
		Result found;
		try {
			found = find(verb, path);
		}
		catch (HttpProblem ex) {
			this.problems.send(ex, exchange);
			return;
		}
		Alternatives alternatives = found.routes();
		if (alternatives != null) {
			answer(exchange, found, alternatives, path);
		}
		else if (!found.otherVerbs().isEmpty()) {
			refuse(exchange, verb, found.otherVerbs());
		}
		else {
			fallBack(exchange);
		}
	}

	private Result find(String verb, String path) {
		Result found = this.routes.find(verb, path);
		if (found.isKnown()) {
			this.pathRules.requireUnambiguous(path);
		}
		return found;
	}

	private void fallBack(HttpExchange exchange) throws Exception {
		exchange.route(FALLBACK_ROUTE);
		this.fallback.handle(exchange);
	}

	private void answer(HttpExchange exchange, Result found, Alternatives alternatives, String path) throws Exception {
		Route route;
		try {
			exchange.route(alternatives.first().pattern().getPatternString());
			route = alternatives.choose(exchange);
		}
		catch (RuntimeException ex) {
			HandlerMethod any = alternatives.first().method();
			this.failures.answer(ex, any, any.invocation(exchange, found.patternVariables()));
			return;
		}
		exchange.route(route.pattern().getPatternString());
		HandlerMethod method = route.method();
		Invocation invocation = method.invocation(exchange, found.variables(route, path));
		if (method.isNonBlocking() || !exchange.onEventLoop()) {
			invoke(method, invocation);
		}
		else {
			exchange.dispatch((later) -> invoke(method, invocation));
		}
	}

	private void invoke(HandlerMethod method, Invocation invocation) throws Exception {
		if (method.isAsynchronous()) {
			AsyncResults.answerFailures(invocation.exchange(),
					(failure, later) -> this.failures.answer(failure, method, invocation));
		}
		try {
			method.invoke(invocation);
		}
		catch (Exception ex) {
			this.failures.answer(ex, method, invocation);
		}
		finally {
			invocation.end();
		}
	}

	private void refuse(HttpExchange exchange, String verb, Set<String> otherVerbs) throws Exception {
		if (verb.equals("OPTIONS")) {
			exchange.response().status(204).header("Allow", allow(otherVerbs)).send();
		}
		else {
			HttpProblem refusal = HttpProblem.refusedMethod(verb, this.knownVerbs);
			if (refusal.status() == 405) {
				exchange.response().header("Allow", allow(otherVerbs));
			}
			this.problems.send(refusal.status(), refusal.detail(), exchange);
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
