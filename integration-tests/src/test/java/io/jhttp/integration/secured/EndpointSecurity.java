package io.jhttp.integration.secured;

import io.jhttp.spring.boot.autoconfigure.actuate.EndpointRequest;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.springframework.security.config.Customizer.withDefaults;

@Configuration(proxyBeanMethods = false)
public class EndpointSecurity {

	@Bean
	@Order(2)
	JhttpSecurityFilterChain endpoints(JhttpSecurity http) {
		http.securityMatcher(EndpointRequest.toAnyEndpoint());
		http.authorizeHttpRequests((requests) -> {
			requests.requestMatchers(EndpointRequest.to("health")).permitAll();
			requests.anyRequest().hasRole("OPERATOR");
		});
		http.httpBasic(withDefaults());
		return http.build();
	}

}
