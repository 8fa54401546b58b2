package io.jhttp.spring.boot.autoconfigure.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The handler beans of a context. A duplicate route or a method that cannot answer
 * requests fails the discovery.
 *
 * @see RequestHandler
 */
public final class HandlerBeans {

	private final Set<String> names;

	private final RouteTable routes;

	private HandlerBeans(Set<String> names, RouteTable routes) {
		this.names = names;
		this.routes = routes;
	}

	/**
	 * Finds the handler beans, without creating those that are lazy.
	 * @param beanFactory where they are
	 * @param asyncTimeout how long a client waits for an asynchronous result
	 * @return the handler beans
	 */
	public static HandlerBeans discover(ConfigurableListableBeanFactory beanFactory, Duration asyncTimeout) {
		RouteDiscovery discovery = new RouteDiscovery(beanFactory, asyncTimeout);
		Set<String> names = new LinkedHashSet<>();
		List<Route> routes = new ArrayList<>();
		for (String annotated : beanFactory.getBeanNamesForAnnotation(RequestHandler.class)) {
			String name = ScopedProxyUtils.isScopedTarget(annotated) ? ScopedProxyUtils.getOriginalBeanName(annotated)
					: annotated;
			RequestHandler annotation = beanFactory.findAnnotationOnBean(annotated, RequestHandler.class);
			if (annotation != null && names.add(name)) {
				routes.addAll(discovery.routes(name, annotation));
			}
		}
		return new HandlerBeans(names, new RouteTable(routes));
	}

	/**
	 * Whether there are none.
	 * @return true if the context has no handler bean
	 */
	public boolean isEmpty() {
		return this.names.isEmpty();
	}

	/**
	 * What brings requests to the handler beans.
	 * @param fallback answers requests for paths that no handler bean knows
	 * @param fallbackVerbs the methods that it answers, beside the registered ones
	 * @return a handler
	 */
	public NonBlockingHttpHandler router(HttpHandler fallback, Collection<String> fallbackVerbs) {
		return new RequestRouter(this.routes, fallback, fallbackVerbs);
	}

}
