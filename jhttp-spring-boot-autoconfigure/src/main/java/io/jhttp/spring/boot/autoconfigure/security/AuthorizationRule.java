package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.ObservationAuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;

/**
 * Says who may do what.
 *
 * @param matcher which requests it is about
 * @param manager decides
 * @param permitsAll whether it lets in all clients, which is decided without blocking
 */
record AuthorizationRule(RequestMatcher matcher, AuthorizationManager<HttpExchange> manager, boolean permitsAll) {

	/** Of what no rule speaks. */
	static final AuthorizationRule NONE = new AuthorizationRule((request, path) -> true,
			SingleResultAuthorizationManager.denyAll(), false);

	/** One that takes anything takes exchanges. */
	@SuppressWarnings("unchecked")
	static AuthorizationRule of(RequestMatcher matcher, AuthorizationManager<? super HttpExchange> manager) {
		return new AuthorizationRule(matcher, (AuthorizationManager<HttpExchange>) manager,
				manager == SingleResultAuthorizationManager.<HttpExchange>permitAll());
	}

	AuthorizationRule observed(ObservationRegistry registry) {
		return new AuthorizationRule(this.matcher, new ObservationAuthorizationManager<>(registry, this.manager),
				this.permitsAll);
	}

}
