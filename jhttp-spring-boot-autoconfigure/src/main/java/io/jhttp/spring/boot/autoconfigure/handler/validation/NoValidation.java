package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * For applications without a validator, which are told if they ask for one.
 */
final class NoValidation implements Validation {

	private static final Log logger = LogFactory.getLog(NoValidation.class);

	@Override
	public ArgumentValidation of(Class<?> beanType, Method method, Method invocable, Set<Integer> validated) {
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			if (Arrays.stream(parameter.getParameterAnnotations()).anyMatch(NoValidation::isConstraint)) {
				logger.warn("Nothing validates the parameters of " + method.getDeclaringClass().getName() + "."
						+ method.getName() + ", as there is no validator. Add spring-boot-starter-validation.");
				break;
			}
		}
		return ArgumentValidation.NONE;
	}

	private static boolean isConstraint(Annotation annotation) {
		return ValidationAnnotationUtils.determineValidationHints(annotation) != null
				|| annotation.annotationType().getName().startsWith("jakarta.validation.constraints.");
	}

}
