package io.jhttp.spring.boot.autoconfigure.security.defaults;

import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * The user of {@code spring.security.user}, as Boot has it in servlet applications, and
 * under the same conditions.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecurityProperties.class)
@Conditional(DefaultUserConfiguration.OnNoOtherUsersOrProperties.class)
@EnableConfigurationProperties(SecurityProperties.class)
class DefaultUserConfiguration {

	private static final Log logger = LogFactory.getLog(DefaultUserConfiguration.class);

	/** Such as {@code {bcrypt}$2a$10$...}. */
	private static final Pattern ENCODED = Pattern.compile("\\{.+}.*");

	@Bean
	@ConditionalOnMissingBean(value = { AuthenticationManager.class, AuthenticationProvider.class,
			UserDetailsService.class, AuthenticationManagerResolver.class },
			type = "org.springframework.security.oauth2.jwt.JwtDecoder")
	InMemoryUserDetailsManager jhttpUserDetailsManager(SecurityProperties properties,
			ObjectProvider<PasswordEncoder> encoder) {
		SecurityProperties.User user = properties.getUser();
		if (user.isPasswordGenerated()) {
			logger.warn("""


					Using generated security password: %s

					This generated password is for development use only. Your security configuration must be updated \
					before running your application in production.
					""".formatted(user.getPassword()));
		}
		boolean ready = encoder.getIfAvailable() != null || ENCODED.matcher(user.getPassword()).matches();
		return new InMemoryUserDetailsManager(User.withUsername(user.getName())
			.password(ready ? user.getPassword() : "{noop}" + user.getPassword())
			.roles(user.getRoles().toArray(String[]::new))
			.build());
	}

	static final class OnNoOtherUsersOrProperties extends AnyNestedCondition {

		OnNoOtherUsersOrProperties() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnMissingClass({
				"org.springframework.security.oauth2.client.registration.ClientRegistrationRepository",
				"org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector",
				"org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrationRepository" })
		static final class NoOtherUsers {

		}

		@ConditionalOnProperty("spring.security.user.name")
		static final class NameIsSet {

		}

		@ConditionalOnProperty("spring.security.user.password")
		static final class PasswordIsSet {

		}

	}

}
