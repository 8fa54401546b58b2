package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Parameters with {@link RequestParam}, from the query or from a form; a {@link Map} or
 * {@link MultiValueMap} without a name takes all of them.
 */
final class RequestParamArguments implements ArgumentResolver {

	private final AnnotationText text;

	private final DataBinders binders;

	RequestParamArguments(AnnotationText text, DataBinders binders) {
		this.text = text;
		this.binders = binders;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
		if (annotation == null) {
			return null;
		}
		if (annotation.name().isEmpty() && parameter.getParameterType() == MultiValueMap.class) {
			return Invocation::parameters;
		}
		if (annotation.name().isEmpty() && parameter.getParameterType() == Map.class) {
			return (invocation) -> invocation.parameters().toSingleValueMap();
		}
		NamedValue value = NamedValue.of(parameter, annotation.name(), annotation.required(), annotation.defaultValue(),
				this.text);
		return new ConvertedArgument("parameter", value,
				(invocation, name) -> ConvertedArgument.text(invocation.parameters().get(name)), parameter,
				this.binders);
	}

}
