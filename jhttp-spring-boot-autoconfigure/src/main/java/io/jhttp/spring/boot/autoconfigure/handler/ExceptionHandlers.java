package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.jhttp.spring.boot.autoconfigure.handler.content.Acceptance;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerTypePredicate;

/**
 * The methods that answer when others have failed: first those of the same bean, then
 * those of beans that are marked {@link ControllerAdvice}, in their order.
 */
final class ExceptionHandlers {

	private final Map<Class<?>, Advice> local = new HashMap<>();

	private final List<Shared> shared = new ArrayList<>();

	/** Reads the advices. */
	ExceptionHandlers(Advices advices, MethodFactory methods) {
		advices.beans().forEach((candidate) -> {
			HandlerBean bean = candidate.bean();
			Advice advice = bean.read(() -> advices.read(bean, (method) -> methods.exceptionHandler(bean, method),
					(Function<Method, @Nullable HandlerMethod> reading) -> Advice.of(bean, reading)));
			if (advice != null) {
				this.shared.add(new Shared(advice, candidate.applies()));
			}
		});
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

	private record Shared(Advice advice, HandlerTypePredicate applies) {
	}

}
