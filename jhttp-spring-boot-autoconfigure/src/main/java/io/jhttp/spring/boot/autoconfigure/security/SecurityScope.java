package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HandlerScope;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Lets the threads that run handlers of an exchange know who has made the request, and
 * forget it afterwards, so that none of them ever knows a user of another exchange.
 */
final class SecurityScope implements HandlerScope {

	private final SecurityContextHolderStrategy holder;

	private final @Nullable Authentication authentication;

	SecurityScope(SecurityContextHolderStrategy holder, @Nullable Authentication authentication) {
		this.holder = holder;
		this.authentication = authentication;
	}

	@Nullable Authentication authentication() {
		return this.authentication;
	}

	/** Each thread has a context of its own, as a handler may change it. */
	@Override
	public Runnable open() {
		SecurityContext context = this.holder.createEmptyContext();
		context.setAuthentication(this.authentication);
		this.holder.setContext(context);
		return this.holder::clearContext;
	}

}
