package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;

import org.springframework.core.Ordered;

/**
 * Lets in whom the rules let in, and finds out by HTTP Basic who it is. Passwords that
 * are not known yet are verified on a worker; everything else is decided on the event
 * loop.
 */
@NonBlocking
public final class AccessFilter implements SecurityFilter, Ordered {

	private final AccessRules rules;

	private final CurrentUsers users;

	private final Verification verification;

	private final String challenge;

	/**
	 * Creates a filter.
	 * @param users who can log in
	 * @param rules what they may do; the first that matches counts
	 * @param paths reads the paths of requests
	 * @param realm what browsers show when they ask for a password
	 * @param waiting how many workers may wait until a password can be verified
	 */
	public AccessFilter(CurrentUsers users, List<AccessRule> rules, RequestPaths paths, String realm, int waiting) {
		this.rules = new AccessRules(rules, paths);
		this.users = users;
		this.verification = new Verification(users, waiting, System::nanoTime);
		this.challenge = BasicCredentials.challenge(realm);
	}

	@Override
	public int getOrder() {
		return DEFAULT_ORDER;
	}

	@Override
	public boolean takesPasswords() {
		return true;
	}

	@Override
	public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
		List<AccessRule> rules = this.rules.of(exchange.request());
		BasicCredentials credentials = BasicCredentials.of(exchange.request());
		if (credentials != null && exchange.principal() == null
				&& AccessRules.judge(rules, null) != Verdict.FORBIDDEN) {
			authenticate(exchange, credentials, rules, next);
		}
		else {
			decide(exchange, rules, next);
		}
	}

	private void authenticate(HttpExchange exchange, BasicCredentials credentials, List<AccessRule> rules,
			HttpHandler next) throws Exception {
		if (credentials.areHopeless()) {
			challenge(exchange);
		}
		else if (this.users.areOutdated()) {
			onWorker(exchange, (later) -> {
				this.users.readAgain();
				authenticate(later, credentials, rules, next);
			});
		}
		else if (this.verification.isKnown(credentials)) {
			accept(exchange, credentials, rules, next);
		}
		else if (this.verification.secondsToWait(address(exchange.request())) > 0) {
			refuseForNow(exchange);
		}
		else {
			onWorker(exchange, (later) -> verify(later, credentials, rules, next));
		}
	}

	private static void onWorker(HttpExchange exchange, HttpHandler handler) throws Exception {
		if (exchange.onEventLoop()) {
			exchange.dispatch(handler);
		}
		else {
			handler.handle(exchange);
		}
	}

	private void verify(HttpExchange exchange, BasicCredentials credentials, List<AccessRule> rules, HttpHandler next)
			throws Exception {
		switch (this.verification.verify(credentials, address(exchange.request()))) {
			case RIGHT -> accept(exchange, credentials, rules, next);
			case WRONG -> challenge(exchange);
			case NOT_LOOKED_AT -> refuseForNow(exchange);
		}
	}

	private void accept(HttpExchange exchange, BasicCredentials credentials, List<AccessRule> rules, HttpHandler next)
			throws Exception {
		exchange.authenticated(new AuthenticatedUser(credentials.user()), BasicCredentials.SCHEME);
		decide(exchange, rules, next);
	}

	private void decide(HttpExchange exchange, List<AccessRule> rules, HttpHandler next) throws Exception {
		switch (AccessRules.judge(rules, exchange.principal())) {
			case ALLOWED -> next.handle(exchange);
			case UNAUTHENTICATED -> challenge(exchange);
			case FORBIDDEN -> exchange.response().sendError(403);
		}
	}

	private void challenge(HttpExchange exchange) throws IOException {
		exchange.response().header("WWW-Authenticate", this.challenge).sendError(401);
	}

	private void refuseForNow(HttpExchange exchange) throws IOException {
		long seconds = Math.max(1, this.verification.secondsToWait(address(exchange.request())));
		exchange.response()
			.header("Retry-After", String.valueOf(seconds))
			.sendError(429, "Too many wrong passwords have come from this address.");
	}

	private static InetAddress address(HttpRequest request) {
		return request.remoteAddress().getAddress();
	}

}
