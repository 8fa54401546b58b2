package io.jhttp.spring.boot.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;

/**
 * Configures a way in which clients prove who they are.
 */
abstract class MechanismConfigurer {

	/** Adds what verifies its credentials, unless the application has that. */
	void addProviders(AuthenticationManagerBuilder authentication) {
	}

	/**
	 * Makes it ready.
	 * @param manager verifies credentials, or null if the application knows no users
	 */
	abstract AuthenticationMechanism mechanism(@Nullable AuthenticationManager manager);

	/** Whether each request of a connection has the same proof. */
	boolean isOfConnection() {
		return false;
	}

	/** The manager, without which the chain cannot be built. */
	static AuthenticationManager require(@Nullable AuthenticationManager manager, String method) {
		if (manager == null) {
			throw new InvalidSecurityException(method + " has no users to compare credentials with",
					"Define a UserDetailsService or an AuthenticationProvider bean, or set spring.security.user.name and "
							+ "spring.security.user.password.");
		}
		return manager;
	}

}
