package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Parameters with {@link PathVariable}.
 */
final class PathVariableArguments implements ArgumentResolver {

	private final ConversionService conversion;

	PathVariableArguments(ConversionService conversion) {
		this.conversion = conversion;
	}

	@Override
	public @Nullable Argument resolve(Method method, MethodParameter parameter) {
		PathVariable annotation = parameter.getParameterAnnotation(PathVariable.class);
		if (annotation == null) {
			return null;
		}
		NamedValue value = NamedValue.of(method, parameter, annotation.name(), annotation.required(),
				ValueConstants.DEFAULT_NONE);
		return new ConvertedArgument("path variable", value, (invocation, name) -> invocation.pathVariables().get(name),
				method, parameter, this.conversion);
	}

}
