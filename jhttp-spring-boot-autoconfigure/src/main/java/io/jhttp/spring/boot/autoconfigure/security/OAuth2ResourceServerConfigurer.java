package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;

/**
 * Configures bearer tokens: JWTs, or opaque ones that an authorization server is asked
 * about.
 */
public final class OAuth2ResourceServerConfigurer extends MechanismConfigurer {

	private static final String REMEDY = "Choose one of jwt(...), opaqueToken(...) and "
			+ "authenticationManagerResolver(...), such as by http.oauth2ResourceServer((server) -> "
			+ "server.jwt(withDefaults())).";

	private final ApplicationContext context;

	private @Nullable JwtConfigurer jwt;

	private @Nullable OpaqueTokenConfigurer opaqueToken;

	private @Nullable AuthenticationManagerResolver<HttpExchange> resolver;

	OAuth2ResourceServerConfigurer(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Accepts JWTs. Without more they are verified by the {@code JwtDecoder} bean, which
	 * {@code spring.security.oauth2.resourceserver.jwt} describes.
	 * @param customizer says more
	 * @return this
	 */
	public OAuth2ResourceServerConfigurer jwt(Customizer<JwtConfigurer> customizer) {
		JwtConfigurer configurer = (this.jwt != null) ? this.jwt : new JwtConfigurer(this.context);
		this.jwt = configurer;
		customizer.customize(configurer);
		return this;
	}

	/**
	 * Accepts opaque tokens. Without more the {@code OpaqueTokenIntrospector} bean is
	 * asked, which {@code spring.security.oauth2.resourceserver.opaquetoken} describes.
	 * @param customizer says more
	 * @return this
	 */
	public OAuth2ResourceServerConfigurer opaqueToken(Customizer<OpaqueTokenConfigurer> customizer) {
		OpaqueTokenConfigurer configurer = (this.opaqueToken != null) ? this.opaqueToken
				: new OpaqueTokenConfigurer(this.context);
		this.opaqueToken = configurer;
		customizer.customize(configurer);
		return this;
	}

	/**
	 * Lets each request have a verifier of its own, such as that of a tenant.
	 * @param resolver finds it
	 * @return this
	 */
	public OAuth2ResourceServerConfigurer authenticationManagerResolver(
			AuthenticationManagerResolver<HttpExchange> resolver) {
		this.resolver = resolver;
		return this;
	}

	@Override
	void addProviders(AuthenticationManagerBuilder authentication) {
		int kinds = ((this.jwt != null) ? 1 : 0) + ((this.opaqueToken != null) ? 1 : 0)
				+ ((this.resolver != null) ? 1 : 0);
		if (kinds != 1) {
			throw new InvalidSecurityException(
					"oauth2ResourceServer has " + ((kinds == 0) ? "no kind of tokens" : "more than one kind of tokens"),
					REMEDY);
		}
		if (this.jwt != null) {
			this.jwt.addProviders(authentication);
		}
		if (this.opaqueToken != null) {
			this.opaqueToken.addProviders(authentication);
		}
	}

	@Override
	AuthenticationMechanism mechanism(@Nullable AuthenticationManager manager) {
		AuthenticationManagerResolver<HttpExchange> own = this.resolver;
		if (own != null) {
			return new BearerTokenAuthentication(own);
		}
		AuthenticationManager verifying = MechanismConfigurer.require(manager, "oauth2ResourceServer");
		return new BearerTokenAuthentication((exchange) -> verifying);
	}

}
