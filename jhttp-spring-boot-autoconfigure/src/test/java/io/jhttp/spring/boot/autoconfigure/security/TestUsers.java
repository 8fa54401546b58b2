package io.jhttp.spring.boot.autoconfigure.security;

import java.util.Map;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Users whose passwords are their names. Unlike those in memory that Spring Security has,
 * they keep plain passwords, so that requests do not cost what bcrypt does.
 */
final class TestUsers {

	private TestUsers() {
	}

	/**
	 * Creates users.
	 * @param roles one for each name
	 */
	static UserDetailsService of(Map<String, String> roles) {
		return (name) -> {
			if (!roles.containsKey(name)) {
				throw new UsernameNotFoundException(name);
			}
			return User.withUsername(name).password("{noop}" + name).roles(roles.get(name)).build();
		};
	}

	static UserDetailsService annAndRoot() {
		return of(Map.of("ann", "USER", "root", "ADMIN"));
	}

}
