package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.content.JsonViews;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.ReceivedPart;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Parts of forms that are converted as the content of a request is, by their own types:
 * parameters with {@link RequestPart}.
 */
final class RequestPartArguments implements ArgumentResolver {

	private final AnnotationText text;

	private final MessageConverters converters;

	private final DataBinders binders;

	private final int limit;

	RequestPartArguments(AnnotationText text, MessageConverters converters, DataBinders binders, int limit) {
		this.text = text;
		this.converters = converters;
		this.binders = binders;
		this.limit = limit;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		RequestPart annotation = parameter.getParameterAnnotation(RequestPart.class);
		if (annotation == null) {
			return null;
		}
		OtherParts.refuse(parameter);
		Conversion conversion = conversion(parameter);
		NamedValue value = NamedValue.of(parameter, annotation.name(), annotation.required(),
				ValueConstants.DEFAULT_NONE, this.text);
		PartArgument argument = new PartArgument(value, (form, name) -> {
			ReceivedPart part = form.part(name);
			return (part != null) ? conversion.convert(requireSmall(part)) : null;
		}, parameter);
		return ValidatedArgument.of(argument, parameter, this.binders);
	}

	private Conversion conversion(MethodParameter parameter) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter.nestedIfOptional());
		if (type.toClass() == String.class) {
			return ReceivedPart::text;
		}
		if (type.toClass() == byte[].class) {
			return ReceivedPart::bytes;
		}
		MessageConverters own = converters(parameter);
		if (!own.canRead(type)) {
			throw new UnsupportedParameterException("a part of a form cannot be converted to " + type,
					"Use String, byte[] or MultipartFile, or add a message converter that reads it, such as "
							+ "spring-boot-starter-jackson does for JSON.");
		}
		return (part) -> own.read(type, part.mediaType(), part);
	}

	private MessageConverters converters(MethodParameter parameter) {
		try {
			return this.converters
				.with(JsonViews.hints(AnnotatedElementUtils.forAnnotations(parameter.getParameterAnnotations())));
		}
		catch (IllegalArgumentException ex) {
			throw new UnsupportedParameterException(String.valueOf(ex.getMessage()), "Name one view in @JsonView.");
		}
	}

	/** A file may be larger than what memory is meant for. */
	private ReceivedPart requireSmall(ReceivedPart part) {
		if (part.length() > this.limit) {
			throw new HttpProblem(413, "A part of the form is larger than " + this.limit + " bytes.");
		}
		return part;
	}

	/**
	 * Makes one object of a part.
	 */
	@FunctionalInterface
	private interface Conversion {

		@Nullable Object convert(ReceivedPart part) throws IOException;

	}

}
