package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * A value that stands in the request as text, converted to the type of its parameter.
 */
final class ConvertedArgument implements Argument {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	private final String kind;

	private final NamedValue value;

	private final Source source;

	private final TypeDescriptor type;

	private final ConversionService conversion;

	/**
	 * Creates an argument.
	 * @param kind what the client is told of, such as "query parameter"
	 */
	ConvertedArgument(String kind, NamedValue value, Source source, Method method, MethodParameter parameter,
			ConversionService conversion) {
		this.kind = kind;
		this.value = value;
		this.source = source;
		this.type = new TypeDescriptor(parameter);
		this.conversion = conversion;
		if (!conversion.canConvert(STRING, this.type)) {
			throw new InvalidHandlerMethodException(method,
					"its parameter '" + value.name() + "' is of type " + this.type + ", which no text converts to",
					"Use another type, or add a Converter<String, " + parameter.getParameterType().getSimpleName()
							+ "> to the conversion service.");
		}
	}

	@Override
	public @Nullable Object value(Invocation invocation) {
		Object text = this.source.text(invocation, this.value.name());
		String defaultValue = this.value.defaultValue();
		if (text == null || (defaultValue != null && text.equals(""))) {
			text = defaultValue;
		}
		if (text == null && this.value.required()) {
			throw missing();
		}
		Object converted = convert(text);
		if (converted == null && (this.value.required() || this.type.isPrimitive())) {
			throw missing();
		}
		return converted;
	}

	private @Nullable Object convert(@Nullable Object text) {
		try {
			return this.conversion.convert(text, (text != null) ? TypeDescriptor.forObject(text) : STRING, this.type);
		}
		catch (ConversionException ex) {
			throw HttpProblem.badRequest("The " + this.kind + " '" + this.value.name() + "' has a wrong value.");
		}
	}

	private HttpProblem missing() {
		return HttpProblem.badRequest("The " + this.kind + " '" + this.value.name() + "' is missing.");
	}

	/**
	 * Finds a value in a request.
	 */
	interface Source {

		/**
		 * The value as text.
		 * @return a string, an array of strings if there are several, or null for none
		 */
		@Nullable Object text(Invocation invocation, String name);

	}

}
