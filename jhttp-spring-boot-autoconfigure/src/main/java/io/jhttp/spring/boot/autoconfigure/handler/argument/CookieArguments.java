package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.CookieValue;

/**
 * Parameters with {@link CookieValue}.
 */
final class CookieArguments implements ArgumentResolver {

	private final AnnotationText text;

	private final DataBinders binders;

	CookieArguments(AnnotationText text, DataBinders binders) {
		this.text = text;
		this.binders = binders;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		CookieValue annotation = parameter.getParameterAnnotation(CookieValue.class);
		if (annotation == null) {
			return null;
		}
		NamedValue value = NamedValue.of(parameter, annotation.name(), annotation.required(), annotation.defaultValue(),
				this.text);
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		boolean all = type.isArray() || Collection.class.isAssignableFrom(type);
		return new ConvertedArgument("cookie", value, (invocation, name) -> {
			List<String> values = values(invocation.exchange().request(), name);
			// RFC 6265, section 5.4: the first is that of the longest path.
			return ConvertedArgument.text((all || values.isEmpty()) ? values : values.subList(0, 1));
		}, parameter, this.binders);
	}

	/** RFC 6265, section 4.2.1: opaque, but for quotes around. */
	private static List<String> values(HttpRequest request, String name) {
		List<String> values = new ArrayList<>(1);
		for (String line : request.headers("Cookie")) {
			for (String pair : line.split(";")) {
				int equals = pair.indexOf('=');
				if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
					values.add(unquoted(pair.substring(equals + 1).strip()));
				}
			}
		}
		return values;
	}

	private static String unquoted(String value) {
		boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

}
