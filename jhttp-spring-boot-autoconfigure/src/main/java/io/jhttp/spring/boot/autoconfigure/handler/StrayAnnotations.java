package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;

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
	 * Warns of verb annotations in other beans, and of {@code @CrossOrigin} in handler
	 * beans.
	 */
	public void warn() {
		List<String> handlers = List.copyOf(AnnotatedBeans.find(this.beanFactory).keySet());
		for (String name : this.beanFactory.getBeanNamesForAnnotation(Component.class)) {
			Class<?> type = type(name);
			if (type != null && !handlers.contains(name) && !BaseHttpRequestHandler.class.isAssignableFrom(type)
					&& !type.getName().startsWith("org.springframework.") && hasVerbMethods(type)) {
				logger.warn("The bean '" + name + "' has methods with verb annotations such as @Get, and answers no "
						+ "request: its class " + type.getName() + " is not marked @RequestHandler.");
			}
		}
		for (String name : handlers) {
			Class<?> type = type(name);
			if (type != null && hasCrossOrigin(type)) {
				logger.warn("@CrossOrigin does nothing in the handler bean '" + name + "' of class " + type.getName()
						+ ": jhttp has no CORS yet. Set the fields of CORS by a JhttpFilter, or by a proxy.");
			}
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

	private @Nullable Class<?> type(String name) {
		return AutoProxyUtils.determineTargetClass(this.beanFactory, name);
	}

	/** A bean that is not ours never fails the start. */
	private static boolean hasVerbMethods(Class<?> type) {
		try {
			return !Verbs.methods(type).isEmpty();
		}
		catch (InvalidHandlerMethodException ex) {
			return true;
		}
		catch (IllegalStateException ex) {
			logger.debug("Whether " + type.getName() + " has verb annotations cannot be told", ex);
			return false;
		}
	}

	private static boolean hasCrossOrigin(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, CrossOrigin.class) || !MethodIntrospector.selectMethods(type,
				(MetadataLookup<Boolean>) (method) -> AnnotatedElementUtils.hasAnnotation(method, CrossOrigin.class)
						? Boolean.TRUE : null)
			.isEmpty();
	}

}
