package io.jhttp.integration.secured;

import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;

import static org.springframework.security.config.Customizer.withDefaults;

@Configuration(proxyBeanMethods = false)
public class ApiSecurity {

	@Bean
	@Order(1)
	JhttpSecurityFilterChain api(JhttpSecurity http) {
		http.securityMatcher("/api/**");
		http.authorizeHttpRequests((requests) -> {
			requests.requestMatchers(HttpMethod.GET).hasAuthority("SCOPE_read");
			requests.anyRequest().hasAuthority("SCOPE_write");
		});
		http.oauth2ResourceServer((server) -> server.jwt(withDefaults()));
		return http.build();
	}

}
