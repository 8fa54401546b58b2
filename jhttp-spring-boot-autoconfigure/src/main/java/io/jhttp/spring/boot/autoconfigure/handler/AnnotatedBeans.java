package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Which beans are handlers. It is asked of each context, also of those that have none,
 * and therefore apart from all that handler beans need.
 */
public final class AnnotatedBeans {

	private AnnotatedBeans() {
	}

	/**
	 * Finds the handler beans, without creating those that are lazy.
	 * @param beanFactory where they are
	 * @return annotations by the name of the bean
	 */
	public static Map<String, RequestHandler> find(ConfigurableListableBeanFactory beanFactory) {
		Map<String, RequestHandler> annotations = new LinkedHashMap<>();
		for (String annotated : beanFactory.getBeanNamesForAnnotation(RequestHandler.class)) {
			String name = ScopedProxyUtils.isScopedTarget(annotated) ? ScopedProxyUtils.getOriginalBeanName(annotated)
					: annotated;
			RequestHandler annotation = beanFactory.findAnnotationOnBean(annotated, RequestHandler.class);
			if (annotation != null) {
				annotations.putIfAbsent(name, annotation);
			}
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			RequestHandler annotation = behindProxy(beanFactory.getMergedBeanDefinition(name));
			if (annotation != null) {
				annotations.putIfAbsent(name, annotation);
			}
		}
		return annotations;
	}

	/**
	 * Refuses handler beans that would never be asked.
	 * @param beanFactory where they are
	 * @param handler the class of what answers all requests in their place
	 */
	public static void requireNone(ConfigurableListableBeanFactory beanFactory, Class<?> handler) {
		for (String name : find(beanFactory).keySet()) {
			throw InvalidHandlerMethodException.ofBean(name,
					handler.getName() + " is an HttpHandler, which answers all requests",
					"Remove one of the two: an HttpHandler bean takes the place of all that answers requests.");
		}
	}

	/** A proxy of an interface does not have the annotations of its target. */
	private static @Nullable RequestHandler behindProxy(BeanDefinition definition) {
		return (definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE) instanceof Class<?> target)
				? AnnotatedElementUtils.findMergedAnnotation(target, RequestHandler.class) : null;
	}

}
