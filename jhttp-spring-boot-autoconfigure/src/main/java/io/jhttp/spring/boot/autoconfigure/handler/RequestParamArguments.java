package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.http.PercentDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Parameters with {@link RequestParam}, from the query of the request target.
 */
final class RequestParamArguments implements ArgumentResolver {

	private final ConfigurableBeanFactory beanFactory;

	private final ConversionService conversion;

	RequestParamArguments(ConfigurableBeanFactory beanFactory, ConversionService conversion) {
		this.beanFactory = beanFactory;
		this.conversion = conversion;
	}

	@Override
	public @Nullable Argument resolve(Method method, MethodParameter parameter) {
		RequestParam annotation = parameter.getParameterAnnotation(RequestParam.class);
		if (annotation == null) {
			return null;
		}
		NamedValue value = NamedValue.of(method, parameter, annotation.name(), annotation.required(),
				this.beanFactory.resolveEmbeddedValue(annotation.defaultValue()));
		return new ConvertedArgument("query parameter", value,
				(invocation, name) -> values(invocation.exchange().request().query(), name), method, parameter,
				this.conversion);
	}

	static @Nullable Object values(@Nullable String query, String name) {
		if (query == null) {
			return null;
		}
		List<String> values = new ArrayList<>(1);
		for (String pair : query.split("&")) {
			int equals = pair.indexOf('=');
			if (!pair.isEmpty() && name.equals(decode((equals < 0) ? pair : pair.substring(0, equals)))) {
				values.add((equals < 0) ? "" : decode(pair.substring(equals + 1)));
			}
		}
		return (values.size() > 1) ? values.toArray(new String[0]) : (values.isEmpty() ? null : values.get(0));
	}

	private static String decode(String text) {
		return PercentDecoder.decode(text.replace('+', ' '));
	}

}
