package io.jhttp.spring.boot.autoconfigure.security;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.spring.boot.autoconfigure.auth.BasicCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * HTTP Basic (RFC 7617).
 */
final class BasicAuthentication implements AuthenticationMechanism {

	private final AuthenticationManager manager;

	private final String challenge;

	BasicAuthentication(AuthenticationManager manager, String realm) {
		this.manager = manager;
		this.challenge = BasicCredentials.challenge(realm);
	}

	@Override
	public String scheme() {
		return BasicCredentials.SCHEME;
	}

	@Override
	public boolean mayApply(HttpRequest request) {
		return request.hasHeader("Authorization");
	}

	@Override
	public @Nullable Authentication authenticate(HttpExchange exchange) {
		BasicCredentials credentials = BasicCredentials.of(exchange.request());
		if (credentials == null) {
			return null;
		}
		if (credentials.areHopeless()) {
			throw new BadCredentialsException("The credentials are malformed");
		}
		UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken
			.unauthenticated(credentials.user(), new String(credentials.password(), StandardCharsets.UTF_8));
		token.setDetails(AuthenticationDetails.of(exchange.request()));
		return this.manager.authenticate(token);
	}

	@Override
	public String challenge(AuthenticationException failure) {
		return this.challenge;
	}

}
