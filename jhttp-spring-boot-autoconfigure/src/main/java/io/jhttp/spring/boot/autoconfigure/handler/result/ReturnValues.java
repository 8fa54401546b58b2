package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.lang.reflect.Method;
import java.util.List;

/**
 * All kinds of return values that are known.
 */
public final class ReturnValues {

	private final List<ReturnValueResolver> resolvers;

	private final ReturnValueResolver converted;

	/**
	 * Creates them.
	 * @param resolvers asked one after the other
	 * @param converted asked last
	 */
	ReturnValues(List<ReturnValueResolver> resolvers, ReturnValueResolver converted) {
		this.resolvers = resolvers;
		this.converted = converted;
	}

	/**
	 * Chooses for a handler method.
	 * @param method the method of the bean's own class
	 * @param beanType the class of its bean
	 * @return what makes responses of what it returns
	 * @throws UnsupportedReturnTypeException if nothing can
	 */
	public ReturnValue of(Method method, Class<?> beanType) {
		ReturnType type = ReturnType.of(method, beanType);
		return AnnotatedStatus.around(type, of(type));
	}

	/**
	 * Chooses for a type.
	 * @param type what a method returns, or what is inside of that
	 * @return what makes responses of it
	 * @throws UnsupportedReturnTypeException if nothing can
	 */
	public ReturnValue of(ReturnType type) {
		for (ReturnValueResolver resolver : this.resolvers) {
			ReturnValue value = resolver.resolve(type, this);
			if (value != null) {
				return value;
			}
		}
		return converted(type);
	}

	ReturnValue converted(ReturnType type) {
		ReturnValue value = this.converted.resolve(type, this);
		if (value != null) {
			return value;
		}
		throw new UnsupportedReturnTypeException("it returns " + type + ", which is no content",
				"Return a String, byte[], Resource or ResponseEntity, or nothing, or add a message converter that writes "
						+ type.rawClass().getSimpleName()
						+ ", such as spring-boot-starter-jackson does for objects as JSON.");
	}

}
