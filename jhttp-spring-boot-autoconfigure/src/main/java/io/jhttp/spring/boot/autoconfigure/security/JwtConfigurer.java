package io.jhttp.spring.boot.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/**
 * Configures bearer tokens that are JWTs.
 */
public final class JwtConfigurer {

	private final ApplicationContext context;

	private @Nullable JwtDecoder decoder;

	private @Nullable Converter<Jwt, ? extends AbstractAuthenticationToken> converter;

	JwtConfigurer(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Sets what verifies tokens.
	 * @param decoder verifies them
	 * @return this
	 */
	public JwtConfigurer decoder(JwtDecoder decoder) {
		this.decoder = decoder;
		return this;
	}

	/**
	 * Sets where the keys are that tokens are signed with.
	 * @param uri of a JWK set
	 * @return this
	 */
	public JwtConfigurer jwkSetUri(String uri) {
		return decoder(NimbusJwtDecoder.withJwkSetUri(uri).build());
	}

	/**
	 * Sets what makes a user, and what the user may do, of a token.
	 * @param converter makes it
	 * @return this
	 */
	public JwtConfigurer jwtAuthenticationConverter(Converter<Jwt, ? extends AbstractAuthenticationToken> converter) {
		this.converter = converter;
		return this;
	}

	void addProviders(AuthenticationManagerBuilder authentication) {
		JwtDecoder verifying = (this.decoder != null) ? this.decoder
				: this.context.getBeanProvider(JwtDecoder.class).getIfUnique();
		if (verifying == null) {
			throw new InvalidSecurityException("jwt has nothing that verifies tokens, or several of it",
					"Set spring.security.oauth2.resourceserver.jwt.issuer-uri or .jwk-set-uri, define one JwtDecoder "
							+ "bean, or set one by jwt((jwt) -> jwt.decoder(...)).");
		}
		JwtAuthenticationProvider provider = new JwtAuthenticationProvider(verifying);
		provider.setJwtAuthenticationConverter((this.converter != null) ? this.converter
				: this.context.getBeanProvider(JwtAuthenticationConverter.class)
					.getIfAvailable(JwtAuthenticationConverter::new));
		authentication.authenticationProvider(provider);
	}

}
