package io.jhttp.spring.boot.autoconfigure.auth;

/**
 * Who may come in by a rule.
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
