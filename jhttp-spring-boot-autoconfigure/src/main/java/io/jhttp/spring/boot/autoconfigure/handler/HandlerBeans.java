package io.jhttp.spring.boot.autoconfigure.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The handler beans of a context. A duplicate route or a method that cannot answer
 * requests fails the discovery.
 *
 * @see RequestHandler
 */
public final class HandlerBeans {

	private final RouteTable routes;

	private final List<RouteDescription> descriptions;

	private final Failures failures;

	private final Problems problems;

	private HandlerBeans(List<Route> routes, Failures failures, Problems problems) {
		this.routes = new RouteTable(routes);
		this.descriptions = routes.stream()
			.map((route) -> new RouteDescription(route.verb(), route.pattern().getPatternString(),
					route.method().toString()))
			.toList();
		this.failures = failures;
		this.problems = problems;
	}

	/**
	 * Finds the handler beans, without creating those that are lazy.
	 * @param beanFactory where they are
	 * @param maxInMemory how many bytes the content of a request may have that a method
	 * is given as a whole; more is refused with 413
	 * @param asyncTimeout how long a client waits for an asynchronous result
	 * @return the handler beans, or null if there are none
	 */
	public static @Nullable HandlerBeans discover(ConfigurableListableBeanFactory beanFactory, int maxInMemory,
			Duration asyncTimeout) {
		Map<String, RequestHandler> annotations = annotations(beanFactory);
		if (annotations.isEmpty()) {
			return null;
		}
		MessageConverters converters = MessageConverters.of(beanFactory);
		MethodFactory methods = new MethodFactory(beanFactory, converters, maxInMemory, asyncTimeout);
		RouteDiscovery discovery = new RouteDiscovery(beanFactory, methods);
		ExceptionHandlers exceptionHandlers = new ExceptionHandlers(beanFactory, methods);
		List<Route> routes = new ArrayList<>();
		annotations.forEach((name, annotation) -> {
			HandlerBean bean = methods.bean(name);
			routes.addAll(discovery.routes(bean, annotation));
			exceptionHandlers.add(bean, methods);
		});
		Problems problems = new Problems(converters);
		return new HandlerBeans(routes, new Failures(exceptionHandlers, problems), problems);
	}

	private static Map<String, RequestHandler> annotations(ConfigurableListableBeanFactory beanFactory) {
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

	/** A proxy of an interface does not have the annotations of its target. */
	private static @Nullable RequestHandler behindProxy(BeanDefinition definition) {
		return (definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE) instanceof Class<?> target)
				? AnnotatedElementUtils.findMergedAnnotation(target, RequestHandler.class) : null;
	}

	/**
	 * Their routes, for people.
	 * @return one entry for each verb and path
	 */
	public List<RouteDescription> routes() {
		return this.descriptions;
	}

	/**
	 * Their verbs.
	 * @return methods that at least one of them answers
	 */
	public Set<String> verbs() {
		return this.routes.verbs();
	}

	/**
	 * What answers requests for paths that nobody knows, in the form in which handler
	 * beans answer for what goes wrong.
	 * @return a handler
	 */
	public NonBlockingHttpHandler notFound() {
		return (exchange) -> {
			exchange.route(null);
			this.problems.send(404, "", exchange);
		};
	}

	/**
	 * What brings requests to the handler beans.
	 * @param fallback answers requests for paths that no handler bean knows
	 * @param fallbackVerbs the methods that it answers, beside the registered ones
	 * @return a handler
	 */
	public NonBlockingHttpHandler router(HttpHandler fallback, Collection<String> fallbackVerbs) {
		return new RequestRouter(this.routes, this.failures, this.problems, fallback, fallbackVerbs);
	}

}
