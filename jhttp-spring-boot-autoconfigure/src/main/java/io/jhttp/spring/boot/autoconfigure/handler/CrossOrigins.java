package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.handler.argument.AnnotationText;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.cors.CorsConfiguration;

/**
 * What {@link CrossOrigin @CrossOrigin} says on handler beans and their methods, read as
 * Spring MVC does.
 */
final class CrossOrigins implements CorsConfigurationSource {

	private final RouteTable routes;

	private final Map<HandlerMethod, CorsConfiguration> byMethod = new IdentityHashMap<>();

	/**
	 * Reads the annotations.
	 * @param text resolves placeholders in them
	 */
	CrossOrigins(List<Route> all, RouteTable routes, AnnotationText text) {
		this.routes = routes;
		for (Route route : all) {
			CorsConfiguration configuration = read(route, all, text);
			if (configuration != null) {
				this.byMethod.put(route.method(), configuration);
			}
		}
	}

	private static @Nullable CorsConfiguration read(Route route, List<Route> all, AnnotationText text) {
		Method method = route.method().method();
		CrossOrigin ofType = find(route.method().beanType());
		CrossOrigin ofMethod = find(method);
		if (ofType == null && ofMethod == null) {
			return null;
		}
		try {
			CorsConfiguration configuration = new CorsConfiguration();
			Stream.of(ofType, ofMethod).forEach((each) -> update(configuration, each, text));
			if (configuration.getAllowedMethods() == null || configuration.getAllowedMethods().isEmpty()) {
				all.stream()
					.filter((other) -> other.method() == route.method())
					.map(Route::verb)
					.distinct()
					.forEach(configuration::addAllowedMethod);
			}
			configuration.applyPermitDefaultValues();
			configuration.validateAllowCredentials();
			configuration.validateAllowPrivateNetwork();
			return configuration;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerMethodException(method, "its @CrossOrigin cannot work: " + ex.getMessage(),
					"Name the origins that may send credentials, or remove allowCredentials.");
		}
	}

	private static @Nullable CrossOrigin find(AnnotatedElement element) {
		return AnnotatedElementUtils.findMergedAnnotation(element, CrossOrigin.class);
	}

	private static void update(CorsConfiguration configuration, @Nullable CrossOrigin annotation, AnnotationText text) {
		if (annotation == null) {
			return;
		}
		texts(annotation.origins(), text).forEach(configuration::addAllowedOrigin);
		texts(annotation.originPatterns(), text).forEach(configuration::addAllowedOriginPattern);
		for (RequestMethod method : annotation.methods()) {
			configuration.addAllowedMethod(method.name());
		}
		texts(annotation.allowedHeaders(), text).forEach(configuration::addAllowedHeader);
		texts(annotation.exposedHeaders(), text).forEach(configuration::addExposedHeader);
		String credentials = text.resolve(annotation.allowCredentials());
		if (!credentials.isEmpty()) {
			configuration.setAllowCredentials(flag("allowCredentials", credentials));
		}
		String privateNetwork = text.resolve(annotation.allowPrivateNetwork());
		if (!privateNetwork.isEmpty()) {
			configuration.setAllowPrivateNetwork(flag("allowPrivateNetwork", privateNetwork));
		}
		if (annotation.maxAge() >= 0) {
			configuration.setMaxAge(annotation.maxAge());
		}
	}

	private static List<String> texts(String[] values, AnnotationText text) {
		return Arrays.stream(values).map(text::resolve).toList();
	}

	private static boolean flag(String name, String value) {
		if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
			return Boolean.parseBoolean(value);
		}
		throw new IllegalArgumentException(name + " is 'true' or 'false', and not '" + value + "'");
	}

	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(HttpRequest request) {
		if (this.byMethod.isEmpty()) {
			return null;
		}
		String asked = request.methodIs("OPTIONS") ? request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) : null;
		try {
			Alternatives found = this.routes.find((asked != null) ? asked : request.method(), request.path()).routes();
			return (found != null) ? this.byMethod.get(found.first().method()) : null;
		}
		catch (HttpProblem ex) {
			// What answers refuses it.
			return null;
		}
	}

}
