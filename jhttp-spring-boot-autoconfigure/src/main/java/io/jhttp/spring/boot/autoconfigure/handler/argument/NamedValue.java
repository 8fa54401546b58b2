package io.jhttp.spring.boot.autoconfigure.handler.argument;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * What an annotation such as {@code @RequestParam} says of a value.
 *
 * @param name the name of the value in the request
 * @param required whether a request without it is refused
 * @param given what takes its place, or null if nothing does
 */
record NamedValue(String name, boolean required, @Nullable ResolvedText given) {

	static NamedValue of(MethodParameter parameter, String name, boolean required, String defaultValue,
			AnnotationText text) {
		ResolvedText given = ValueConstants.DEFAULT_NONE.equals(defaultValue) ? null : text.read(defaultValue);
		boolean needed = required && given == null && !parameter.isOptional();
		if (!needed && given == null && parameter.getParameterType().isPrimitive()) {
			throw new UnsupportedParameterException(
					"its parameter '" + parameter.getParameterName() + "' may be missing, and "
							+ parameter.getParameterType() + " cannot be null",
					"Give the parameter a default value, or a type that can be null.");
		}
		return new NamedValue(name.isEmpty() ? parameterName(parameter) : text.resolve(name), needed, given);
	}

	@Nullable String defaultValue() {
		return (this.given != null) ? this.given.value() : null;
	}

	/** The default value, if it is the same for each request. */
	@Nullable String constantDefault() {
		return (this.given != null && this.given.constant()) ? this.given.value() : null;
	}

	private static String parameterName(MethodParameter parameter) {
		String name = parameter.getParameterName();
		if (name == null) {
			throw new UnsupportedParameterException(
					"the name of its parameter " + parameter.getParameterIndex() + " is not known",
					"Give the name in the annotation, or compile with '-parameters'.");
		}
		return name;
	}

}
