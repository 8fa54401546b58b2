package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerTypePredicate;

/**
 * The methods that answer when others have failed: first those of the same bean, then
 * those of beans that are marked {@link ControllerAdvice}, in their order.
 */
final class ExceptionHandlers {

	private static final Log logger = LogFactory.getLog(ExceptionHandlers.class);

	private final Map<Class<?>, Advice> local = new HashMap<>();

	private final List<Shared> shared = new ArrayList<>();

	/**
	 * Reads the advices of a context, but for those that are for none of the handler
	 * beans.
	 */
	ExceptionHandlers(ConfigurableListableBeanFactory beanFactory, MethodFactory methods,
			Collection<HandlerBean> handlerBeans) {
		boolean isShared = OtherStack.isIn(beanFactory);
		for (String name : beanFactory.getBeanNamesForAnnotation(ControllerAdvice.class)) {
			ControllerAdvice annotation = beanFactory.findAnnotationOnBean(name, ControllerAdvice.class);
			if (annotation != null && !ScopedProxyUtils.isScopedTarget(name)) {
				HandlerTypePredicate predicate = predicate(annotation);
				Advice advice = null;
				if (handlerBeans.stream().anyMatch((bean) -> predicate.test(bean.type()))) {
					HandlerBean shared = methods.bean(name);
					advice = shared.read(() -> advice(shared, methods, isShared));
				}
				if (advice != null) {
					this.shared.add(new Shared(advice, predicate, order(beanFactory, name)));
				}
			}
		}
		this.shared.sort(Comparator.comparingInt(Shared::order));
	}

	/** What an advice has for controllers alone is no mistake. */
	private static @Nullable Advice advice(HandlerBean bean, MethodFactory methods, boolean isShared) {
		List<String> leftOut = new ArrayList<>();
		Advice advice = Advice.of(bean, (method) -> {
			try {
				return methods.exceptionHandler(bean, method);
			}
			catch (InvalidHandlerMethodException ex) {
				if (!isShared && !OtherStack.isNeededBy(method)) {
					throw ex;
				}
				leftOut.add(MethodNames.of(method));
				return null;
			}
		});
		if (!leftOut.isEmpty()) {
			logger.debug("For handler beans, the advice '" + bean.name()
					+ "' is without the methods that need Spring MVC or WebFlux: " + String.join(", ", leftOut));
		}
		return advice;
	}

	private static HandlerTypePredicate predicate(ControllerAdvice annotation) {
		return HandlerTypePredicate.builder()
			.basePackage(annotation.basePackages())
			.basePackageClass(annotation.basePackageClasses())
			.assignableType(annotation.assignableTypes())
			.annotation(annotation.annotations())
			.build();
	}

	/** A bean that is not there yet is not created for it. */
	private static int order(ConfigurableListableBeanFactory beanFactory, String name) {
		if (beanFactory.containsSingleton(name) && beanFactory.getBean(name) instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order annotation = beanFactory.findAnnotationOnBean(name, Order.class);
		return (annotation != null) ? annotation.value() : Ordered.LOWEST_PRECEDENCE;
	}

	/** Adds the exception handlers that a handler bean has for its own methods. */
	void add(HandlerBean bean, MethodFactory methods) {
		Advice advice = bean.read(() -> Advice.of(bean, (method) -> methods.exceptionHandler(bean, method)));
		if (advice != null) {
			this.local.put(bean.type(), advice);
		}
	}

	/**
	 * Finds the method that answers for another.
	 * @param failure what the other has thrown
	 * @param beanType the class of its bean
	 * @return the method, or null if there is none
	 */
	@Nullable HandlerMethod find(Throwable failure, Class<?> beanType, Acceptance acceptance) {
		Advice own = this.local.get(beanType);
		HandlerMethod found = (own != null) ? own.find(failure, acceptance.ranges()) : null;
		for (int i = 0; found == null && i < this.shared.size(); i++) {
			Shared candidate = this.shared.get(i);
			if (candidate.applies().test(beanType)) {
				found = candidate.advice().find(failure, acceptance.ranges());
			}
		}
		return found;
	}

	private record Shared(Advice advice, HandlerTypePredicate applies, int order) {
	}

}
