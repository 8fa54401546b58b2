package io.jhttp.spring.boot.autoconfigure.auth;

/**
 * Who has access by a rule.
 */
public enum Access {

	/**
	 * Every client, also without credentials.
	 */
	ANONYMOUS,

	/**
	 * Every user.
	 */
	AUTHENTICATED,

	/**
	 * No client.
	 */
	DENY

}
