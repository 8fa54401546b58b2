package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.spring.boot.autoconfigure.handler.async.ReactorContextSource;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Lets reactive results know who has made the request.
 */
public final class SecurityReactorContext implements ReactorContextSource {

	/**
	 * Creates a source.
	 */
	public SecurityReactorContext() {
	}

	@Override
	public ContextView get() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? ReactiveSecurityContextHolder.withAuthentication(authentication)
				: Context.empty();
	}

}
