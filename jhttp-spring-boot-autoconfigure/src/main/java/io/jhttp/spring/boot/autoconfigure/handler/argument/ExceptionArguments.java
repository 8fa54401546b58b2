package io.jhttp.spring.boot.autoconfigure.handler.argument;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The exception that an exception handler is called for, or the one of its causes that
 * fits the type of the parameter.
 */
final class ExceptionArguments implements ArgumentResolver {

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return Throwable.class.isAssignableFrom(type) ? (invocation) -> find(type, invocation.failure()) : null;
	}

	private static @Nullable Throwable find(Class<?> type, @Nullable Throwable failure) {
		Throwable candidate = failure;
		while (candidate != null && !type.isInstance(candidate)) {
			candidate = candidate.getCause();
		}
		return candidate;
	}

}
