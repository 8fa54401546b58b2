package io.jhttp.spring.boot.autoconfigure.auth;

/**
 * What is known of a password.
 */
interface PasswordHash {

	/** Takes as long whatever the password is. */
	boolean matches(byte[] password);

	/** How much work it is, compared with others. */
	int cost();

}
