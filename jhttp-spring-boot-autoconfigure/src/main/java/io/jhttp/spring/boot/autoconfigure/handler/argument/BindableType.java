package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

/**
 * Whether the parameters of a request can be bound to objects of a type.
 */
final class BindableType {

	private BindableType() {
	}

	/**
	 * Why they cannot.
	 * @return the end of a sentence, or null if they can
	 */
	static @Nullable String problem(Class<?> type) {
		if (BeanUtils.isSimpleProperty(type)) {
			return "is a single value";
		}
		if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || Map.class.isAssignableFrom(type)
				|| Collection.class.isAssignableFrom(type)) {
			return "has no properties of its own to bind parameters to";
		}
		try {
			BeanUtils.getResolvableConstructor(type);
		}
		catch (IllegalStateException ex) {
			return "has neither a single constructor nor one without parameters";
		}
		List<ResolvableType> properties = properties(type);
		if (properties.isEmpty()) {
			return "has neither a constructor with parameters nor setters";
		}
		return properties.stream().anyMatch(OtherParts::isOrHasPart)
				? "has a part of a form of servlets or WebFlux, which this server does not have" : null;
	}

	/** Whether some of it can only be a file of a form. */
	static boolean hasFile(Class<?> type) {
		return properties(type).stream().anyMatch(FileType::isOrHasFile);
	}

	private static List<ResolvableType> properties(Class<?> type) {
		List<Type> properties = new ArrayList<>(
				Arrays.asList(BeanUtils.getResolvableConstructor(type).getGenericParameterTypes()));
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getWriteMethod() != null) {
				properties.addAll(Arrays.asList(property.getWriteMethod().getGenericParameterTypes()));
			}
		}
		return properties.stream().map(ResolvableType::forType).toList();
	}

}
