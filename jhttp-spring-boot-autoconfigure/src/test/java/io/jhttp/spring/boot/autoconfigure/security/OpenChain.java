package io.jhttp.spring.boot.autoconfigure.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * A chain that knows who asks and lets everyone in.
 */
@Configuration(proxyBeanMethods = false)
class OpenChain {

	@Bean
	UserDetailsService users() {
		return TestUsers.annAndRoot();
	}

	@Bean
	JhttpSecurityFilterChain chain(JhttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.httpBasic((basic) -> basic.realmName("test"))
			.build();
	}

}
