package io.jhttp.spring.boot.autoconfigure.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationManagers;

/**
 * Collects the rules of a chain. They are asked in their order, and the first one that is
 * about a request counts. What no rule is about is refused.
 */
public final class AuthorizeHttpRequestsConfigurer {

	private final ApplicationContext context;

	private final AuthorizationManagerFactory<HttpExchange> managers;

	private final List<AuthorizationRule> rules = new ArrayList<>();

	private @Nullable AuthorizedUrl unfinished;

	private boolean complete;

	AuthorizeHttpRequestsConfigurer(ApplicationContext context) {
		this.context = context;
		this.managers = AuthorizationManagerFactories.of(context);
	}

	/**
	 * Begins a rule about some paths.
	 * @param patterns patterns of paths, such as <code>/admin/**</code>
	 * @return says who may ask for them
	 */
	public AuthorizedUrl requestMatchers(String... patterns) {
		return matching(null, patterns);
	}

	/**
	 * Begins a rule about a method, whatever the path.
	 * @param method the method; {@code GET} stands for {@code HEAD} as well
	 * @return says who may use it
	 */
	public AuthorizedUrl requestMatchers(HttpMethod method) {
		return matching(method, PathRequestMatcher.ALL);
	}

	/**
	 * Begins a rule about a method on some paths.
	 * @param method the method; {@code GET} stands for {@code HEAD} as well
	 * @param patterns patterns of paths
	 * @return says who may use it there
	 */
	public AuthorizedUrl requestMatchers(HttpMethod method, String... patterns) {
		return matching(method, patterns);
	}

	private AuthorizedUrl matching(@Nullable HttpMethod method, String... patterns) {
		return requestMatchers(Arrays.stream(patterns)
			.map((pattern) -> PathRequestMatcher.of(method, pattern))
			.toArray(RequestMatcher[]::new));
	}

	/**
	 * Begins a rule about requests that one of some matchers is about.
	 * @param matchers such as {@code EndpointRequest.toAnyEndpoint()}
	 * @return says who may make them
	 */
	public AuthorizedUrl requestMatchers(RequestMatcher... matchers) {
		requireFinished();
		if (this.complete) {
			throw new InvalidSecurityException("a rule behind anyRequest() would never count",
					"Put the rule about anyRequest() last.");
		}
		if (matchers.length == 0) {
			throw new InvalidSecurityException("a rule is about no request",
					"Give it at least one pattern or matcher, or leave it out.");
		}
		for (RequestMatcher matcher : matchers) {
			JhttpSecurity.prepare(matcher, this.context);
		}
		AuthorizedUrl next = new AuthorizedUrl(List.of(matchers));
		this.unfinished = next;
		return next;
	}

	/**
	 * Begins the last rule, about all that no rule before is about.
	 * @return says who may do that
	 */
	public AuthorizedUrl anyRequest() {
		AuthorizedUrl any = requestMatchers(PathRequestMatcher.ANY_REQUEST);
		this.complete = true;
		return any;
	}

	private void requireFinished() {
		if (this.unfinished != null) {
			throw new InvalidSecurityException("a rule does not say who may do what",
					"Finish each rule, such as by requestMatchers(...).hasRole(\"USER\").");
		}
	}

	List<AuthorizationRule> rules() {
		requireFinished();
		if (this.rules.isEmpty()) {
			throw new InvalidSecurityException("it has no rules",
					"Say who may do what, such as by http.authorizeHttpRequests((requests) -> "
							+ "requests.anyRequest().authenticated()).");
		}
		return List.copyOf(this.rules);
	}

	/**
	 * Finishes a rule: says who may do what it is about.
	 */
	public final class AuthorizedUrl {

		private final List<RequestMatcher> matchers;

		private boolean not;

		private AuthorizedUrl(List<RequestMatcher> matchers) {
			this.matchers = matchers;
		}

		/**
		 * Turns what follows into its opposite.
		 * @return this
		 */
		public AuthorizedUrl not() {
			this.not = true;
			return this;
		}

		/**
		 * Lets every client in.
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer permitAll() {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.permitAll());
		}

		/**
		 * Lets no client in.
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer denyAll() {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.denyAll());
		}

		/**
		 * Lets users with a role in.
		 * @param role such as {@code ADMIN}, without {@code ROLE_}
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasRole(String role) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasRole(role));
		}

		/**
		 * Lets users with one of some roles in.
		 * @param roles without {@code ROLE_}
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasAnyRole(String... roles) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasAnyRole(roles));
		}

		/**
		 * Lets users with all of some roles in.
		 * @param roles without {@code ROLE_}
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasAllRoles(String... roles) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasAllRoles(roles));
		}

		/**
		 * Lets users with an authority in.
		 * @param authority such as {@code SCOPE_files.read}
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasAuthority(String authority) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasAuthority(authority));
		}

		/**
		 * Lets users with one of some authorities in.
		 * @param authorities whole names
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasAnyAuthority(String... authorities) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasAnyAuthority(authorities));
		}

		/**
		 * Lets users with all of some authorities in.
		 * @param authorities whole names
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer hasAllAuthorities(String... authorities) {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.hasAllAuthorities(authorities));
		}

		/**
		 * Lets all users in.
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer authenticated() {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.authenticated());
		}

		/**
		 * Lets clients in that are no users.
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer anonymous() {
			return access(AuthorizeHttpRequestsConfigurer.this.managers.anonymous());
		}

		/**
		 * Lets a manager decide.
		 * @param manager may block
		 * @return the rules
		 */
		public AuthorizeHttpRequestsConfigurer access(AuthorizationManager<? super HttpExchange> manager) {
			AuthorizeHttpRequestsConfigurer rules = AuthorizeHttpRequestsConfigurer.this;
			AuthorizationManager<? super HttpExchange> decides = this.not ? AuthorizationManagers.not(manager)
					: manager;
			this.matchers.forEach((matcher) -> rules.rules.add(AuthorizationRule.of(matcher, decides)));
			rules.unfinished = null;
			return rules;
		}

	}

}
