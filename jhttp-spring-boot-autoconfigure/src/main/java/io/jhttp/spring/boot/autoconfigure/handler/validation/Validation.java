package io.jhttp.spring.boot.autoconfigure.handler.validation;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

/**
 * Finds out which methods have constraints.
 */
public interface Validation {

	/**
	 * Chooses how the arguments of a method are validated.
	 * @param beanType the class of the handler bean
	 * @param method the method of that class
	 * @param invocable the method that is called, of a proxy if there is one
	 * @param validated the indexes of parameters whose values are validated already, but
	 * for what is asked of them as arguments
	 * @return {@link ArgumentValidation#NONE} if it has no constraints
	 */
	ArgumentValidation of(Class<?> beanType, Method method, Method invocable, Set<Integer> validated);

	/**
	 * Validates one object.
	 * @return a validator, or null if there is none
	 */
	default @Nullable Validator ofObjects() {
		return null;
	}

	/**
	 * Validation by the validator of an application.
	 * @param beanFactory where its beans are
	 * @return validation, of nothing if there is no validator
	 */
	static Validation of(ConfigurableBeanFactory beanFactory) {
		Validation found = ClassUtils.isPresent("jakarta.validation.Validator", beanFactory.getBeanClassLoader())
				? BeanValidation.of(beanFactory) : null;
		return (found != null) ? found : new NoValidation();
	}

}
