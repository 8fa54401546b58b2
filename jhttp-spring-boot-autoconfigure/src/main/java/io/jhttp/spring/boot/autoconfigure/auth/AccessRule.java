package io.jhttp.spring.boot.autoconfigure.auth;

import java.security.Principal;
import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Says who may do what below some path.
 */
public final class AccessRule {

	/** Of what no rule speaks. */
	static final AccessRule NONE = new AccessRule("/**", Set.of(), Access.DENY, Set.of());

	private final PathPattern pattern;

	/** Empty for all. */
	private final Set<String> methods;

	private final Access access;

	/** Empty for all. */
	private final Set<String> users;

	/**
	 * Creates a rule.
	 * @param pattern a path pattern, such as <code>/api/**</code>; a slash at its end
	 * makes no difference
	 * @param methods the methods that it speaks of, or none for all; {@code GET} stands
	 * for {@code HEAD} as well
	 * @param access who has access
	 * @param users which users, or none for all
	 * @throws IllegalArgumentException if the pattern is malformed
	 */
	public AccessRule(String pattern, Collection<String> methods, Access access, Collection<String> users) {
		this.pattern = parse(pattern.startsWith("/") ? pattern : "/" + pattern);
		this.methods = Set.copyOf(methods);
		this.access = access;
		this.users = Set.copyOf(users);
	}

	private static PathPattern parse(String pattern) {
		boolean slash = pattern.length() > 1 && pattern.endsWith("/");
		try {
			return PathPatternParser.defaultInstance
				.parse(slash ? pattern.substring(0, pattern.length() - 1) : pattern);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException(
					"It is malformed at position " + ex.getPosition() + ": " + ex.getMessage(), ex);
		}
	}

	boolean matches(String method, PathContainer path) {
		boolean withMethod = this.methods.isEmpty() || this.methods.contains(method)
				|| (method.equals("HEAD") && this.methods.contains("GET"));
		return withMethod && this.pattern.matches(path);
	}

	/**
	 * Whether no request is left for rules behind this one.
	 * @return true if it speaks of all paths and methods
	 */
	public boolean matchesAll() {
		return this.methods.isEmpty() && this.pattern.getPatternString().equals("/**");
	}

	/**
	 * Whether it lets in users that others are kept from.
	 * @return true if credentials are needed
	 */
	public boolean needsUsers() {
		return this.access == Access.AUTHENTICATED;
	}

	Verdict judge(@Nullable Principal principal) {
		return switch (this.access) {
			case ANONYMOUS -> Verdict.ALLOWED;
			case DENY -> Verdict.FORBIDDEN;
			case AUTHENTICATED -> {
				if (principal == null) {
					yield Verdict.UNAUTHENTICATED;
				}
				boolean included = this.users.isEmpty() || this.users.contains(principal.getName());
				yield included ? Verdict.ALLOWED : Verdict.FORBIDDEN;
			}
		};
	}

}
