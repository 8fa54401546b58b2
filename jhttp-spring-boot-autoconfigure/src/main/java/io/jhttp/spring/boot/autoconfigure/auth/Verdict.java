package io.jhttp.spring.boot.autoconfigure.auth;

/**
 * What a rule says of a request; the last ones count more.
 */
enum Verdict {

	ALLOWED,

	/** Credentials may help. */
	UNAUTHENTICATED,

	FORBIDDEN

}
