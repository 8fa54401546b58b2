package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.handler.argument.AnnotationText;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ValueError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;

/**
 * The parameters of a method as clients know them.
 *
 * @param names the name of each in a request; empty for the content
 */
record ValidatedParameters(List<String> names) {

	static ValidatedParameters of(Method method, AnnotationText text) {
		return new ValidatedParameters(
				List.of(new AnnotatedMethod(method).getMethodParameters()).stream().map((parameter) -> {
					parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
					return name(parameter, text);
				}).toList());
	}

	private static String name(MethodParameter parameter, AnnotationText text) {
		if (parameter.hasParameterAnnotation(RequestBody.class)
				|| parameter.hasParameterAnnotation(ModelAttribute.class)) {
			return "";
		}
		String given = null;
		RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
		PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		CookieValue cookie = parameter.getParameterAnnotation(CookieValue.class);
		RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
		if (query != null) {
			given = query.name();
		}
		else if (path != null) {
			given = path.name();
		}
		else if (header != null) {
			given = header.name();
		}
		else if (cookie != null) {
			given = cookie.name();
		}
		else if (part != null) {
			given = part.name();
		}
		return StringUtils.hasLength(given) ? text.resolve(given) : String.valueOf(parameter.getParameterName());
	}

	/** Whether a violation is of an argument, and not of what a method returns. */
	static boolean isOfParameter(ConstraintViolation<?> violation) {
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.getKind() == ElementKind.PARAMETER || node.getKind() == ElementKind.CROSS_PARAMETER) {
				return true;
			}
		}
		return false;
	}

	/** Whether a violation is of what is inside of some of the arguments. */
	static boolean isInside(ConstraintViolation<?> violation, Set<Integer> arguments) {
		Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
		while (nodes.hasNext()) {
			Path.Node node = nodes.next();
			if (node.getKind() == ElementKind.PARAMETER) {
				return nodes.hasNext() && arguments.contains(node.as(Path.ParameterNode.class).getParameterIndex());
			}
		}
		return false;
	}

	/** What the validator says of the arguments of the method. */
	ValueError error(ConstraintViolation<?> violation) {
		Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
		String name = "";
		while (nodes.hasNext()) {
			Path.Node node = nodes.next();
			if (node.getKind() == ElementKind.PARAMETER) {
				name = this.names.get(node.as(Path.ParameterNode.class).getParameterIndex());
				break;
			}
			if (node.getKind() == ElementKind.CROSS_PARAMETER) {
				break;
			}
		}
		return new ValueError(field(name, nodes), violation.getMessage());
	}

	/** What the validator says of one argument. */
	ValueError error(int index, ConstraintViolation<?> violation) {
		return new ValueError(field(this.names.get(index), violation.getPropertyPath().iterator()),
				violation.getMessage());
	}

	private static String field(String start, Iterator<Path.Node> nodes) {
		StringBuilder field = new StringBuilder(start);
		while (nodes.hasNext()) {
			Path.Node node = nodes.next();
			@Nullable Object place = (node.getIndex() != null) ? node.getIndex() : node.getKey();
			if (place != null) {
				field.append('[').append(place).append(']');
			}
			boolean named = node.getName() != null && node.getKind() == ElementKind.PROPERTY;
			if (named) {
				field.append(field.isEmpty() ? "" : ".").append(node.getName());
			}
		}
		return field.toString();
	}

}
