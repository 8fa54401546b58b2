package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.spring.boot.autoconfigure.handler.StrayAnnotations;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * Warns at the start of what others would do with this application, and jhttp does not.
 */
final class StartWarnings implements SmartInitializingSingleton {

	private final ApplicationContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private final JhttpProperties properties;

	StartWarnings(ApplicationContext context, ConfigurableListableBeanFactory beanFactory, JhttpProperties properties) {
		this.beanFactory = beanFactory;
		this.context = context;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		StrayAnnotations annotations = new StrayAnnotations(this.beanFactory);
		annotations.warn(this.properties.getHandlerClass());
		if (!isWeb()) {
			annotations.warnOfControllers();
			UnusedSecurity.warnOfChains(this.beanFactory);
			new WebServerProperties(this.context.getEnvironment(), this.properties).warn();
		}
		UnknownProperties.warn(this.context.getEnvironment());
		UnusedSecurity.warn(this.beanFactory);
	}

	/** Whether the context has, or in a test stands for, a web server of Spring Boot. */
	private boolean isWeb() {
		return this.context instanceof WebApplicationContext || this.context instanceof ReactiveWebApplicationContext;
	}

}
