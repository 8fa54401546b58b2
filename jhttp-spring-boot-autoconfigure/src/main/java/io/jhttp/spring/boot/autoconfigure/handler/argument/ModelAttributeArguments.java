package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import io.jhttp.server.handler.HttpVerb;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Conventions;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Objects that are made of the parameters of a request: those with
 * {@link ModelAttribute}, and those that could be nothing else.
 */
final class ModelAttributeArguments implements ArgumentResolver {

	/** RFC 9110, section 9.3: content has no meaning there. */
	private static final Set<String> WITHOUT_CONTENT = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

	/** Who asks for a type of these does not mean an object of parameters. */
	private static final String[] OF_OTHERS = { "java.", "javax.", "jakarta.", "org.springframework.",
			"io.jhttp.server.", "reactor.", "kotlin." };

	private static final Set<String> NULLNESS = Set.of("Nullable", "NonNull");

	private final DataBinders binders;

	ModelAttributeArguments(DataBinders binders) {
		this.binders = binders;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		ModelAttribute annotation = parameter.getParameterAnnotation(ModelAttribute.class);
		if (annotation == null && !isImplied(parameter)) {
			return null;
		}
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		String problem = BindableType.problem(type);
		if (problem != null) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex() + " is of type " + type.getName() + ", which "
							+ problem,
					"Use a record or a class with setters, or take single values by @RequestParam, and all of them by "
							+ "@RequestParam Map<String, String>.");
		}
		if (annotation != null && !annotation.binding()) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex()
							+ " is marked @ModelAttribute(binding = false), and there is no model to take it from",
					"Remove 'binding', or the parameter.");
		}
		String name = (annotation != null && StringUtils.hasLength(annotation.name())) ? annotation.name()
				: Conventions.getVariableNameForParameter(parameter.nestedIfOptional());
		return new Bound(parameter, name, this.binders.named(name), ErrorsArgument.follows(parameter),
				BindableType.hasFile(type));
	}

	/**
	 * Where requests have content, an object may be meant to be that. One with an unknown
	 * annotation may be meant to come from elsewhere, such as a user.
	 */
	private static boolean isImplied(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return Arrays.stream(OF_OTHERS).noneMatch(type.getName()::startsWith) && BindableType.problem(type) == null
				&& Arrays.stream(parameter.getParameterAnnotations()).allMatch(ModelAttributeArguments::isOfValue)
				&& (ErrorsArgument.follows(parameter) || isWithoutContent(parameter));
	}

	private static boolean isOfValue(Annotation annotation) {
		return ValidationAnnotationUtils.determineValidationHints(annotation) != null
				|| NULLNESS.contains(annotation.annotationType().getSimpleName());
	}

	private static boolean isWithoutContent(MethodParameter parameter) {
		return MergedAnnotations.from(parameter.getExecutable(), SearchStrategy.TYPE_HIERARCHY)
			.stream(HttpVerb.class)
			.flatMap((verb) -> Arrays.stream(verb.getStringArray("value")))
			.allMatch(WITHOUT_CONTENT::contains);
	}

	private record Bound(MethodParameter parameter, String name, DataBinders binders, boolean errorsFollow,
			boolean needsForm) implements Argument {

		@Override
		public @Nullable Object value(Invocation invocation) throws Exception {
			ResolvableType type = ResolvableType.forMethodParameter(this.parameter.nestedIfOptional());
			RequestDataBinder binder = this.binders.create(converted(type, invocation), this.name,
					ResolvableType.forMethodParameter(this.parameter), invocation);
			try {
				binder.bind(invocation);
			}
			// What constructors and indexes of lists refuse is what the client has sent.
			catch (BeansException | IllegalArgumentException | IndexOutOfBoundsException ex) {
				throw new WrongValueException("The parameters of the request make no '" + this.name + "'.", null,
						this.name, this.parameter, ex);
			}
			if (!binder.getBindingResult().hasErrors()) {
				binder.validate(this.parameter);
			}
			if (binder.getBindingResult().hasErrors() && !this.errorsFollow) {
				throw this.binders.failure(this.parameter, binder.getBindingResult());
			}
			invocation.bound(binder.getBindingResult());
			Object target = binder.getTarget();
			return (this.parameter.getParameterType() == Optional.class) ? Optional.ofNullable(target) : target;
		}

		/**
		 * As in Spring MVC, a single value of this name becomes the object if it can,
		 * such as an identifier in the path.
		 */
		private @Nullable Object converted(ResolvableType type, Invocation invocation) throws Exception {
			String text = invocation.pathVariables().get(this.name);
			text = (text != null) ? text : invocation.parameters().getFirst(this.name);
			TypeDescriptor target = new TypeDescriptor(type, null, null);
			if (!StringUtils.hasText(text)
					|| !this.binders.conversion().canConvert(TypeDescriptor.valueOf(String.class), target)) {
				return null;
			}
			try {
				return this.binders.create(null, this.name, null, invocation)
					.convertIfNecessary(text, type.toClass(), target);
			}
			catch (TypeMismatchException ex) {
				throw new WrongValueException("The parameter '" + this.name + "' has a wrong value.", text, this.name,
						this.parameter, ex);
			}
		}

		@Override
		public boolean validates() {
			return true;
		}

	}

}
