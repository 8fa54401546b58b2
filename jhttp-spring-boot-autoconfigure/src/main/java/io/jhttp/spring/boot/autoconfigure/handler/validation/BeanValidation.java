package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.handler.argument.AnnotationText;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ValueError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * Validation by Jakarta Validation: constraints on parameters and inside of objects
 * marked {@code @Valid}, and the groups that {@link Validated} names on a parameter. A
 * bean whose class is marked {@link Validated} is left to its proxy.
 */
final class BeanValidation implements Validation {

	private final Validator validator;

	private final AnnotationText text;

	private BeanValidation(Validator validator, AnnotationText text) {
		this.validator = validator;
		this.text = text;
	}

	static @Nullable Validation of(ConfigurableBeanFactory beanFactory) {
		Validator validator = beanFactory.getBeanProvider(Validator.class).getIfAvailable();
		return (validator != null && isImplemented(validator))
				? new BeanValidation(validator, new AnnotationText(beanFactory)) : null;
	}

	/** Spring MVC has a validator also if there is only the API, which then fails. */
	private static boolean isImplemented(Validator validator) {
		return !(validator instanceof SpringValidatorAdapter adapter) || adapter.supports(Object.class);
	}

	@Override
	public org.springframework.validation.Validator ofObjects() {
		return (this.validator instanceof SpringValidatorAdapter own) ? own
				: new SpringValidatorAdapter(this.validator);
	}

	@Override
	public ArgumentValidation of(Class<?> beanType, Method method, Method invocable, Set<Integer> validated) {
		ValidatedParameters parameters = ValidatedParameters.of(method, this.text);
		if (AnnotatedElementUtils.hasAnnotation(beanType, Validated.class)) {
			return new ByProxy(beanType, parameters);
		}
		MethodDescriptor descriptor = this.validator.getConstraintsForClass(beanType)
			.getConstraintsForMethod(method.getName(), method.getParameterTypes());
		boolean constrained = descriptor != null && isConstrained(descriptor);
		List<Group> groups = groups(method).stream().filter((group) -> !validated.contains(group.index())).toList();
		return (constrained || !groups.isEmpty())
				? new Direct(this.validator, new InvalidArguments(this.validator, method, descriptor),
						constrained ? invocable : null, groups, parameters, validated)
				: ArgumentValidation.NONE;
	}

	/** What is inside of a container, as in {@code List<@Valid Item>}, counts, too. */
	private static boolean isConstrained(MethodDescriptor descriptor) {
		return descriptor.hasConstrainedParameters() || descriptor.getParameterDescriptors()
			.stream()
			.anyMatch((parameter) -> !parameter.getConstrainedContainerElementTypes().isEmpty());
	}

	private static List<Group> groups(Method method) {
		List<Group> groups = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			Validated annotation = parameter.getParameterAnnotation(Validated.class);
			if (annotation != null) {
				groups.add(new Group(parameter.getParameterIndex(), annotation.value()));
			}
		}
		return groups;
	}

	/**
	 * An object to validate as a whole.
	 *
	 * @param index which parameter it is
	 * @param types the groups of constraints; none means the default
	 */
	record Group(int index, Class<?>[] types) {
	}

	private record Direct(Validator validator, InvalidArguments invalid, @Nullable Method constrained,
			List<Group> groups, ValidatedParameters parameters, Set<Integer> validated) implements ArgumentValidation {

		@Override
		public void validate(Object bean, @Nullable Object[] values) throws Exception {
			List<ValueError> errors = new ArrayList<>();
			if (this.constrained != null) {
				Set<ConstraintViolation<Object>> found = this.validator.forExecutables()
					.validateParameters(bean, this.constrained, values);
				found.stream()
					.filter((violation) -> !ValidatedParameters.isInside(violation, this.validated))
					.forEach((violation) -> errors.add(this.parameters.error(violation)));
			}
			for (Group group : this.groups) {
				Object value = values[group.index()];
				if (value != null) {
					Set<ConstraintViolation<Object>> found = this.validator.validate(value, group.types());
					found.forEach((violation) -> errors.add(this.parameters.error(group.index(), violation)));
				}
			}
			if (!errors.isEmpty()) {
				throw this.invalid.failure(bean, values, this.groups, errors);
			}
		}

	}

	/** What a service deeper inside refuses is no fault of the client. */
	private record ByProxy(Class<?> beanType, ValidatedParameters parameters) implements ArgumentValidation {

		@Override
		public void validate(Object bean, @Nullable Object[] values) {
		}

		@Override
		public Exception translated(Exception failure) {
			if (failure instanceof ConstraintViolationException ex && ex.getConstraintViolations() != null
					&& ex.getConstraintViolations().stream().allMatch(this::isOfArguments)) {
				List<ValueError> errors = ex.getConstraintViolations().stream().map(this.parameters::error).toList();
				return new InvalidArgumentsException(ex.getConstraintViolations(), errors);
			}
			return failure;
		}

		private boolean isOfArguments(ConstraintViolation<?> violation) {
			return this.beanType.isAssignableFrom(violation.getRootBeanClass())
					&& ValidatedParameters.isOfParameter(violation);
		}

	}

}
