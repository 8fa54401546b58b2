package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;

/**
 * Keeps the methods of handler beans in a native image, and what is converted from and to
 * content: both are reached by reflection only.
 */
final class HandlerBeanAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		if (registeredBean.getBeanFactory()
			.findAnnotationOnBean(registeredBean.getBeanName(), RequestHandler.class, false) == null) {
			return null;
		}
		Class<?> type = ClassUtils.getUserClass(registeredBean.getBeanClass());
		Set<Method> methods = new LinkedHashSet<>(Verbs.methods(type).keySet());
		methods.addAll(MethodIntrospector.selectMethods(type,
				(MethodFilter) (method) -> AnnotatedElementUtils.hasAnnotation(method, InitBinder.class)));
		return (generationContext, code) -> methods
			.forEach((method) -> register(generationContext.getRuntimeHints().reflection(), method));
	}

	private static void register(ReflectionHints hints, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		BindingReflectionHintsRegistrar content = new BindingReflectionHintsRegistrar();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			if (parameter.hasParameterAnnotation(RequestBody.class)
					|| parameter.hasParameterAnnotation(RequestPart.class) || isBound(parameter.getParameterType())) {
				content.registerReflectionHints(hints, parameter.getGenericParameterType());
			}
		}
		if (method.getReturnType() != void.class) {
			content.registerReflectionHints(hints, method.getGenericReturnType());
		}
	}

	/** Objects that parameters of requests may be bound to. */
	private static boolean isBound(Class<?> type) {
		return !BeanUtils.isSimpleProperty(type) && !type.isInterface()
				&& Stream.of("java.", "org.springframework.", "io.jhttp.server.").noneMatch(type.getName()::startsWith);
	}

}
