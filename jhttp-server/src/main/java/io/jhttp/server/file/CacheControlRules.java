package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * Which files caches may keep, and how long: the value of {@code Cache-Control} by the
 * path of a file. The first rule whose pattern matches counts. Where none does, no field
 * is sent, and caches ask by validators or guess (RFC 9111, section 4.2.2).
 */
final class CacheControlRules {

	/** No rules. */
	static final CacheControlRules NONE = new CacheControlRules(List.of());

	private final List<Rule> rules;

	private CacheControlRules(List<Rule> rules) {
		this.rules = rules;
	}

	private record Rule(PathGlob glob, String value) {

	}

	/**
	 * Adds a rule behind the others.
	 * @param glob a pattern as of {@link PathGlob}
	 * @param value the value of the field; an empty one keeps the later rules from
	 * counting, and no field is sent
	 * @return new rules
	 * @throws IllegalArgumentException if the pattern is malformed, or the value may not
	 * stand in a field
	 */
	CacheControlRules with(String glob, String value) {
		List<Rule> rules = new ArrayList<>(this.rules);
		rules.add(new Rule(PathGlob.of(glob), FieldRules.requireValue("Cache-Control", value.strip())));
		return new CacheControlRules(List.copyOf(rules));
	}

	/**
	 * What to say to caches.
	 * @param path decoded, from the root of the served directory down, beginning with a
	 * slash
	 * @return a value for {@code Cache-Control}, or null if none is to be sent
	 */
	@Nullable String valueFor(String path) {
		for (Rule rule : this.rules) {
			if (rule.glob().matches(path)) {
				return rule.value().isEmpty() ? null : rule.value();
			}
		}
		return null;
	}

}
