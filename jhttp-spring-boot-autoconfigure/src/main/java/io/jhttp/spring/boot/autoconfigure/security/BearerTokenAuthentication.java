package io.jhttp.spring.boot.autoconfigure.security;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Bearer tokens of OAuth 2 (RFC 6750), in the {@code Authorization} field only.
 */
final class BearerTokenAuthentication implements AuthenticationMechanism {

	private static final String SCHEME = "Bearer";

	private static final Pattern TOKEN = Pattern.compile("bearer +([a-z0-9\\-._~+/]+=*)", Pattern.CASE_INSENSITIVE);

	private final AuthenticationManagerResolver<HttpExchange> managers;

	BearerTokenAuthentication(AuthenticationManagerResolver<HttpExchange> managers) {
		this.managers = managers;
	}

	@Override
	public String scheme() {
		return SCHEME;
	}

	@Override
	public boolean mayApply(HttpRequest request) {
		return request.hasHeader("Authorization");
	}

	@Override
	public @Nullable Authentication authenticate(HttpExchange exchange) {
		String value = token(exchange.request());
		if (value == null) {
			return null;
		}
		BearerTokenAuthenticationToken token = new BearerTokenAuthenticationToken(value);
		token.setDetails(AuthenticationDetails.of(exchange.request()));
		Authentication authentication = this.managers.resolve(exchange).authenticate(token);
		if (isBound(authentication)) {
			throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("Invalid bearer token"));
		}
		return authentication;
	}

	private static @Nullable String token(HttpRequest request) {
		List<String> fields = request.headers("Authorization");
		if (fields.stream().noneMatch((field) -> field.strip().toLowerCase(Locale.ROOT).startsWith("bearer"))) {
			return null;
		}
		if (fields.size() > 1) {
			throw new OAuth2AuthenticationException(
					BearerTokenErrors.invalidRequest("The request has several Authorization fields"));
		}
		Matcher matcher = TOKEN.matcher(fields.get(0).strip());
		if (!matcher.matches()) {
			throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("Bearer token is malformed"));
		}
		return matcher.group(1);
	}

	/**
	 * A token that is for the owner of a key is not for all who have it (RFC 9449,
	 * section 7.2).
	 */
	private static boolean isBound(@Nullable Authentication authentication) {
		return authentication instanceof AbstractOAuth2TokenAuthenticationToken<?> token
				&& token.getTokenAttributes() != null
				&& token.getTokenAttributes().get("cnf") instanceof Map<?, ?> confirmation
				&& confirmation.containsKey("jkt");
	}

	@Override
	public String challenge(AuthenticationException failure) {
		return BearerTokenChallenge.of(failure);
	}

	@Override
	public int status(AuthenticationException failure) {
		return BearerTokenChallenge.status(failure);
	}

	@Override
	public @Nullable String forbidden(Authentication authentication) {
		return (authentication instanceof AbstractOAuth2TokenAuthenticationToken) ? BearerTokenChallenge.FORBIDDEN
				: null;
	}

}
