package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.Validator;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.support.BindParamNameResolver;

/**
 * Makes what binds the values of requests, and tells what is wrong with them.
 *
 * @param conversion converts text
 * @param validator validates objects, if there is one
 * @param messages says what is wrong, if there is one
 * @param methods the methods of the application that configure binders
 */
record DataBinders(ConversionService conversion, @Nullable Validator validator, @Nullable MessageSource messages,
		List<BinderMethod> methods) {

	private static final String WRONG = "has a wrong value";

	/** Those for the beans that some methods are for. */
	DataBinders with(List<BinderMethod> those) {
		return new DataBinders(this.conversion, this.validator, this.messages, those);
	}

	/** Those for a value by its name. */
	DataBinders named(String name) {
		return with(this.methods.stream().filter((method) -> method.isFor(name)).toList());
	}

	boolean areCustomized() {
		return !this.methods.isEmpty();
	}

	/**
	 * Makes a binder.
	 * @param target the object to bind to, or null if it has to be constructed, or is no
	 * object but a single value
	 * @param type the type of the object, or null for a single value
	 */
	RequestDataBinder create(@Nullable Object target, String name, @Nullable ResolvableType type, Invocation invocation)
			throws Exception {
		RequestDataBinder binder = new RequestDataBinder(target, name);
		binder.setConversionService(this.conversion);
		binder.setNameResolver(new BindParamNameResolver());
		if (type != null) {
			if (target == null) {
				binder.setTargetType(type);
			}
			if (this.validator != null && this.validator.supports(type.toClass())) {
				binder.setValidator(this.validator);
			}
		}
		for (BinderMethod method : this.methods) {
			method.initialize(binder, invocation);
		}
		return binder;
	}

	/** The exception of Spring MVC, with a word on each value for the client. */
	MethodArgumentNotValidException failure(MethodParameter parameter, BindingResult result) {
		MethodArgumentNotValidException failure = new MethodArgumentNotValidException(parameter, result);
		ValueError.describe(failure.getBody(), result.getAllErrors().stream().map(this::describe).toList());
		return failure;
	}

	private ValueError describe(ObjectError error) {
		String field = (error instanceof FieldError ofField) ? ofField.getField() : "";
		return new ValueError(field, message(error));
	}

	/** What a conversion says itself is of classes, which no client has to know. */
	private String message(ObjectError error) {
		boolean isUnconverted = error instanceof FieldError ofField && ofField.isBindingFailure();
		String own = (isUnconverted || error.getDefaultMessage() == null) ? WRONG : error.getDefaultMessage();
		if (this.messages == null) {
			return own;
		}
		return this.messages.getMessage(new DefaultMessageSourceResolvable(error.getCodes(), error.getArguments(), own),
				LocaleContextHolder.getLocale());
	}

}
