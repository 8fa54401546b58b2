package io.jhttp.spring.boot.autoconfigure.auth;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * All rules. The first that matches a request counts; a request that none matches is
 * refused.
 */
final class AccessRules {

	private final List<AccessRule> rules;

	private final RequestPaths paths;

	AccessRules(List<AccessRule> rules, RequestPaths paths) {
		this.rules = List.copyOf(rules);
		this.paths = paths;
	}

	/**
	 * What has to be fulfilled: one rule for each way to read the path.
	 * @throws HttpProblem 400 if the path is ambiguous
	 */
	List<AccessRule> of(HttpRequest request) {
		String method = request.method();
		List<AccessRule> found = new ArrayList<>(2);
		for (RequestPaths.Reading reading : this.paths.of(request.path())) {
			int own = first(method, reading.path());
			found.add(rule(own));
			for (PathContainer other : reading.otherNames()) {
				int others = first(method, other);
				// What a later rule says of the other name, the rule of the path says.
				if (others < own) {
					found.add(rule(others));
				}
			}
		}
		return found;
	}

	private int first(String method, PathContainer path) {
		for (int i = 0; i < this.rules.size(); i++) {
			if (this.rules.get(i).matches(method, path)) {
				return i;
			}
		}
		return this.rules.size();
	}

	private AccessRule rule(int index) {
		return (index < this.rules.size()) ? this.rules.get(index) : AccessRule.NONE;
	}

	static Verdict judge(List<AccessRule> rules, @Nullable Principal principal) {
		Verdict verdict = Verdict.ALLOWED;
		for (AccessRule rule : rules) {
			Verdict next = rule.judge(principal);
			verdict = (next.compareTo(verdict) > 0) ? next : verdict;
		}
		return verdict;
	}

}
