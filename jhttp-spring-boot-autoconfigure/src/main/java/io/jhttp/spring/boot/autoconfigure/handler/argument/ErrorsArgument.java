package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;

/**
 * What is wrong with the object that is the parameter before.
 */
final class ErrorsArgument implements Argument {

	static boolean isFor(MethodParameter parameter) {
		return parameter.getParameterType() == BindingResult.class || parameter.getParameterType() == Errors.class;
	}

	/** Whether a parameter is followed by one for its errors. */
	static boolean follows(MethodParameter parameter) {
		Class<?>[] types = parameter.getExecutable().getParameterTypes();
		int next = parameter.getParameterIndex() + 1;
		return next < types.length && (types[next] == BindingResult.class || types[next] == Errors.class);
	}

	static ErrorsArgument after(List<Argument> before) {
		if (before.isEmpty() || !before.get(before.size() - 1).validates()) {
			throw new UnsupportedParameterException(
					"its parameter " + before.size()
							+ " is for the errors of the parameter before it, which is not bound",
					"Put it directly after an object with @ModelAttribute or @RequestBody.");
		}
		return new ErrorsArgument();
	}

	@Override
	public @Nullable Object value(Invocation invocation) {
		return invocation.binding();
	}

}
