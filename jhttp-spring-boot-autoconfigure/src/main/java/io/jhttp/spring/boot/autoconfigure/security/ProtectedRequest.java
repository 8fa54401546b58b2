package io.jhttp.spring.boot.autoconfigure.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * What has to let a request pass: mostly one rule of one chain. A path that can be read
 * in two ways may have two chains, and the other names of a thing may have rules before
 * that of the path. All of them count then.
 */
final class ProtectedRequest {

	private final List<JhttpSecurityFilterChain> chains;

	private final HttpRequest request;

	private final Map<JhttpSecurityFilterChain, Set<AuthorizationRule>> needed = new LinkedHashMap<>();

	/** Whether a chain is about each way to read the path. */
	private boolean known = true;

	private ProtectedRequest(List<JhttpSecurityFilterChain> chains, HttpRequest request) {
		this.chains = chains;
		this.request = request;
	}

	/**
	 * Finds what has to let it pass.
	 * @throws HttpProblem 400 if the path is ambiguous
	 */
	static ProtectedRequest of(HttpRequest request, RequestPaths paths, List<JhttpSecurityFilterChain> chains) {
		ProtectedRequest found = new ProtectedRequest(chains, request);
		paths.of(request.path()).forEach(found::add);
		return found;
	}

	private void add(RequestPaths.Reading reading) {
		int own = chain(reading.path());
		if (own == this.chains.size()) {
			this.known = false;
			return;
		}
		JhttpSecurityFilterChain chain = this.chains.get(own);
		int ownRule = chain.first(this.request, reading.path());
		add(chain, ownRule);
		for (PathContainer other : reading.otherNames()) {
			int others = chain(other);
			if (others > own) {
				// What a later chain says of the other name, the chain of the path says.
				continue;
			}
			int rule = this.chains.get(others).first(this.request, other);
			if (others < own || rule < ownRule) {
				add(this.chains.get(others), rule);
			}
		}
	}

	private void add(JhttpSecurityFilterChain chain, int rule) {
		this.needed.computeIfAbsent(chain, (key) -> new LinkedHashSet<>()).add(chain.rule(rule));
	}

	private int chain(PathContainer path) {
		for (int i = 0; i < this.chains.size(); i++) {
			if (this.chains.get(i).matches(this.request, path)) {
				return i;
			}
		}
		return this.chains.size();
	}

	boolean isKnown() {
		return this.known;
	}

	/** The chain that is about the path. */
	JhttpSecurityFilterChain chain() {
		return this.needed.keySet().iterator().next();
	}

	boolean isOpen(HttpExchange exchange) {
		return this.needed.entrySet().stream().allMatch((each) -> each.getKey().isOpen(exchange, each.getValue()));
	}

	/**
	 * Lets it pass, or refuses it.
	 * @return what its handlers are to know, or null if it is refused, and answered
	 */
	@Nullable SecurityScope admit(HttpExchange exchange) throws Exception {
		SecurityScope scope = null;
		List<JhttpSecurityFilterChain> all = new ArrayList<>(this.needed.keySet());
		// That of the path is the last one, whose users the handlers know.
		Collections.reverse(all);
		for (JhttpSecurityFilterChain chain : all) {
			scope = chain.admit(exchange, this.needed.getOrDefault(chain, Set.of()));
			if (scope == null) {
				return null;
			}
		}
		return scope;
	}

}
