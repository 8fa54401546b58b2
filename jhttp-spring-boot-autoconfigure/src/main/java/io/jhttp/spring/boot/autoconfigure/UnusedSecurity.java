package io.jhttp.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Spring Security without what this server needs of it. An application that has it, and
 * nothing else to protect this server, would be open without a word.
 */
final class UnusedSecurity {

	private static final Log logger = LogFactory.getLog(UnusedSecurity.class);

	private static final String FILTERS = "org.springframework.security.web.SecurityFilterChain";

	private static final String WARNING = """
			Spring Security does not protect this server

			  Spring Security is on the class path, but spring-security-config is not, or the auto-configuration
			  for this server is excluded.
			  Everything that jhttp serves is open to everyone who can reach its port: handler beans, files,
			  scripts and actuator endpoints.

			  Add spring-boot-starter-security, or protect it by a JhttpFilter bean, by a proxy that checks
			  users, or by jhttp.address=127.0.0.1.
			  When you have done so, logging.level.%s=error turns this warning off.
			""".formatted(UnusedSecurity.class.getName());

	private static final List<String> CHAINS = List.of(FILTERS,
			"org.springframework.security.web.server.SecurityWebFilterChain");

	private UnusedSecurity() {
	}

	/** Warns of chains of Spring MVC and WebFlux, in an application without these. */
	static void warnOfChains(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader loader = beanFactory.getBeanClassLoader();
		List<String> chains = CHAINS.stream()
			.filter((type) -> ClassUtils.isPresent(type, loader))
			.map((type) -> ClassUtils.resolveClassName(type, loader))
			.flatMap((type) -> Arrays.stream(beanFactory.getBeanNamesForType(type, true, false)))
			.map((name) -> "'" + name + "'")
			.toList();
		if (!chains.isEmpty()) {
			logger
				.warn("These beans are a SecurityFilterChain or a SecurityWebFilterChain, and protect nothing, as the "
						+ "application has no Spring MVC or WebFlux: " + String.join(", ", chains)
						+ ". Define a JhttpSecurityFilterChain bean in their place, or add spring-boot-starter-webmvc or "
						+ "spring-boot-starter-webflux.");
		}
	}

	static void warn(ConfigurableListableBeanFactory beanFactory) {
		if (ClassUtils.isPresent(FILTERS, beanFactory.getBeanClassLoader()) && !isProtected(beanFactory)) {
			logger.warn(WARNING);
		}
	}

	/** By what decides who has access. */
	private static boolean isProtected(ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.getBeansOfType(SecurityFilter.class)
			.keySet()
			.stream()
			.anyMatch((name) -> !SecurityFilterConfiguration.OPEN_FILTERS.contains(name));
	}

}
