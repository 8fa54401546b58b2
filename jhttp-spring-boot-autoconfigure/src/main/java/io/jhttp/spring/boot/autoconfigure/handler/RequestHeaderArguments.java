package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * Parameters with {@link RequestHeader}.
 */
final class RequestHeaderArguments implements ArgumentResolver {

	private final ConfigurableBeanFactory beanFactory;

	private final ConversionService conversion;

	RequestHeaderArguments(ConfigurableBeanFactory beanFactory, ConversionService conversion) {
		this.beanFactory = beanFactory;
		this.conversion = conversion;
	}

	@Override
	public @Nullable Argument resolve(Method method, MethodParameter parameter) {
		RequestHeader annotation = parameter.getParameterAnnotation(RequestHeader.class);
		if (annotation == null) {
			return null;
		}
		NamedValue value = NamedValue.of(method, parameter, annotation.name(), annotation.required(),
				this.beanFactory.resolveEmbeddedValue(annotation.defaultValue()));
		return new ConvertedArgument("header field", value,
				(invocation, name) -> values(invocation.exchange().request().headers(name)), method, parameter,
				this.conversion);
	}

	private static @Nullable Object values(List<String> values) {
		return (values.size() > 1) ? values.toArray(new String[0]) : (values.isEmpty() ? null : values.get(0));
	}

}
