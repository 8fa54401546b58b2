package io.jhttp.spring.boot.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Configures bearer tokens that an authorization server is asked about.
 */
public final class OpaqueTokenConfigurer {

	private final ApplicationContext context;

	private @Nullable OpaqueTokenIntrospector introspector;

	private @Nullable OpaqueTokenAuthenticationConverter converter;

	OpaqueTokenConfigurer(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Sets what asks about tokens.
	 * @param introspector asks
	 * @return this
	 */
	public OpaqueTokenConfigurer introspector(OpaqueTokenIntrospector introspector) {
		this.introspector = introspector;
		return this;
	}

	/**
	 * Sets what makes a user, and what the user may do, of what was said about a token.
	 * @param converter makes it
	 * @return this
	 */
	public OpaqueTokenConfigurer authenticationConverter(OpaqueTokenAuthenticationConverter converter) {
		this.converter = converter;
		return this;
	}

	void addProviders(AuthenticationManagerBuilder authentication) {
		OpaqueTokenIntrospector asked = (this.introspector != null) ? this.introspector
				: this.context.getBeanProvider(OpaqueTokenIntrospector.class).getIfUnique();
		if (asked == null) {
			throw new InvalidSecurityException("opaqueToken has nothing to ask about tokens, or several of it",
					"Set spring.security.oauth2.resourceserver.opaquetoken.introspection-uri, .client-id and "
							+ ".client-secret, define one OpaqueTokenIntrospector bean, or set one by "
							+ "opaqueToken((token) -> token.introspector(...)).");
		}
		OpaqueTokenAuthenticationProvider provider = new OpaqueTokenAuthenticationProvider(asked);
		OpaqueTokenAuthenticationConverter own = (this.converter != null) ? this.converter
				: this.context.getBeanProvider(OpaqueTokenAuthenticationConverter.class).getIfAvailable();
		if (own != null) {
			provider.setAuthenticationConverter(own);
		}
		authentication.authenticationProvider(provider);
	}

}
