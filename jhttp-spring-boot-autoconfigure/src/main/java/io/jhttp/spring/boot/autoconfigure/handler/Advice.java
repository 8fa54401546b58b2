package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.ExceptionHandlerMappingInfo;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * The methods of a bean that are marked {@link ExceptionHandler}: those of a handler bean
 * for its own methods, or those of an advice for other beans.
 */
final class Advice {

	private final Map<Method, HandlerMethod> methods = new HashMap<>();

	private final ExceptionHandlerMethodResolver resolver;

	private Advice(HandlerBean bean) {
		this.resolver = resolver(bean);
	}

	/**
	 * Reads a bean.
	 * @param factory makes a method ready to be called, or returns null to leave it out
	 * @return null for a bean that has no such methods
	 */
	static @Nullable Advice of(HandlerBean bean, Function<Method, @Nullable HandlerMethod> factory) {
		Map<Method, Boolean> annotated = MethodIntrospector.selectMethods(bean.type(), (MetadataLookup<Boolean>) (
				method) -> AnnotatedElementUtils.hasAnnotation(method, ExceptionHandler.class) ? Boolean.TRUE : null);
		if (annotated.isEmpty()) {
			return null;
		}
		Advice advice = new Advice(bean);
		for (Method method : annotated.keySet()) {
			HandlerMethod ready = factory.apply(method);
			if (ready != null) {
				advice.methods.put(method, ready);
			}
		}
		return advice;
	}

	private static ExceptionHandlerMethodResolver resolver(HandlerBean bean) {
		try {
			return new ExceptionHandlerMethodResolver(bean.type());
		}
		catch (IllegalStateException ex) {
			throw InvalidHandlerMethodException.ofBean(bean.name(), String.valueOf(ex.getMessage()),
					"Give each @ExceptionHandler method exceptions of its own, in the annotation or as a parameter.");
		}
	}

	/**
	 * Finds the method for the nearest type of an exception, or of one of its causes.
	 * @param accepted what the client accepts
	 * @return the method, or null if this bean has none
	 */
	@Nullable HandlerMethod find(Throwable failure, List<MediaType> accepted) {
		for (MediaType type : accepted) {
			ExceptionHandlerMappingInfo found = this.resolver.resolveExceptionMapping(failure, type);
			if (found != null) {
				return this.methods.get(found.getHandlerMethod());
			}
		}
		return null;
	}

}
