package io.jhttp.spring.boot.autoconfigure.security.defaults;

import io.jhttp.spring.boot.autoconfigure.actuate.EndpointRequest;
import io.jhttp.spring.boot.autoconfigure.security.AuthorizeHttpRequestsConfigurer;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.util.ClassUtils;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The chain of an application that has none of its own: all requests need a user, but for
 * the health endpoint, as Boot has it in servlet applications.
 */
@Configuration(proxyBeanMethods = false)
class DefaultChainConfiguration {

	private static final Log logger = LogFactory.getLog(DefaultChainConfiguration.class);

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE - 5)
	@ConditionalOnMissingBean
	JhttpSecurityFilterChain jhttpDefaultSecurityFilterChain(JhttpSecurity http, ApplicationContext context,
			AuthenticationConfiguration configuration) {
		ClassLoader loader = context.getClassLoader();
		http.authorizeHttpRequests((requests) -> {
			if (ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier", loader)
					&& ClassUtils.isPresent("org.springframework.boot.health.actuate.endpoint.HealthEndpoint",
							loader)) {
				Health.permit(requests);
			}
			requests.anyRequest().authenticated();
		});
		if (ClassUtils.isPresent("org.springframework.security.oauth2.server.resource.BearerTokenError", loader)
				&& Tokens.accept(http, context)) {
			return http.build();
		}
		if (configuration.getAuthenticationManager() != null) {
			http.httpBasic(withDefaults());
		}
		else {
			logger.warn("Every request is refused, as there are no users. Define a "
					+ "UserDetailsService, a JwtDecoder or a JhttpSecurityFilterChain bean, or set "
					+ "spring.security.user.name and spring.security.user.password.");
		}
		return http.build();
	}

	/** Needs the actuator. */
	private static final class Health {

		static void permit(AuthorizeHttpRequestsConfigurer requests) {
			requests
				.requestMatchers(EndpointRequest.to(HealthEndpoint.class),
						EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HealthEndpoint.class),
						EndpointRequest.toAdditionalPaths(WebServerNamespace.MANAGEMENT, HealthEndpoint.class))
				.permitAll();
		}

	}

	/** Needs OAuth 2. */
	private static final class Tokens {

		static boolean accept(JhttpSecurity http, ApplicationContext context) {
			if (has(context, "org.springframework.security.oauth2.jwt.JwtDecoder")
					&& context.getBeanProvider(JwtDecoder.class).stream().findAny().isPresent()) {
				http.oauth2ResourceServer((server) -> server.jwt(withDefaults()));
				return true;
			}
			if (context.getBeanProvider(OpaqueTokenIntrospector.class).stream().findAny().isPresent()) {
				http.oauth2ResourceServer((server) -> server.opaqueToken(withDefaults()));
				return true;
			}
			return false;
		}

		private static boolean has(ApplicationContext context, String type) {
			return ClassUtils.isPresent(type, context.getClassLoader());
		}

	}

}
