package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.Serial;

/**
 * There is a password hashed by bcrypt, and nothing that could compare it.
 */
final class MissingBcryptException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	MissingBcryptException() {
		super("Passwords of jhttp.auth are hashed by bcrypt, which spring-security-crypto knows; it is not on the class path");
	}

}
