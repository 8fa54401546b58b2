package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Who has made the request: a {@link Principal} or one of its subtypes, as in Spring MVC,
 * or an {@link Optional} of it.
 */
final class PrincipalArguments implements ArgumentResolver {

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		MethodParameter nested = parameter.nestedIfOptional();
		Class<?> type = nested.getNestedParameterType();
		if (!Principal.class.isAssignableFrom(type)) {
			return null;
		}
		return (nested != parameter) ? (invocation) -> Optional.ofNullable(principal(invocation, type))
				: (invocation) -> principal(invocation, type);
	}

	private static @Nullable Principal principal(Invocation invocation, Class<?> type) {
		Principal principal = invocation.exchange().principal();
		if (principal != null && !type.isInstance(principal)) {
			throw new IllegalStateException("The current user is not of type " + type.getName() + ": " + principal);
		}
		return principal;
	}

}
