package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * Parameters with {@link RequestHeader}; {@link HttpHeaders}, or a {@link Map} or
 * {@link MultiValueMap} without a name, take all fields.
 */
final class RequestHeaderArguments implements ArgumentResolver {

	private final AnnotationText text;

	private final DataBinders binders;

	RequestHeaderArguments(AnnotationText text, DataBinders binders) {
		this.text = text;
		this.binders = binders;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == HttpHeaders.class) {
			return (invocation) -> RequestFields.of(invocation.exchange().request());
		}
		RequestHeader annotation = parameter.getParameterAnnotation(RequestHeader.class);
		if (annotation == null) {
			return null;
		}
		if (annotation.name().isEmpty() && type == MultiValueMap.class) {
			return (invocation) -> RequestFields.mapOf(invocation.exchange().request());
		}
		if (annotation.name().isEmpty() && type == Map.class) {
			return (invocation) -> RequestFields.of(invocation.exchange().request()).toSingleValueMap();
		}
		NamedValue value = NamedValue.of(parameter, annotation.name(), annotation.required(), annotation.defaultValue(),
				this.text);
		return new ConvertedArgument("header field", value,
				(invocation, name) -> ConvertedArgument.text(invocation.exchange().request().headers(name)), parameter,
				this.binders);
	}

}
