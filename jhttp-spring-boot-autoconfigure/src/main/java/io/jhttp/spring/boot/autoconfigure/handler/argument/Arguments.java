package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.convert.ConversionService;

/**
 * All kinds of arguments that are known.
 */
public final class Arguments {

	private final List<ArgumentResolver> resolvers = new ArrayList<>();

	private final int limit;

	/**
	 * Collects the kinds that an application adds, and the built-in ones.
	 * @param beanFactory where its beans are
	 * @param converters read content
	 * @param limit how many bytes content may have that is read as a whole
	 */
	public Arguments(ConfigurableListableBeanFactory beanFactory, MessageConverters converters, int limit) {
		ConversionService own = beanFactory.getConversionService();
		ConversionService conversion = (own != null) ? own : ApplicationConversionService.getSharedInstance();
		beanFactory.getBeanProvider(ArgumentResolver.class).orderedStream().forEach(this.resolvers::add);
		AnnotationText text = new AnnotationText(beanFactory);
		// What an annotation asks for goes before what a type alone does.
		this.resolvers
			.addAll(List.of(new PathVariableArguments(text, conversion), new RequestParamArguments(text, conversion),
					new RequestHeaderArguments(text, conversion), new CookieArguments(text, conversion),
					new RequestBodyArguments(converters, limit), new ExchangeArguments()));
		this.limit = limit;
	}

	/**
	 * Resolves the parameters of a method that answers requests.
	 * @param method the method of the bean's own class
	 * @param beanType the class of the bean, which may say what a type variable stands
	 * for
	 * @return where the arguments come from
	 * @throws UnsupportedParameterException if one can come from nowhere
	 */
	public ArgumentList of(Method method, Class<?> beanType) {
		return list(method, beanType, this.resolvers);
	}

	/**
	 * Resolves the parameters of an exception handler.
	 * @param method the method of the bean's own class
	 * @param beanType the class of the bean
	 * @return where the arguments come from
	 * @throws UnsupportedParameterException if one can come from nowhere
	 */
	public ArgumentList ofExceptionHandler(Method method, Class<?> beanType) {
		List<ArgumentResolver> all = new ArrayList<>(this.resolvers);
		all.add(new ExceptionArguments());
		return list(method, beanType, all);
	}

	private ArgumentList list(Method method, Class<?> beanType, List<ArgumentResolver> candidates) {
		List<Argument> arguments = new ArrayList<>();
		for (MethodParameter parameter : new BeanMethod(method, beanType).getMethodParameters()) {
			arguments.add(resolve(parameter, candidates));
		}
		if (arguments.stream().filter(Argument::readsContent).count() > 1) {
			throw new UnsupportedParameterException(
					"several of its parameters read the content of the request, which can be read once",
					"Keep one of the parameters with @RequestBody or of the types HttpEntity, RequestEntity or "
							+ "InputStream. An object may hold what several did.");
		}
		return new ArgumentList(arguments, this.limit);
	}

	private static Argument resolve(MethodParameter parameter, List<ArgumentResolver> candidates) {
		for (ArgumentResolver resolver : candidates) {
			@Nullable Argument argument = resolver.resolve(parameter);
			if (argument != null) {
				return argument;
			}
		}
		FormParts.refuse(parameter);
		throw new UnsupportedParameterException(
				"nothing in a request is meant for its parameter " + parameter.getParameterIndex() + " of type "
						+ parameter.getParameterType().getName(),
				"Use HttpExchange, HttpRequest, HttpResponse or InputStream for the type of the parameter, or annotate it "
						+ "with @PathVariable, @RequestParam, @RequestHeader, @CookieValue or @RequestBody, or add an "
						+ "ArgumentResolver bean for it.");
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
