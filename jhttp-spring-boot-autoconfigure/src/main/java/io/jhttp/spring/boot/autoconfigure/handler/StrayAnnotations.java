package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Controller;

/**
 * Warns of annotations that nothing reads where they are.
 */
public final class StrayAnnotations {

	private static final Log logger = LogFactory.getLog(StrayAnnotations.class);

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Looks at the beans of a context.
	 * @param beanFactory where they are
	 */
	public StrayAnnotations(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Warns of verb annotations in other beans.
	 * @param handlerClass the handler class of the server, or null
	 */
	public void warn(@Nullable Class<?> handlerClass) {
		List<String> handlers = List.copyOf(AnnotatedBeans.find(this.beanFactory).keySet());
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = type(name);
			if (type != null && type != handlerClass && !handlers.contains(name)
					&& !ScopedProxyUtils.isScopedTarget(name) && !type.getName().startsWith("org.springframework.")) {
				warnOfVerbs(name, type);
			}
		}
	}

	private void warnOfVerbs(String name, Class<?> type) {
		if (!BaseHttpRequestHandler.class.isAssignableFrom(type)) {
			if (hasVerbMethods(type)) {
				logger.warn("The bean '" + name + "' has methods with verb annotations such as @Get, and answers no "
						+ "request: its class " + type.getName() + " is not marked @RequestHandler.");
			}
		}
		else if (this.beanFactory.isSingleton(name)) {
			// Other scopes give an instance to each connection, as code may ask for.
			logger.warn("The bean '" + name + "' answers no request: its class " + type.getName()
					+ " is a handler class. Set jhttp.handler-class to it, and remove the bean.");
		}
	}

	/** Warns of controllers, in an application without a server for them. */
	public void warnOfControllers() {
		List<String> controllers = new ArrayList<>();
		List<String> handlers = List.copyOf(AnnotatedBeans.find(this.beanFactory).keySet());
		for (String name : this.beanFactory.getBeanNamesForAnnotation(Controller.class)) {
			if (!handlers.contains(name)) {
				controllers.add("'" + name + "'");
			}
		}
		if (!controllers.isEmpty()) {
			logger.warn("These beans are marked @Controller or @RestController, and answer no request, as the "
					+ "application has no Spring MVC or WebFlux: " + String.join(", ", controllers)
					+ ". Mark them with @RequestHandler and their methods with @Get and its like, or add "
					+ "spring-boot-starter-webmvc or spring-boot-starter-webflux.");
		}
	}

	/** A bean that is not ours never fails the start. */
	private @Nullable Class<?> type(String name) {
		try {
			return AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		}
		catch (BeansException ex) {
			logger.debug("Cannot determine the class of the bean '" + name + "'", ex);
			return null;
		}
	}

	private static boolean hasVerbMethods(Class<?> type) {
		try {
			return !Verbs.methods(type).isEmpty();
		}
		catch (InvalidHandlerMethodException ex) {
			return true;
		}
		catch (IllegalStateException ex) {
			logger.debug("Cannot determine whether " + type.getName() + " has verb annotations", ex);
			return false;
		}
	}

}
