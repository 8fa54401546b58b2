package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.MessageSource;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.convert.ConversionService;
import org.springframework.validation.DataBinder;
import org.springframework.validation.Validator;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * All kinds of arguments that are known.
 */
public final class Arguments {

	private final List<ArgumentResolver> custom;

	private final AnnotationText text;

	private final DataBinders binders;

	private final MessageConverters converters;

	private final MultipartOptions forms;

	/**
	 * Collects the kinds that an application adds, and the built-in ones.
	 * @param beanFactory where its beans are
	 * @param converters read content
	 * @param validator validates objects that are made of parameters, if there is one
	 * @param forms how forms are read, and how many bytes content may have that is given
	 * as a whole
	 */
	public Arguments(ConfigurableListableBeanFactory beanFactory, MessageConverters converters,
			@Nullable Validator validator, MultipartOptions forms) {
		this.custom = beanFactory.getBeanProvider(ArgumentResolver.class).orderedStream().toList();
		this.text = new AnnotationText(beanFactory);
		ConversionService own = beanFactory.getConversionService();
		this.binders = new DataBinders((own != null) ? own : ApplicationConversionService.getSharedInstance(),
				validator, beanFactory.getBeanProvider(MessageSource.class).getIfAvailable(), List.of());
		this.converters = converters;
		this.forms = forms;
	}

	/**
	 * Resolves the parameters of a method that answers requests.
	 * @param method the method of the bean's own class
	 * @param beanType the class of the bean, which may say what a type variable stands
	 * for
	 * @param binderMethods configure the binders for the bean
	 * @return where the arguments come from
	 * @throws UnsupportedParameterException if one can come from nowhere
	 */
	public ArgumentList of(Method method, Class<?> beanType, List<BinderMethod> binderMethods) {
		DataBinders own = this.binders.with(binderMethods);
		List<ArgumentResolver> all = resolvers(own);
		all.add(new ModelAttributeArguments(own));
		return list(method, beanType, all);
	}

	/** What an annotation asks for goes before what a type alone does. */
	private List<ArgumentResolver> resolvers(DataBinders own) {
		List<ArgumentResolver> all = new ArrayList<>(this.custom);
		all.addAll(List.of(new FileArguments(this.text), new PathVariableArguments(this.text, own),
				new RequestParamArguments(this.text, own), new RequestHeaderArguments(this.text, own),
				new CookieArguments(this.text, own),
				new RequestBodyArguments(this.converters, own, this.forms.maxInMemory()),
				new RequestPartArguments(this.text, this.converters, own, this.forms.maxInMemory()),
				new FormPartsArguments(this.forms), new ExchangeArguments(), new PrincipalArguments()));
		return all;
	}

	/**
	 * Resolves the parameters of a method that configures binders.
	 * @param method the method of the bean's own class
	 * @param beanType the class of the bean
	 * @param invocable the method to call, of a proxy if there is one
	 * @param bean gives the bean
	 * @return the method, ready to be called
	 * @throws UnsupportedParameterException if it configures nothing
	 */
	public BinderMethod ofBinderMethod(Method method, Class<?> beanType, Method invocable, Supplier<Object> bean) {
		List<Integer> found = new ArrayList<>();
		List<ArgumentResolver> all = resolvers(this.binders);
		all.add(0, (parameter) -> {
			if (!DataBinder.class.isAssignableFrom(parameter.getParameterType())
					|| !parameter.getParameterType().isAssignableFrom(WebDataBinder.class)) {
				return null;
			}
			found.add(parameter.getParameterIndex());
			return (invocation) -> null;
		});
		ArgumentList arguments = list(method, beanType, all);
		if (found.size() != 1 || method.getReturnType() != void.class) {
			throw new UnsupportedParameterException(
					"it is marked @InitBinder, and has to take one WebDataBinder and to return nothing",
					"Write it as 'void configure(WebDataBinder binder)'.");
		}
		if (arguments.needsContent()) {
			throw new UnsupportedParameterException(
					"it is marked @InitBinder, and reads the content of the request, which is for the handler method",
					"Remove the parameter for the content.");
		}
		InitBinder annotation = AnnotatedElementUtils.findMergedAnnotation(method, InitBinder.class);
		List<String> names = (annotation != null) ? List.of(annotation.value()) : List.of();
		return new BinderMethod(invocable, bean, names, arguments, found.get(0));
	}

