package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Parameters with {@link PathVariable}; a {@link Map} without a name takes all variables.
 */
final class PathVariableArguments implements ArgumentResolver {

	private final AnnotationText text;

	private final DataBinders binders;

	PathVariableArguments(AnnotationText text, DataBinders binders) {
		this.text = text;
		this.binders = binders;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		PathVariable annotation = parameter.getParameterAnnotation(PathVariable.class);
		if (annotation == null) {
			return null;
		}
		if (annotation.name().isEmpty() && parameter.getParameterType() == Map.class) {
			return Invocation::pathVariables;
		}
		NamedValue value = NamedValue.of(parameter, annotation.name(), annotation.required(),
				ValueConstants.DEFAULT_NONE, this.text);
		return new ConvertedArgument("path variable", value, (invocation, name) -> invocation.pathVariables().get(name),
				parameter, this.binders);
	}

}
