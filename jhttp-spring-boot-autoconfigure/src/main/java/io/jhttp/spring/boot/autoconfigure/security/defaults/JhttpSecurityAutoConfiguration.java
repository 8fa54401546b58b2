package io.jhttp.spring.boot.autoconfigure.security.defaults;

import java.util.List;

import io.jhttp.spring.boot.autoconfigure.ConfiguredPaths;
import io.jhttp.spring.boot.autoconfigure.JhttpProperties;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.SetProperties;
import io.jhttp.spring.boot.autoconfigure.UnusedPropertyException;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import io.jhttp.spring.boot.autoconfigure.security.AuthenticationPrincipalArguments;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilter;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import io.jhttp.spring.boot.autoconfigure.security.SecurityReactorContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * {@link AutoConfiguration Auto-configuration} for Spring Security in front of the
 * server.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration",
		"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration" })
@ConditionalOnClass({ AuthenticationConfiguration.class, SecurityContextHolder.class })
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@Import({ AuthenticationConfiguration.class, DefaultUserConfiguration.class, DefaultChainConfiguration.class })
public final class JhttpSecurityAutoConfiguration {

	@Bean
	@Scope("prototype")
	@ConditionalOnMissingBean
	JhttpSecurity jhttpSecurity(ApplicationContext context, ObjectPostProcessor<Object> objectPostProcessor,
			AuthenticationConfiguration configuration) {
		AuthenticationManagerBuilder authentication = configuration.authenticationManagerBuilder(objectPostProcessor,
				context);
		@Nullable AuthenticationManager shared = configuration.getAuthenticationManager();
		if (shared != null) {
			authentication.parentAuthenticationManager(shared);
		}
		return new JhttpSecurity(context, authentication);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpSecurityFilter jhttpSecurityFilter(ObjectProvider<JhttpSecurityFilterChain> chains, JhttpProperties properties,
			Environment environment) {
		refuseRules(environment);
		int order = environment.getProperty("spring.security.filter.order", Integer.class,
				SecurityFilter.DEFAULT_ORDER);
		return new JhttpSecurityFilter(chains.orderedStream().toList(), () -> ConfiguredPaths.of(properties), order);
	}

	/** Two that ask for passwords would ask each for those of the other. */
	private static void refuseRules(Environment environment) {
		List<String> unused = new SetProperties(environment).of("jhttp.auth");
		if (!unused.isEmpty()) {
			throw new UnusedPropertyException(unused, "Spring Security protects this server",
					"Define a JhttpSecurityFilterChain bean in place of these properties. Or keep them, and replace "
							+ "Spring Security by spring-security-crypto.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	AuthenticationPrincipalArguments jhttpAuthenticationPrincipalArguments(BeanFactory beanFactory) {
		return new AuthenticationPrincipalArguments(beanFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "reactor.core.publisher.Mono")
	static class ReactorConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SecurityReactorContext jhttpSecurityReactorContext() {
			return new SecurityReactorContext();
		}

	}

}
