package io.jhttp.spring.boot.autoconfigure.actuate;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/**
 * Who calls an operation, such as {@code health}, which may tell users more than others.
 *
 * @param getPrincipal the user, or null if no user was authenticated
 */
record CallerSecurityContext(@Nullable Principal getPrincipal) implements SecurityContext {

	private static final boolean HAS_ROLES = ClassUtils.isPresent("org.springframework.security.core.Authentication",
			CallerSecurityContext.class.getClassLoader());

	/** Without Spring Security, users have no roles. */
	@Override
	public boolean isUserInRole(String role) {
		return HAS_ROLES && Roles.has(this.getPrincipal, role.startsWith("ROLE_") ? role : "ROLE_" + role);
	}

	/** Needs Spring Security. */
	private static final class Roles {

		static boolean has(@Nullable Principal principal, String authority) {
			return principal instanceof Authentication user
					&& user.getAuthorities().stream().anyMatch((each) -> authority.equals(each.getAuthority()));
		}

	}

}
