package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestBody;

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
		Set<Method> methods = Verbs.methods(ClassUtils.getUserClass(registeredBean.getBeanClass())).keySet();
		return (generationContext, code) -> methods
			.forEach((method) -> register(generationContext.getRuntimeHints().reflection(), method));
	}

	private static void register(ReflectionHints hints, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		BindingReflectionHintsRegistrar content = new BindingReflectionHintsRegistrar();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			if (parameter.hasParameterAnnotation(RequestBody.class)) {
				content.registerReflectionHints(hints, parameter.getGenericParameterType());
			}
		}
		if (method.getReturnType() != void.class) {
			content.registerReflectionHints(hints, method.getGenericReturnType());
		}
	}

}
