package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.server.HttpExchange;

import org.springframework.security.access.AccessDeniedException;

/**
 * Answers users who may not do what they have asked for, as its namesake for servlets
 * does.
 */
@FunctionalInterface
public interface AccessDeniedHandler {

	/**
	 * Refuses a request.
	 * @param exchange the exchange, on a worker
	 * @param failure why it is refused
	 * @throws Exception if the response cannot be sent
	 */
	void handle(HttpExchange exchange, AccessDeniedException failure) throws Exception;

}
