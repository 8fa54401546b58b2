package io.jhttp.spring.boot.autoconfigure.security;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Configures how clients without credentials are known.
 */
public final class AnonymousConfigurer {

	private Object principal = "anonymousUser";

	private String[] authorities = { "ROLE_ANONYMOUS" };

	private boolean disabled;

	AnonymousConfigurer() {
	}

	/**
	 * Sets what stands for the user.
	 * @param principal such as a name
	 * @return this
	 */
	public AnonymousConfigurer principal(Object principal) {
		this.principal = principal;
		return this;
	}

	/**
	 * Sets what such clients may do.
	 * @param authorities whole names, at least one
	 * @return this
	 */
	public AnonymousConfigurer authorities(String... authorities) {
		this.authorities = authorities;
		return this;
	}

	/**
	 * Leaves them without any authentication.
	 */
	public void disable() {
		this.disabled = true;
	}

	@Nullable AnonymousAuthenticationToken token() {
		return this.disabled ? null : new AnonymousAuthenticationToken(UUID.randomUUID().toString(), this.principal,
				AuthorityUtils.createAuthorityList(this.authorities));
	}

}
