package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Constructor;
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
		List<Type> properties = new ArrayList<>();
		try {
			Constructor<?> constructor = BeanUtils.getResolvableConstructor(type);
			properties.addAll(Arrays.asList(constructor.getGenericParameterTypes()));
		}
		catch (IllegalStateException ex) {
			return "has neither a single constructor nor one without parameters";
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getWriteMethod() != null) {
				properties.addAll(Arrays.asList(property.getWriteMethod().getGenericParameterTypes()));
			}
		}
		if (properties.isEmpty()) {
			return "has neither a constructor with parameters nor setters";
		}
		boolean isUpload = properties.stream().map(ResolvableType::forType).anyMatch(FormParts::isOrHasPart);
		return isUpload ? "has a part of a form of type multipart/form-data, which jhttp does not read" : null;
	}

}
