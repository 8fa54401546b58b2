package io.jhttp.spring.boot.autoconfigure.security;

import java.util.Collection;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.spring.boot.autoconfigure.auth.BasicCredentials;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Protects the requests that it is about: finds out who has made them, and lets them pass
 * if the rules do. Of several beans of this type the first one counts, in their order,
 * that is about a request; what none is about is refused.
 *
 * <pre class="code">
 * &#64;Bean
 * JhttpSecurityFilterChain api(JhttpSecurity http) {
 *     http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
 *     http.oauth2ResourceServer((server) -> server.jwt(withDefaults()));
 *     return http.build();
 * }
 * </pre>
 *
 * @see JhttpSecurity#build()
 */
public final class JhttpSecurityFilterChain {

	/** What a chain of this package has set, and no filter of the application. */
	private static final String OWN = JhttpSecurityFilterChain.class.getName();

	private final RequestMatcher matcher;

	private final List<AuthenticationMechanism> mechanisms;

	/** Null if clients without credentials are not known as anonymous. */
	private final @Nullable AnonymousAuthenticationToken anonymous;

	private final List<AuthorizationRule> rules;

	private final AuthorizationEventPublisher events;

	private final Refusals refusals;

	private final SecurityHeaders headers;

	private final @Nullable CorsConfigurationSource cors;

	private final SecurityContextHolderStrategy holder;

	JhttpSecurityFilterChain(RequestMatcher matcher, List<AuthenticationMechanism> mechanisms,
			@Nullable AnonymousAuthenticationToken anonymous, List<AuthorizationRule> rules,
			AuthorizationEventPublisher events, Refusals refusals, SecurityHeaders headers,
			@Nullable CorsConfigurationSource cors, SecurityContextHolderStrategy holder) {
		this.matcher = matcher;
		this.mechanisms = List.copyOf(mechanisms);
		this.anonymous = anonymous;
		this.rules = rules;
		this.events = events;
		this.refusals = refusals;
		this.headers = headers;
		this.cors = cors;
		this.holder = holder;
	}

	boolean matches(HttpRequest request, PathContainer path) {
		return this.matcher.matches(request, path);
	}

	/** Refuses to stand behind another one that is about all that this one is about. */
	void requireReachable(JhttpSecurityFilterChain before) {
		if (before.matcher == PathRequestMatcher.ANY_REQUEST) {
			throw new InvalidSecurityException("it is behind one that is about all requests, and would never count",
					"Mark the chain without a securityMatcher with the highest @Order, so that it comes last.");
		}
		if (before.matcher instanceof PathsRequestMatcher paths && this.matcher instanceof PathsRequestMatcher own
				&& paths.covers(own)) {
			throw new InvalidSecurityException(
					"the one about " + own + " is behind one about " + paths + ", and would never count",
					"Mark the one that is about less with the lower @Order, so that it comes first, or remove it.");
		}
	}

	boolean takesPasswords() {
		return this.mechanisms.stream().anyMatch((mechanism) -> mechanism.scheme().equals(BasicCredentials.SCHEME));
	}

	@Nullable CorsConfigurationSource cors() {
		return this.cors;
	}

	/** Fields that the response has unless what answers sets others. */
	SecurityHeaders headers() {
		return this.headers;
	}

	/** The first rule about a path, or one behind the last. */
	int first(HttpRequest request, PathContainer path) {
		for (int i = 0; i < this.rules.size(); i++) {
			if (this.rules.get(i).matcher().matches(request, path)) {
				return i;
			}
		}
		return this.rules.size();
	}

	AuthorizationRule rule(int index) {
		return (index < this.rules.size()) ? this.rules.get(index) : AuthorizationRule.NONE;
	}

	/**
	 * Whether nothing has to be asked that may block: without credentials all may come
	 * in.
	 */
	boolean isOpen(HttpExchange exchange, Collection<AuthorizationRule> needed) {
		HttpRequest request = exchange.request();
		return this.anonymous != null && exchange.principal() == null
				&& this.events instanceof SpringAuthorizationEventPublisher
				&& this.mechanisms.stream().noneMatch((mechanism) -> mechanism.mayApply(request))
				&& needed.stream().allMatch(AuthorizationRule::permitsAll);
	}

	/**
	 * Lets a request pass, or refuses it.
	 * @param needed the rules that have to be fulfilled
	 * @return what its handlers are to know, or null if it is refused, and answered
	 */
	@Nullable SecurityScope admit(HttpExchange exchange, Collection<AuthorizationRule> needed) throws Exception {
		Authentication authentication = null;
		try {
			authentication = authenticate(exchange);
			SecurityScope scope = new SecurityScope(this.holder, authentication);
			Runnable closing = scope.open();
			try {
				authorize(exchange, authentication, needed);
			}
			finally {
				closing.run();
			}
			exchange.failures((failure, later) -> this.refusals.answer(failure, scope.authentication(), later));
			return scope;
		}
		catch (AuthenticationException | AccessDeniedException ex) {
			if (!this.refusals.answer(ex, authentication, exchange)) {
				throw ex;
			}
			return null;
		}
	}

	private @Nullable Authentication authenticate(HttpExchange exchange) {
		for (AuthenticationMechanism mechanism : this.mechanisms) {
			Authentication authentication = mechanism.authenticate(exchange);
			if (authentication != null) {
				exchange.authenticated(authentication, mechanism.scheme());
				exchange.attribute(OWN, authentication);
				return authentication;
			}
		}
		return (exchange.principal() instanceof Authentication known && known != exchange.attribute(OWN)) ? known
				: this.anonymous;
	}

	private void authorize(HttpExchange exchange, @Nullable Authentication authentication,
			Collection<AuthorizationRule> needed) {
		for (AuthorizationRule rule : needed) {
			AuthorizationResult result = rule.manager().authorize(() -> require(authentication), exchange);
			if (result != null) {
				this.events.publishAuthorizationEvent(() -> require(authentication), exchange, result);
				if (!result.isGranted()) {
					throw new AuthorizationDeniedException("Access Denied", result);
				}
			}
		}
	}

	private static Authentication require(@Nullable Authentication authentication) {
		if (authentication == null) {
			throw new AuthenticationCredentialsNotFoundException("The request has no credentials");
		}
		return authentication;
	}

}
