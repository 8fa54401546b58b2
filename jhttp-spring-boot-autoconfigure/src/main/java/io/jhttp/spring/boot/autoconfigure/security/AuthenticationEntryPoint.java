package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;

import org.springframework.security.core.AuthenticationException;

/**
 * Answers clients that have to say who they are, as its namesake for servlets does.
 */
@FunctionalInterface
public interface AuthenticationEntryPoint {

	/**
	 * Asks for credentials.
	 * @param exchange the exchange, on a worker
	 * @param failure why the client is asked: there are no credentials, or wrong ones
	 * @throws Exception if the response cannot be sent
	 */
	void commence(HttpExchange exchange, AuthenticationException failure) throws Exception;

}
