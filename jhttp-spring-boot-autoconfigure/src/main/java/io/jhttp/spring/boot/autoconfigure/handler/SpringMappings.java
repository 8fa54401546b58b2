package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Mappings of Spring MVC and WebFlux in handler beans, where nothing reads them.
 */
final class SpringMappings {

	private static final String UNCHANGED = " To keep a controller as it is, add Spring MVC "
			+ "(spring-boot-starter-webmvc) or WebFlux (spring-boot-starter-webflux) beside jhttp, on a port of its own.";

	private static final Map<String, String> COUNTERPARTS = Map.of("GetMapping", "@Get", "PostMapping", "@Post",
			"PutMapping", "@Put", "PatchMapping", "@Patch", "DeleteMapping", "@Delete", "GetExchange", "@Get",
			"PostExchange", "@Post", "PutExchange", "@Put", "PatchExchange", "@Patch", "DeleteExchange", "@Delete");

	private SpringMappings() {
	}

	/**
	 * Refuses them in a handler bean, unless it is a controller beside.
	 * @param verbMethods its methods that are mapped by verb annotations, too
	 */
	static void refuse(HandlerBean bean, Set<Method> verbMethods, ConfigurableListableBeanFactory beanFactory) {
		Class<?> type = bean.type();
		if (AnnotatedElementUtils.hasAnnotation(type, Controller.class) && OtherStack.isIn(beanFactory)) {
			return;
		}
		MergedAnnotation<?> ofType = annotations(type).get(RequestMapping.class);
		if (ofType.isPresent()) {
			throw InvalidHandlerMethodException.ofBean(bean.name(),
					"its class is marked " + name(ofType) + ", which only Spring MVC and WebFlux read",
					"Put its path into @RequestHandler, such as @RequestHandler(\"/greetings\")." + UNCHANGED);
		}
		if (AnnotatedElementUtils.hasAnnotation(type, SessionAttributes.class)) {
			throw InvalidHandlerMethodException.ofBean(bean.name(),
					"its class is marked @SessionAttributes, and jhttp has no sessions",
					"Remove it, and keep the state of a client in a store, such as a database." + UNCHANGED);
		}
		Map<Method, MergedAnnotation<?>> mapped = MethodIntrospector.selectMethods(type,
				(MetadataLookup<MergedAnnotation<?>>) SpringMappings::mapping);
		mapped.forEach((method, annotation) -> {
			if (!verbMethods.contains(method)) {
				String counterpart = COUNTERPARTS.getOrDefault(name(annotation).substring(1),
						"@Get, @Post or @HttpVerb");
				throw new InvalidHandlerMethodException(method,
						"it is marked " + name(annotation) + ", which only Spring MVC and WebFlux read",
						"Use " + counterpart + " of io.jhttp.server.handler in its place." + UNCHANGED);
			}
		});
	}

	private static @Nullable MergedAnnotation<?> mapping(Method method) {
		MergedAnnotations annotations = annotations(method);
		return Stream.of(annotations.get(RequestMapping.class), annotations.get(HttpExchange.class))
			.filter(MergedAnnotation::isPresent)
			.findFirst()
			.orElse(null);
	}

	private static MergedAnnotations annotations(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
	}

	private static String name(MergedAnnotation<?> annotation) {
		return "@" + annotation.getRoot().getType().getSimpleName();
	}

}
