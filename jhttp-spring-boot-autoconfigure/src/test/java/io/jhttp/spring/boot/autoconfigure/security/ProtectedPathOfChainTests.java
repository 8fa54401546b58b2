package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.spring.boot.autoconfigure.auth.ProtectedPathTests;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * No spelling of a path gets past a chain, nor past a rule of one.
 */
class ProtectedPathOfChainTests extends ProtectedPathTests {

	@Override
	protected ApplicationContextRunner withRules(ApplicationContextRunner runner) {
		return runner.withConfiguration(AutoConfigurations.of(JhttpSecurityAutoConfiguration.class))
			.withUserConfiguration(Chains.class);
	}

	/** Those of properties are asked for with all of them. */
	@Override
	protected int step() {
		return Boolean.getBoolean("jhttp.test.exhaustive") ? 1 : 7;
	}

	@Configuration(proxyBeanMethods = false)
	static class Chains {

		@Bean
		UserDetailsService users() {
			// Passwords in memory would be hashed by the first request.
			UserDetails admin = User.withUsername("admin").password("{noop}secret").roles("ADMIN").build();
			return (name) -> User.withUserDetails(admin).build();
		}

		@Bean
		@Order(1)
		JhttpSecurityFilterChain secret(JhttpSecurity http) {
			return http.securityMatcher(RULES[0], RULES[1], RULES[4])
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ADMIN"))
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		@Order(2)
		JhttpSecurityFilterChain others(JhttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers(RULES[2], RULES[3], RULES[5], RULES[6])
					.hasRole("ADMIN")
					.anyRequest()
					.permitAll())
				.httpBasic(withDefaults())
				.build();
		}

	}

}
