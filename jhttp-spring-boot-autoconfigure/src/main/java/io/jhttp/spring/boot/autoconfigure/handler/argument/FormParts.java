package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.RequestPart;

/**
 * Parameters for the parts of forms with files, which jhttp does not read.
 */
final class FormParts {

	/** Types of Spring MVC, of servlets, and of WebFlux. */
	private static final Set<String> TYPES = Set.of("org.springframework.web.multipart.MultipartFile",
			"jakarta.servlet.http.Part", "org.springframework.http.codec.multipart.Part",
			"org.springframework.http.codec.multipart.FilePart");

	private FormParts() {
	}

	static void refuse(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(RequestPart.class)
				|| isOrHasPart(ResolvableType.forMethodParameter(parameter))) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex() + " is a part of a form of type "
							+ "multipart/form-data, which jhttp does not read",
					"Let clients send the file as the content of the request, and take it as InputStream, or as byte[] "
							+ "with @RequestBody. Forms with files need Spring MVC or WebFlux beside jhttp.");
		}
	}

	static boolean isOrHasPart(ResolvableType type) {
		return isPart(type) || isPart(type.getComponentType()) || isPart(type.as(Collection.class).getGeneric())
				|| isPart(type.as(Optional.class).getGeneric());
	}

	private static boolean isPart(ResolvableType type) {
		return TYPES.contains(type.toClass().getName());
	}

}