	/**
	 * Resolves the parameters of an exception handler.
	 * @param method the method of the bean's own class
	 * @param beanType the class of the bean
	 * @return where the arguments come from
	 * @throws UnsupportedParameterException if one can come from nowhere
	 */
	public ArgumentList ofExceptionHandler(Method method, Class<?> beanType) {
		List<ArgumentResolver> all = resolvers(this.binders);
		all.add(new ExceptionArguments());
		return list(method, beanType, all);
	}

	private ArgumentList list(Method method, Class<?> beanType, List<ArgumentResolver> candidates) {
		List<Argument> arguments = new ArrayList<>();
		for (MethodParameter parameter : new BeanMethod(method, beanType).getMethodParameters()) {
			arguments.add(
					ErrorsArgument.isFor(parameter) ? ErrorsArgument.after(arguments) : resolve(parameter, candidates));
		}
		requireOneReader(arguments);
		return new ArgumentList(arguments, this.forms);
	}

	private void requireOneReader(List<Argument> arguments) {
		long readers = arguments.stream().filter(Argument::readsContent).count();
		if (readers > 1) {
			throw new UnsupportedParameterException(
					"several of its parameters read the content of the request, which can be read once",
					"Keep one of the parameters with @RequestBody or of the types HttpEntity, RequestEntity, InputStream "
							+ "or FormParts. An object may hold what several did.");
		}
		boolean needsForm = arguments.stream().anyMatch(Argument::needsForm);
		if (needsForm && !this.forms.enabled()) {
			throw new UnsupportedParameterException(
					"one of its parameters is of a form of type multipart/form-data, and jhttp.multipart.enabled is false",
					"Set jhttp.multipart.enabled to true, or remove the parameter.");
		}
		if (readers == 1 && arguments.stream().anyMatch((each) -> each.needsForm() && !each.readsContent())) {
			throw new UnsupportedParameterException(
					"one of its parameters is a part of a form, and another one reads the content of the request, which "
							+ "is the form",
					"Take what is in the form by @RequestParam and @RequestPart, or all of it by FormParts.");
		}
		if (needsForm && readers == 0) {
			this.forms.directory().prepare();
		}
	}

	private static Argument resolve(MethodParameter parameter, List<ArgumentResolver> candidates) {
		for (ArgumentResolver resolver : candidates) {
			if (resolver instanceof ExchangeArguments) {
				OtherAnnotations.refuse(parameter);
			}
			@Nullable Argument argument = resolver.resolve(parameter);
			if (argument != null) {
				return argument;
			}
		}
		OtherParts.refuse(parameter);
		throw new UnsupportedParameterException(
				"no part of a request fits its parameter " + parameter.getParameterIndex() + " of type "
						+ parameter.getParameterType().getName(),
				"Use HttpExchange, HttpRequest, HttpResponse or InputStream for the type of the parameter, or annotate it "
						+ "with @PathVariable, @RequestParam, @RequestHeader, @CookieValue, @ModelAttribute, @RequestBody or "
						+ "@RequestPart, or add an ArgumentResolver bean for it.");
	}

	/** A method that knows what the type variables of its class stand for. */
	private static final class BeanMethod extends AnnotatedMethod {

		private final Class<?> beanType;

		BeanMethod(Method method, Class<?> beanType) {
			super(method);
			this.beanType = beanType;
		}

		@Override
		protected Class<?> getContainingClass() {
			// Asked by the constructor above, too.
			return (this.beanType != null) ? this.beanType : super.getContainingClass();
		}

	}

}
