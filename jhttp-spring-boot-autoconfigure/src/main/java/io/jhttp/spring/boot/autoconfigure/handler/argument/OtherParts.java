package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Arrays;
import java.util.Set;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Parts of forms as servlets and WebFlux have them, which nothing makes here.
 */
final class OtherParts {

	private static final Set<String> TYPES = Set.of("jakarta.servlet.http.Part",
			"org.springframework.web.multipart.MultipartRequest",
			"org.springframework.web.multipart.MultipartHttpServletRequest",
			"org.springframework.http.codec.multipart.Part", "org.springframework.http.codec.multipart.FilePart",
			"org.springframework.http.codec.multipart.FormFieldPart",
			"org.springframework.http.codec.multipart.PartEvent");

	private OtherParts() {
	}

	static void refuse(MethodParameter parameter) {
		if (isOrHasPart(ResolvableType.forMethodParameter(parameter))) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex()
							+ " is a part of a form of servlets or WebFlux, which " + "this server does not have",
					"Use MultipartFile of org.springframework.web.multipart for a file, @RequestPart for what is "
							+ "converted, or FormParts of io.jhttp.server to read the parts as they arrive.");
		}
	}

	/** One, or an array, a collection, a map or a publisher of them. */
	static boolean isOrHasPart(ResolvableType type) {
		return isPart(type) || isPart(type.getComponentType())
				|| Arrays.stream(type.getGenerics()).anyMatch(OtherParts::isPart);
	}

	private static boolean isPart(ResolvableType type) {
		return TYPES.contains(type.toClass().getName());
	}

}
