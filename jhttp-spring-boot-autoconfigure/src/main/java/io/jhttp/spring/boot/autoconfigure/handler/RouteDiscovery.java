package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.jhttp.spring.boot.autoconfigure.handler.argument.AnnotationText;
import io.jhttp.spring.boot.autoconfigure.handler.argument.BinderMethod;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds the routes of handler beans.
 */
final class RouteDiscovery {

	/** A question mark alone stands for any character. */
	private static final Pattern QUERY = Pattern.compile("\\?[\\w.-]+=");

	private final ConfigurableListableBeanFactory beanFactory;

	private final MethodFactory methods;

	private final InitBinders binders;

	RouteDiscovery(ConfigurableListableBeanFactory beanFactory, MethodFactory methods, InitBinders binders) {
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.binders = binders;
	}

	List<Route> routes(HandlerBean bean, RequestHandler annotation) {
		List<String> basePaths = (annotation.value().length > 0) ? Arrays.asList(annotation.value()) : List.of("");
		List<Route> routes = new ArrayList<>();
		Map<Method, List<Verbs>> verbMethods = Verbs.methods(bean.type());
		SpringMappings.refuse(bean, verbMethods.keySet(), this.beanFactory);
		if (verbMethods.isEmpty()) {
			throw InvalidHandlerMethodException.ofBean(bean.name(), "it has no method with a verb annotation",
					"Mark methods with @Get, @Post or another annotation of io.jhttp.server.handler, or remove "
							+ "@RequestHandler. A @Bean method has to return the class that has them.");
		}
		List<BinderMethod> binderMethods = this.binders.of(bean);
		verbMethods.forEach((method, mappings) -> {
			HandlerMethod handlerMethod = this.methods.handlerMethod(bean, method, binderMethods);
			List<PathPattern> all = new ArrayList<>();
			for (Verbs mapping : mappings) {
				List<MediaType> consumes = mediaTypes(method, mapping.consumes());
				List<MediaType> produces = mediaTypes(method, mapping.produces());
				requireConcrete(method, produces);
				requireWritable(method, handlerMethod, produces);
				for (PathPattern pattern : patterns(method, basePaths, mapping.paths())) {
					all.add(pattern);
					for (String verb : mapping.verbs()) {
						routes.add(new Route(verb, pattern, consumes, produces, handlerMethod));
					}
				}
			}
			requireVariables(method, all);
		});
		return routes;
	}

	private List<PathPattern> patterns(Method method, List<String> basePaths, List<String> paths) {
		List<PathPattern> patterns = new ArrayList<>();
		for (String basePath : basePaths) {
			for (String path : paths) {
				patterns.add(pattern(method, basePath, path));
			}
		}
		return patterns;
	}

	private PathPattern pattern(Method method, String basePath, String path) {
		String text = join(resolve(basePath), resolve(path));
		if (QUERY.matcher(text).find() || text.contains("://") || text.contains("#")) {
			throw new InvalidHandlerMethodException(method, "its path '" + text + "' is more than a path",
					"Write the path alone, such as '/greetings'. Parameters of the query are for @RequestParam, and the "
							+ "host is for the proxy.");
		}
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

	private List<MediaType> mediaTypes(Method method, List<String> texts) {
		List<MediaType> types = new ArrayList<>();
		for (String text : texts) {
			try {
				types.add(MediaType.parseMediaType(resolve(text)));
			}
			catch (InvalidMediaTypeException ex) {
				throw new InvalidHandlerMethodException(method,
						"'" + text + "' is not a media type: " + ex.getMessage(),
						"Write media types such as 'application/json' or 'text/plain;charset=utf-8'.");
			}
		}
		return types;
	}

	private static void requireConcrete(Method method, List<MediaType> produces) {
		for (MediaType type : produces) {
			if (!type.isConcrete()) {
				throw new InvalidHandlerMethodException(method,
						"it produces '" + type + "', which is a range and not a media type",
						"Name the media types in 'produces', or name none and set Content-Type in the response.");
			}
		}
	}

	private static void requireWritable(Method method, HandlerMethod handlerMethod, List<MediaType> produces) {
		for (MediaType type : produces) {
			if (!handlerMethod.canWriteAs(type)) {
				throw new InvalidHandlerMethodException(method,
						"it produces '" + type + "', and no message converter writes "
								+ method.getGenericReturnType().getTypeName() + " as that",
						"Add a converter that does, such as tools.jackson.dataformat:jackson-dataformat-xml for XML, or "
								+ "remove the type from 'produces'.");
			}
		}
	}

	private void requireVariables(Method method, List<PathPattern> patterns) {
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			PathVariable annotation = parameter.getParameterAnnotation(PathVariable.class);
			if (annotation == null || Map.class.isAssignableFrom(parameter.getParameterType())) {
				continue;
			}
			String name = annotation.name().isEmpty() ? String.valueOf(parameter.getParameterName())
					: new AnnotationText(this.beanFactory).resolve(annotation.name());
			if (patterns.stream().noneMatch((pattern) -> hasVariable(pattern, name))) {
				throw new InvalidHandlerMethodException(method,
						"its parameter '" + name + "' is a variable that its path does not have: " + patterns,
						"Put '{" + name + "}' into the path, or give the name of a variable to @PathVariable.");
			}
		}
	}

	private static boolean hasVariable(PathPattern pattern, String name) {
		String text = pattern.getPatternString();
		return text.contains("{" + name + "}") || text.contains("{" + name + ":") || text.contains("{*" + name + "}");
	}

}
