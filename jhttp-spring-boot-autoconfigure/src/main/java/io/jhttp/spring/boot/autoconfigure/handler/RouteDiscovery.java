package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.handler.async.AsyncResults;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import io.jhttp.spring.boot.autoconfigure.handler.result.UnsupportedReturnTypeException;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ConvertedData;
import io.jhttp.spring.boot.autoconfigure.handler.stream.EventContent;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingContent;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds the routes of handler beans.
 */
final class RouteDiscovery {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<ArgumentResolver> argumentResolvers;

	private final ReturnValues returnValues;

	RouteDiscovery(ConfigurableListableBeanFactory beanFactory, Duration asyncTimeout) {
		this.beanFactory = beanFactory;
		ConversionService own = beanFactory.getConversionService();
		ConversionService conversion = (own != null) ? own : ApplicationConversionService.getSharedInstance();
		this.argumentResolvers = List.of(new ExchangeArguments(), new PathVariableArguments(conversion),
				new RequestParamArguments(beanFactory, conversion), new RequestHeaderArguments(beanFactory, conversion),
				new RequestBodyArguments());
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		HttpMessageConverters.forServer().registerDefaults().build().forEach(converters::add);
		List<ReturnValueResolver> kinds = new ArrayList<>(
				beanFactory.getBeanProvider(ReturnValueResolver.class).orderedStream().toList());
		kinds.add(new StreamingContent());
		kinds.add(new EventContent(new ConvertedData(converters)));
		kinds.add(new AsyncResults(asyncTimeout, beanFactory.getBeanClassLoader()));
		this.returnValues = new ReturnValues(kinds, converters);
	}

	List<Route> routes(String beanName, RequestHandler annotation) {
		HandlerBean bean = new HandlerBean(this.beanFactory, beanName);
		String[] basePaths = (annotation.value().length > 0) ? annotation.value() : new String[] { "" };
		List<Route> routes = new ArrayList<>();
		Class<?> type = targetType(beanName);
		Verbs.methods(type).forEach((method, pathsByVerb) -> {
			HandlerMethod handlerMethod = handlerMethod(bean, beanName, method, returnValue(method, type));
			for (Map.Entry<String, Set<String>> entry : pathsByVerb.entrySet()) {
				for (String basePath : basePaths) {
					for (String path : entry.getValue()) {
						routes.add(new Route(entry.getKey(), pattern(method, basePath, path), handlerMethod));
					}
				}
			}
		});
		return routes;
	}

	private Class<?> targetType(String beanName) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			Class<?> target = AutoProxyUtils.determineTargetClass(this.beanFactory,
					ScopedProxyUtils.getTargetBeanName(beanName));
			type = (target != null) ? target : type;
		}
		Assert.state(type != null, () -> "The type of the handler bean '" + beanName + "' is not known");
		return type;
	}

	private ReturnValue returnValue(Method method, Class<?> type) {
		try {
			return this.returnValues.of(method, type);
		}
		catch (UnsupportedReturnTypeException ex) {
			throw new InvalidHandlerMethodException(method, String.valueOf(ex.getMessage()), ex.remedy());
		}
	}

	private HandlerMethod handlerMethod(HandlerBean bean, String beanName, Method method, ReturnValue returnValue) {
		List<Argument> arguments = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			arguments.add(argument(method, parameter));
		}
		return new HandlerMethod(bean, method, invocable(method, this.beanFactory.getType(beanName)), arguments,
				returnValue);
	}

	private Argument argument(Method method, MethodParameter parameter) {
		for (ArgumentResolver resolver : this.argumentResolvers) {
			Argument argument = resolver.resolve(method, parameter);
			if (argument != null) {
				return argument;
			}
		}
		throw new InvalidHandlerMethodException(method,
				"nothing in a request is meant for its parameter " + parameter.getParameterIndex() + " of type "
						+ parameter.getParameterType().getName(),
				"Use HttpExchange, HttpRequest, HttpResponse or InputStream for the type of the parameter, or annotate it "
						+ "with @PathVariable, @RequestParam, @RequestHeader or @RequestBody.");
	}

	private static Method invocable(Method method, @Nullable Class<?> type) {
		try {
			return AopUtils.selectInvocableMethod(method, type);
		}
		catch (IllegalStateException ex) {
			throw new InvalidHandlerMethodException(method, "the proxy of its bean does not have it",
					"Make the method visible to the proxy: not private, and part of an interface if the proxy is of one.");
		}
	}

	private PathPattern pattern(Method method, String basePath, String path) {
		String text = join(resolve(basePath), resolve(path));
		try {
			return PathPatternParser.defaultInstance.parse(text);
		}
		catch (PatternParseException ex) {
			throw new InvalidHandlerMethodException(method,
					"its path '" + text + "' is malformed at position " + ex.getPosition() + ": " + ex.getMessage(),
					"Write the path as a PathPattern, such as '/{name}' or '/files/{*rest}'.");
		}
	}

	private String resolve(String text) {
		return String.valueOf(this.beanFactory.resolveEmbeddedValue(text));
	}

	private static String join(String basePath, String path) {
		String base = StringUtils.trimTrailingCharacter(withSlash(basePath), '/');
		String joined = base + withSlash(path);
		return joined.isEmpty() ? "/" : joined;
	}

	private static String withSlash(String path) {
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

}
