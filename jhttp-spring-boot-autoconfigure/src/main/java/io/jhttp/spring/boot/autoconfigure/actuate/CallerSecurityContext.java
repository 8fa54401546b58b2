package io.jhttp.spring.boot.autoconfigure.actuate;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who calls an operation, such as {@code health}, which may tell users more than others.
 *
 * @param getPrincipal the user, or null if no user was authenticated
 */
record CallerSecurityContext(@Nullable Principal getPrincipal) implements SecurityContext {

	@Override
	public boolean isUserInRole(String role) {
		return false;
	}

}
