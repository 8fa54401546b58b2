package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.InputStream;
import java.util.Optional;

import io.jhttp.spring.boot.autoconfigure.handler.content.JsonViews;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * The content of a request as an object: parameters with {@link RequestBody}, and
 * {@link HttpEntity} or {@link RequestEntity}, which have the header fields beside it.
 */
final class RequestBodyArguments implements ArgumentResolver {

	private final MessageConverters converters;

	private final DataBinders binders;

	private final int limit;

	RequestBodyArguments(MessageConverters converters, DataBinders binders, int limit) {
		this.converters = converters;
		this.binders = binders;
		this.limit = limit;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == HttpEntity.class || type == RequestEntity.class) {
			ResolvableType body = ResolvableType.forMethodParameter(parameter).getGeneric();
			return new Entity(content(body, converters(parameter)), type == RequestEntity.class);
		}
		RequestBody annotation = parameter.getParameterAnnotation(RequestBody.class);
		if (annotation == null) {
			return null;
		}
		ResolvableType body = ResolvableType.forMethodParameter(parameter.nestedIfOptional());
		boolean required = annotation.required() && !parameter.isOptional();
		if (type == InputStream.class) {
			return new ExchangeArguments().resolve(parameter);
		}
		Body content = new Body(content(body, converters(parameter)), required,
				parameter.getParameterType() == Optional.class);
		return ValidatedArgument.of(content, parameter, this.binders);
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

	private BodyReader content(ResolvableType type, MessageConverters converters) {
		Class<?> rawClass = type.resolve(Object.class);
		if (rawClass == byte[].class || rawClass == Object.class || rawClass == Void.class) {
			return BodyReader.bytes(this.limit);
		}
		if (rawClass == String.class) {
			return BodyReader.text(this.limit);
		}
		if (!converters.canRead(type)) {
			throw new UnsupportedParameterException("the content of a request cannot be converted to " + type,
					"Use String, byte[] or InputStream, or add a message converter that reads it, such as "
							+ "spring-boot-starter-jackson does for JSON.");
		}
		return BodyReader.object(converters, type, this.limit);
	}

	private record Body(BodyReader content, boolean required, boolean optional) implements Argument {

		@Override
		public @Nullable Object value(Invocation invocation) throws Exception {
			Object value = this.content.read(invocation.exchange().request());
			if (value == null && this.required) {
				throw new MissingContentException();
			}
			return this.optional ? Optional.ofNullable(value) : value;
		}

		@Override
		public boolean readsContent() {
			return true;
		}

	}

	private record Entity(BodyReader content, boolean withTarget) implements Argument {

		@Override
		public Object value(Invocation invocation) throws Exception {
			Object value = this.content.read(invocation.exchange().request());
			HttpHeaders headers = RequestFields.of(invocation.exchange().request());
			if (!this.withTarget) {
				return new HttpEntity<>(value, headers);
			}
			HttpMethod method = HttpMethod.valueOf(invocation.exchange().request().method());
			return new RequestEntity<>(value, headers, method, RequestUri.of(invocation.exchange().request()));
		}

		@Override
		public boolean readsContent() {
			return true;
		}

	}

}
