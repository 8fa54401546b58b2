package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

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
 * The beans that are marked {@link ControllerAdvice} and are for handler beans, in their
 * order.
 */
final class Advices {

	private static final Log logger = LogFactory.getLog(Advices.class);

	private final List<Shared> beans = new ArrayList<>();

	/** Whether they may be meant for controllers as well. */
	private final boolean isOtherStackPresent;

	/**
	 * Finds them, but for those that are for none of the handler beans.
	 * @param factory describes a bean by its name
	 */
	Advices(ConfigurableListableBeanFactory beanFactory, Function<String, HandlerBean> factory,
			Collection<HandlerBean> handlerBeans) {
		this.isOtherStackPresent = OtherStack.isIn(beanFactory);
		for (String name : beanFactory.getBeanNamesForAnnotation(ControllerAdvice.class)) {
			ControllerAdvice annotation = beanFactory.findAnnotationOnBean(name, ControllerAdvice.class);
			if (annotation != null && !ScopedProxyUtils.isScopedTarget(name)) {
				HandlerTypePredicate predicate = predicate(annotation);
				if (handlerBeans.stream().anyMatch((bean) -> predicate.test(bean.type()))) {
					this.beans.add(new Shared(factory.apply(name), predicate, order(beanFactory, name)));
				}
			}
		}
		this.beans.sort(Comparator.comparingInt(Shared::order));
	}

	List<Shared> beans() {
		return this.beans;
	}

	/**
	 * Reads the methods of an advice. What it has for controllers alone is no mistake.
	 * @param one reads a method
	 * @param all reads all of them by what it is given, which returns null for a method
	 * that is left out
	 * @return what the methods are
	 */
	<T, R extends @Nullable Object> R read(HandlerBean bean, Function<Method, T> one,
			Function<Function<Method, @Nullable T>, R> all) {
		List<String> leftOut = new ArrayList<>();
		R read = all.apply((method) -> {
			try {
				return one.apply(method);
			}
			catch (InvalidHandlerMethodException ex) {
				if (!this.isOtherStackPresent && !OtherStack.isNeededBy(method)) {
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
		return read;
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

	/**
	 * One of them.
	 *
	 * @param bean the advice
	 * @param applies tells the handler beans that it is for
	 * @param order its place
	 */
	record Shared(HandlerBean bean, HandlerTypePredicate applies, int order) {
	}

}
