package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.handler.argument.ValueError;
import io.jhttp.spring.boot.autoconfigure.handler.validation.BeanValidation.Group;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * The exceptions for invalid arguments, which are those of Spring MVC: one object that
 * was asked for as a whole is a {@link MethodArgumentNotValidException}; anything else of
 * a method with constraints on its parameters is a
 * {@link HandlerMethodValidationException}.
 *
 * @param validator the validator that has found them
 * @param method the method of the bean's own class
 * @param descriptor its constraints, or null if there are none
 */
record InvalidArguments(Validator validator, Method method, @Nullable MethodDescriptor descriptor) {

	/**
	 * Makes an exception, for which the arguments are validated once more.
	 * @param errors what the client is told
	 */
	Exception failure(Object bean, @Nullable Object[] values, List<Group> groups, List<ValueError> errors) {
		MethodParameter[] parameters = new AnnotatedMethod(this.method).getMethodParameters();
		SpringValidatorAdapter adapter = (this.validator instanceof SpringValidatorAdapter own) ? own
				: new SpringValidatorAdapter(this.validator);
		if (!isOfMethod()) {
			for (MethodParameter parameter : parameters) {
				Object value = values[parameter.getParameterIndex()];
				if (value != null && isValidated(parameter.getParameterIndex(), groups)) {
					parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
					BeanPropertyBindingResult result = new BeanPropertyBindingResult(value,
							Conventions.getVariableNameForParameter(parameter));
					adapter.validate(value, result, (Object[]) groups(parameter.getParameterIndex(), groups));
					if (result.hasErrors()) {
						MethodArgumentNotValidException failure = new MethodArgumentNotValidException(parameter,
								result);
						ValueError.describe(failure.getBody(), errors);
						return failure;
					}
				}
			}
		}
		MethodValidationResult result = new MethodValidationAdapter(adapter).validateArguments(bean, this.method,
				parameters, values, new Class<?>[0]);
		HandlerMethodValidationException failure = new HandlerMethodValidationException(result);
		ValueError.describe(failure.getBody(), errors);
		return failure;
	}

	/** Constraints on parameters themselves, and what is inside of containers. */
	private boolean isOfMethod() {
		return this.descriptor != null && (this.descriptor.getCrossParameterDescriptor().hasConstraints()
				|| this.descriptor.getParameterDescriptors()
					.stream()
					.anyMatch((parameter) -> parameter.hasConstraints()
							|| !parameter.getConstrainedContainerElementTypes().isEmpty()
							|| (parameter.isCascaded() && isContainer(parameter.getElementClass()))));
	}

	private static boolean isContainer(Class<?> type) {
		return type.isArray() || ClassUtils.isAssignable(Collection.class, type)
				|| ClassUtils.isAssignable(Map.class, type);
	}

	private boolean isValidated(int index, List<Group> groups) {
		return groups.stream().anyMatch((group) -> group.index() == index)
				|| (this.descriptor != null && this.descriptor.getParameterDescriptors().get(index).isCascaded());
	}

	private static Class<?>[] groups(int index, List<Group> groups) {
		return groups.stream()
			.filter((group) -> group.index() == index)
			.findFirst()
			.map(Group::types)
			.orElse(new Class<?>[0]);
	}

}
