package io.jhttp.spring.boot.autoconfigure.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Servers with Spring Security in front, as an application has it that adds the starters.
 */
public final class SecuredServer {

	private SecuredServer() {
	}

	public static ApplicationContextRunner runner() {
		return secured(HandlerServer.runner());
	}

	public static ApplicationContextRunner secured(ApplicationContextRunner runner) {
		return runner.withConfiguration(AutoConfigurations.of(SecurityAutoConfiguration.class,
				UserDetailsServiceAutoConfiguration.class, OAuth2ResourceServerAutoConfiguration.class,
				JhttpSecurityAutoConfiguration.class, AopAutoConfiguration.class));
	}

	/** With the user ann, whose password is secret, and who has the role USER. */
	static ApplicationContextRunner withUser() {
		return runner().withPropertyValues("spring.security.user.name=ann",
				"spring.security.user.password={noop}secret", "spring.security.user.roles=USER");
	}

	/** The field of a request. */
	public static String basic(String user, String password) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
