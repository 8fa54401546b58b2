package io.jhttp.spring.boot.test.autoconfigure;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The user that {@code @WithMockUser} and its like have given to the thread of a test.
 */
final class SecurityContextUser {

	private SecurityContextUser() {
	}

	/** Null if there is none. */
	static @Nullable Principal current() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null && authentication.isAuthenticated()
				&& !(authentication instanceof AnonymousAuthenticationToken)) ? authentication : null;
	}

}
