package io.jhttp.spring.boot.autoconfigure.security;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.BearerTokenError;

/**
 * Says what is wrong with a bearer token (RFC 6750, section 3).
 */
final class BearerTokenChallenge {

	static final String FORBIDDEN = "Bearer error=\"insufficient_scope\", "
			+ "error_description=\"The request requires higher privileges than provided by the access token.\", "
			+ "error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"";

	private BearerTokenChallenge() {
	}

	static String of(AuthenticationException failure) {
		return (failure instanceof OAuth2AuthenticationException wrong) ? text(wrong.getError()) : "Bearer";
	}

	/** 400 for a request that is malformed, or else 401. */
	static int status(AuthenticationException failure) {
		return (failure instanceof OAuth2AuthenticationException wrong
				&& wrong.getError() instanceof BearerTokenError error) ? error.getHttpStatus().value() : 401;
	}

	private static String text(OAuth2Error error) {
		Map<String, String> parameters = new TreeMap<>();
		parameters.put("error", error.getErrorCode());
		if (error.getDescription() != null) {
			parameters.put("error_description", error.getDescription());
		}
		if (error.getUri() != null) {
			parameters.put("error_uri", error.getUri());
		}
		if (error instanceof BearerTokenError bearer && bearer.getScope() != null) {
			parameters.put("scope", bearer.getScope());
		}
		StringJoiner text = new StringJoiner(", ", "Bearer ", "");
		parameters.forEach((name, value) -> text.add(name + "=\"" + allowed(value) + "\""));
		return text.toString();
	}

	/** Section 3: neither quotation marks nor backslashes, and visible ASCII only. */
	private static String allowed(String value) {
		return value.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "'");
	}

}
