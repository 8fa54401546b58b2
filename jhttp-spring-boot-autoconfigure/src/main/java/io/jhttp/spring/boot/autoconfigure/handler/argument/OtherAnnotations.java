package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.lang.annotation.Annotation;
import java.util.Map;

import org.springframework.core.MethodParameter;

/**
 * Annotations of parameters that mean something in Spring MVC and WebFlux, or elsewhere,
 * and nothing here.
 */
final class OtherAnnotations {

	private static final Map<String, String> REMEDIES = Map.of("RequestAttribute",
			"Add an ArgumentResolver bean for what a filter has found out.", "SessionAttribute",
			"Remove the parameter: jhttp has no sessions.", "MatrixVariable",
			"Use @PathVariable or @RequestParam: parameters inside of a path are no part of its variables here.",
			"Value", "Take the value by the constructor of the bean, or by a field.", "Autowired",
			"Take the bean by the constructor of the handler bean.");

	private OtherAnnotations() {
	}

	static void refuse(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			String name = annotation.annotationType().getSimpleName();
			String remedy = REMEDIES.get(name);
			if (remedy != null && annotation.annotationType().getName().startsWith("org.springframework.")) {
				throw new UnsupportedParameterException("its parameter " + parameter.getParameterIndex()
						+ " is marked @" + name + ", which no request has a value for", remedy);
			}
		}
	}

}
