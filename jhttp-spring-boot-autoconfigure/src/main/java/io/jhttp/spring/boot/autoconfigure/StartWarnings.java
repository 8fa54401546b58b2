package io.jhttp.spring.boot.autoconfigure;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * Warns at the start of what others would do with this application, and jhttp does not.
 */
final class StartWarnings implements SmartInitializingSingleton {

	private final ApplicationContext context;

	StartWarnings(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!isWeb()) {
			new WebServerProperties(this.context.getEnvironment()).warn();
		}
		UnusedSecurity.warn(this.context.getClassLoader());
	}

	/** Whether the context has, or in a test stands for, a web server of Spring Boot. */
	private boolean isWeb() {
		return this.context instanceof WebApplicationContext || this.context instanceof ReactiveWebApplicationContext;
	}

}
