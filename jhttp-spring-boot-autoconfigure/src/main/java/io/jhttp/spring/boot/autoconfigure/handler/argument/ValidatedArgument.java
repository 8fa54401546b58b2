package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ObjectUtils;

/**
 * An object out of content whose errors a method asks for, or that validators of the
 * application see.
 */
final class ValidatedArgument implements Argument {

	private final Argument argument;

	private final MethodParameter parameter;

	private final String name;

	private final DataBinders binders;

	private final boolean errorsFollow;

	private ValidatedArgument(Argument argument, MethodParameter parameter, String name, DataBinders binders,
			boolean errorsFollow) {
		this.argument = argument;
		this.parameter = parameter;
		this.name = name;
		this.binders = binders;
		this.errorsFollow = errorsFollow;
	}

	/**
	 * Constraints alone are left to the validator, which knows those of a whole method.
	 */
	static Argument of(Argument argument, MethodParameter parameter, DataBinders binders) {
		String name = Conventions.getVariableNameForParameter(parameter.nestedIfOptional());
		DataBinders own = binders.named(name);
		boolean errorsFollow = ErrorsArgument.follows(parameter);
		Class<?> type = ResolvableType.forMethodParameter(parameter.nestedIfOptional()).toClass();
		boolean isContainer = type.isArray() || Collection.class.isAssignableFrom(type)
				|| Map.class.isAssignableFrom(type);
		if (errorsFollow && isContainer) {
			throw new UnsupportedParameterException(
					"its parameter " + (parameter.getParameterIndex() + 1)
							+ " is for the errors of an object, and the content is no object but " + type.getName(),
					"Remove it, and answer for what is invalid by an @ExceptionHandler for "
							+ "HandlerMethodValidationException, or take an object that has the elements.");
		}
		boolean needsBinder = errorsFollow
				|| (own.areCustomized() && !isContainer && RequestDataBinder.hints(parameter) != null);
		return needsBinder ? new ValidatedArgument(argument, parameter, name, own, errorsFollow) : argument;
	}

	@Override
	public @Nullable Object value(Invocation invocation) throws Exception {
		Object value = this.argument.value(invocation);
		Object target = ObjectUtils.unwrapOptional(value);
		RequestDataBinder binder = this.binders.create(target, this.name,
				ResolvableType.forMethodParameter(this.parameter.nestedIfOptional()), invocation);
		if (target != null) {
			binder.validate(this.parameter);
		}
		if (binder.getBindingResult().hasErrors() && !this.errorsFollow) {
			throw this.binders.failure(this.parameter, binder.getBindingResult());
		}
		invocation.bound(binder.getBindingResult());
		return value;
	}

	@Override
	public boolean readsContent() {
		return this.argument.readsContent();
	}

	@Override
	public boolean needsForm() {
		return this.argument.needsForm();
	}

	@Override
	public boolean validates() {
		return true;
	}

}
