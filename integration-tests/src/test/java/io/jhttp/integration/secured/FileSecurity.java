package io.jhttp.integration.secured;

import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.springframework.security.config.Customizer.withDefaults;

@Configuration(proxyBeanMethods = false)
public class FileSecurity {

	@Bean
	@Order(3)
	JhttpSecurityFilterChain files(JhttpSecurity http) {
		http.authorizeHttpRequests((requests) -> {
			requests.requestMatchers("/private/**").authenticated();
			requests.anyRequest().permitAll();
		});
		http.httpBasic(withDefaults());
		return http.build();
	}

	@Bean
	UserDetailsService users(@Value("${myapp.operator.password}") String password) {
		return new InMemoryUserDetailsManager(User.withUsername("olga").password(password).roles("OPERATOR").build());
	}

}
