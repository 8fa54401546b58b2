package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.List;

import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.TypeDescriptor;

/**
 * A value that stands in the request as text, converted to the type of its parameter.
 */
final class ConvertedArgument implements Argument {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	private final String kind;

	private final NamedValue value;

	private final Source source;

	private final MethodParameter parameter;

	private final TypeDescriptor type;

	private final DataBinders binders;

	private final boolean isText;

	/**
	 * Creates an argument.
	 * @param kind what the client is told of, such as "query parameter"
	 */
	ConvertedArgument(String kind, NamedValue value, Source source, MethodParameter parameter, DataBinders binders) {
		this.kind = kind;
		this.value = value;
		this.source = source;
		this.parameter = parameter;
		this.type = new TypeDescriptor(parameter);
		this.binders = binders.named(value.name());
		this.isText = this.type.getType() == String.class;
		OtherParts.refuse(parameter);
		if (this.binders.areCustomized()) {
			return;
		}
		if (!binders.conversion().canConvert(STRING, this.type)) {
			throw new UnsupportedParameterException(
					"its parameter '" + value.name() + "' is of type " + this.type.getResolvableType()
							+ ", which no text converts to",
					"Use another type, or add a Converter<String, " + parameter.getParameterType().getSimpleName()
							+ "> to the conversion service.");
		}
		String defaultValue = value.constantDefault();
		if (defaultValue != null) {
			requireConvertible(defaultValue);
		}
	}

	/** A request without the value would fail each time. */
	private void requireConvertible(String defaultValue) {
		Object converted = null;
		try {
			converted = this.binders.conversion().convert(defaultValue, STRING, this.type);
		}
		catch (ConversionException ex) {
			throw unsuitable(defaultValue);
		}
		if (converted == null && this.type.isPrimitive()) {
			throw unsuitable(defaultValue);
		}
	}

	private UnsupportedParameterException unsuitable(String defaultValue) {
		return new UnsupportedParameterException(
				"the default value '" + defaultValue + "' of its parameter '" + this.value.name()
						+ "' does not convert to " + this.type.getResolvableType(),
				"Give a default value that does, or give the parameter another type.");
	}

	@Override
	public @Nullable Object value(Invocation invocation) throws Exception {
		Object text = this.source.text(invocation, this.value.name());
		String defaultValue = this.value.defaultValue();
		if (text == null || (defaultValue != null && text.equals(""))) {
			text = defaultValue;
		}
		if (text == null && this.value.required()) {
			throw missing();
		}
		if (this.isText && text instanceof String && !this.binders.areCustomized()) {
			return text;
		}
		Object converted = convert(text, invocation);
		if (converted == null && (this.value.required() || this.type.isPrimitive())) {
			throw missing();
		}
		return converted;
	}

	private @Nullable Object convert(@Nullable Object text, Invocation invocation) throws Exception {
		try {
			if (text != null && this.binders.areCustomized()) {
				return this.binders.create(null, this.value.name(), null, invocation)
					.convertIfNecessary(text, this.type.getType(), this.parameter);
			}
			return this.binders.conversion()
				.convert(text, (text != null) ? TypeDescriptor.forObject(text) : STRING, this.type);
		}
		catch (ConversionException | TypeMismatchException ex) {
			String detail = "The " + this.kind + " '" + this.value.name() + "' has a wrong value.";
			throw new WrongValueException(detail, text, this.value.name(), this.parameter, ex);
		}
	}

	private HttpProblem missing() {
		return HttpProblem.badRequest("The " + this.kind + " '" + this.value.name() + "' is missing.");
	}

	/** One value as it is, several as an array. */
	static @Nullable Object text(@Nullable List<String> values) {
		if (values == null || values.isEmpty()) {
			return null;
		}
		return (values.size() > 1) ? values.toArray(new String[0]) : values.get(0);
	}

	/**
	 * Finds a value in a request.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * The value as text.
		 * @return a string, an array of strings if there are several, or null for none
		 */
		@Nullable Object text(Invocation invocation, String name) throws IOException;

	}

}
