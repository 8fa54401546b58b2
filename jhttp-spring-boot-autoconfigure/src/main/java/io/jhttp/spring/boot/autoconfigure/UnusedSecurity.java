package io.jhttp.spring.boot.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Spring Security, which protects servlets and WebFlux. An application that has it, and
 * nothing else to protect this server, would be open without a word.
 */
final class UnusedSecurity {

	private static final Log logger = LogFactory.getLog(UnusedSecurity.class);

	private static final String FILTERS = "org.springframework.security.web.SecurityFilterChain";

	private UnusedSecurity() {
	}

	static void warn(@Nullable ClassLoader classLoader) {
		if (ClassUtils.isPresent(FILTERS, classLoader)) {
			logger.warn("""
					Spring Security does not protect this server

					  Spring Security is on the class path, but its filters run in Spring MVC and WebFlux only.
					  Everything that jhttp serves is open to everyone who can reach its port: handler beans,
					  files, scripts and actuator endpoints.

					  Protect it by a JhttpFilter bean, by a proxy that checks users, or by jhttp.address=127.0.0.1.
					  When you have done so, logging.level.%s=error turns this warning off.
					""".formatted(UnusedSecurity.class.getName()));
		}
	}

}
