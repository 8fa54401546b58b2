package io.jhttp.spring.boot.autoconfigure.security;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Configures how clients are answered that have no access. By default they get 401 with
 * what to prove, or 403, in the form in which the server sends errors.
 */
public final class ExceptionHandlingConfigurer {

	private @Nullable AuthenticationEntryPoint entryPoint;

	private @Nullable AccessDeniedHandler deniedHandler;

	ExceptionHandlingConfigurer() {
	}

	/**
	 * Sets what answers clients that have to say who they are.
	 * @param entryPoint answers them
	 * @return this
	 */
	public ExceptionHandlingConfigurer authenticationEntryPoint(AuthenticationEntryPoint entryPoint) {
		this.entryPoint = entryPoint;
		return this;
	}

	/**
	 * Sets what answers users who may not do what they have asked for.
	 * @param handler answers them
	 * @return this
	 */
	public ExceptionHandlingConfigurer accessDeniedHandler(AccessDeniedHandler handler) {
		this.deniedHandler = handler;
		return this;
	}

	Refusals refusals(List<AuthenticationMechanism> mechanisms) {
		return new Refusals(mechanisms, this.entryPoint, this.deniedHandler);
	}

}
