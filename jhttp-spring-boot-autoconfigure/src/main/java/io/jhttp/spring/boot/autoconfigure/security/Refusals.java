package io.jhttp.spring.boot.autoconfigure.security;

import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * How a chain answers clients that have no access: those who have access once they have
 * said who they are with 401, others with 403.
 */
final class Refusals implements AuthenticationEntryPoint {

	private static final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final List<AuthenticationMechanism> mechanisms;

	private final AuthenticationEntryPoint entryPoint;

	/** Null for the default. */
	private final @Nullable AccessDeniedHandler deniedHandler;

	Refusals(List<AuthenticationMechanism> mechanisms, @Nullable AuthenticationEntryPoint entryPoint,
			@Nullable AccessDeniedHandler deniedHandler) {
		this.mechanisms = mechanisms;
		this.entryPoint = (entryPoint != null) ? entryPoint : this;
		this.deniedHandler = deniedHandler;
	}

	/**
	 * Answers for an exception of Spring Security, wherever it was thrown.
	 * @param authentication who has made the request, or null if that is not known
	 * @return false if it, and what has caused it, is something else
	 */
	boolean answer(Throwable failure, @Nullable Authentication authentication, HttpExchange exchange) throws Exception {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AuthenticationException unknown) {
				if (cause instanceof AuthenticationServiceException) {
					// Not the client is wrong, but what knows its users.
					return false;
				}
				begin(failure, exchange);
				this.entryPoint.commence(exchange, unknown);
				return true;
			}
			if (cause instanceof AccessDeniedException denied) {
				begin(failure, exchange);
				deny(denied, authentication, exchange);
				return true;
			}
		}
		return false;
	}

	private static void begin(Throwable failure, HttpExchange exchange) {
		exchange.response().resetForError();
		exchange.failure(failure);
	}

	private void deny(AccessDeniedException denied, @Nullable Authentication authentication, HttpExchange exchange)
			throws Exception {
		if (authentication == null || trust.isAnonymous(authentication)) {
			this.entryPoint.commence(exchange, new InsufficientAuthenticationException(
					"Full authentication is required to access this resource", denied));
		}
		else if (this.deniedHandler != null) {
			this.deniedHandler.handle(exchange, denied);
		}
		else {
			HttpResponse response = exchange.response();
			this.mechanisms.stream()
				.map((mechanism) -> mechanism.forbidden(authentication))
				.filter((challenge) -> challenge != null)
				.forEach((challenge) -> response.addHeader("WWW-Authenticate", String.valueOf(challenge)));
			response.sendError(403);
		}
	}

	/** Without a mechanism that a client can be asked for, there is nothing it can do. */
	@Override
	public void commence(HttpExchange exchange, AuthenticationException failure) throws Exception {
		HttpResponse response = exchange.response();
		int status = 403;
		for (AuthenticationMechanism mechanism : this.mechanisms) {
			String challenge = mechanism.challenge(failure);
			if (challenge != null) {
				response.addHeader("WWW-Authenticate", challenge);
				status = (status == 400) ? 400 : mechanism.status(failure);
			}
		}
		response.sendError(status);
	}

}
