package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Spring MVC and WebFlux, for which an advice may be meant that handler beans share with
 * controllers.
 */
final class OtherStack {

	/** Types that only they can supply, or take. */
	private static final List<String> TYPES = List.of("jakarta.servlet.", "org.springframework.web.context.request.",
			"org.springframework.web.servlet.", "org.springframework.web.reactive.", "org.springframework.http.server.",
			"org.springframework.web.server.ServerWebExchange", "org.springframework.web.server.WebSession",
			"org.springframework.web.method.HandlerMethod", "org.springframework.ui.");

	private static final List<String> DISPATCHERS = List.of("org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.reactive.DispatcherHandler");

	private OtherStack() {
	}

	/** Whether the context has a dispatcher of one of them. */
	static boolean isIn(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		return DISPATCHERS.stream()
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.anyMatch((type) -> beanFactory.getBeanNamesForType(type, false, false).length > 0);
	}

	/** Whether a method takes or returns one of their types. */
	static boolean isNeededBy(Method method) {
		return Stream.concat(Arrays.stream(method.getParameterTypes()), Stream.of(method.getReturnType()))
			.map(Class::getName)
			.anyMatch((name) -> TYPES.stream().anyMatch(name::startsWith));
	}

}
