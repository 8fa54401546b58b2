package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;

import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.core.GrantedAuthorityDefaults;

/**
 * What makes the managers of rules: a bean for exchanges, one for everything, or the
 * default with the hierarchy and the prefix of roles that beans say.
 */
final class AuthorizationManagerFactories {

	private AuthorizationManagerFactories() {
	}

	static AuthorizationManagerFactory<HttpExchange> of(ApplicationContext context) {
		for (Class<?> type : new Class<?>[] { HttpExchange.class, Object.class }) {
			AuthorizationManagerFactory<HttpExchange> own = context
				.<AuthorizationManagerFactory<HttpExchange>>getBeanProvider(
						ResolvableType.forClassWithGenerics(AuthorizationManagerFactory.class, type))
				.getIfAvailable();
			if (own != null) {
				return own;
			}
		}
		DefaultAuthorizationManagerFactory<HttpExchange> factory = new DefaultAuthorizationManagerFactory<>();
		context.getBeanProvider(RoleHierarchy.class).ifAvailable(factory::setRoleHierarchy);
		context.getBeanProvider(GrantedAuthorityDefaults.class)
			.ifAvailable((defaults) -> factory.setRolePrefix(defaults.getRolePrefix()));
		return factory;
	}

}
