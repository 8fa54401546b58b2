package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * A way in which clients prove who they are.
 */
interface AuthenticationMechanism {

	/** What the proof is called, for scripts and handlers. */
	String scheme();

	/**
	 * Whether a request may have such a proof; this does not block.
	 */
	boolean mayApply(HttpRequest request);

	/**
	 * Verifies the proof.
	 * @return null if the request has none
	 * @throws AuthenticationException if it is wrong
	 */
	@Nullable Authentication authenticate(HttpExchange exchange);

	/**
	 * What asks a client for it (RFC 9110, section 11.6.1).
	 * @param failure what was wrong with credentials, if anything
	 * @return null if nothing can ask for it
	 */
	@Nullable String challenge(AuthenticationException failure);

	/**
	 * The status code for wrong credentials.
	 * @param failure what was wrong with them, if anything
	 */
	default int status(AuthenticationException failure) {
		return 401;
	}

	/**
	 * What tells a user that others may do this.
	 * @return null if there is nothing to tell
	 */
	default @Nullable String forbidden(Authentication authentication) {
		return null;
	}

}
