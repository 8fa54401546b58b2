package io.jhttp.spring.boot.autoconfigure.security;

import java.io.Serial;
import java.io.Serializable;

import io.jhttp.server.HttpRequest;

/**
 * What is known of a client beside its credentials: the details of an
 * {@link org.springframework.security.core.Authentication Authentication}, which audit
 * events show.
 *
 * @param remoteAddress the numbers of its address, or {@code unix:}
 * @param listener the name of the listener that the request came by
 */
public record AuthenticationDetails(String remoteAddress, String listener) implements Serializable {

	@Serial
	private static final long serialVersionUID = 1L;

	static AuthenticationDetails of(HttpRequest request) {
		return new AuthenticationDetails(request.client(), request.listener());
	}

}
