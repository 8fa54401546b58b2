package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.handler.content.JsonViews;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The type that a handler method returns, or one that is inside of it.
 *
 * @param method the method of the bean's own class
 * @param type the type, with the variables of the bean's class resolved
 */
public record ReturnType(Method method, ResolvableType type) {

	/**
	 * The whole type that a method returns.
	 * @param method a method
	 * @param beanType the class of its bean, which may say what a type variable stands
	 * for
	 * @return its return type
	 */
	public static ReturnType of(Method method, Class<?> beanType) {
		return new ReturnType(method, ResolvableType.forMethodReturnType(method, beanType));
	}

	/**
	 * The class.
	 * @return {@code Object} if it is known only when the method has returned
	 */
	public Class<?> rawClass() {
		return this.type.resolve(Object.class);
	}

	/**
	 * Whether it is this type, or a subtype.
	 * @param supertype a class or interface
	 * @return true if each of its values is an instance of it
	 */
	public boolean isA(Class<?> supertype) {
		return supertype.isAssignableFrom(rawClass());
	}

	/**
	 * The type argument that it has as a generic type.
	 * @param genericType a generic supertype with one type parameter
	 * @return what is inside; {@code Object} if that is not known
	 */
	public ReturnType argument(Class<?> genericType) {
		return new ReturnType(this.method, this.type.as(genericType).getGeneric());
	}

	/**
	 * The type of a value that the method has returned in place of this type.
	 * @param value a value
	 * @return its class
	 */
	public ReturnType actual(Object value) {
		return new ReturnType(this.method, ResolvableType.forClass(value.getClass()));
	}

	/**
	 * Whether the method takes a parameter of exactly this type.
	 * @param parameterType a class
	 * @return true if it does
	 */
	public boolean hasParameter(Class<?> parameterType) {
		return Arrays.asList(this.method.getParameterTypes()).contains(parameterType);
	}

	/**
	 * An annotation of the method.
	 * @param annotationType its type
	 * @return the annotation with the attributes of those that it is made of, or null
	 */
	public <A extends Annotation> @Nullable A annotation(Class<A> annotationType) {
		return AnnotatedElementUtils.findMergedAnnotation(this.method, annotationType);
	}

	/**
	 * What converters are told of its values: the view that the method, or its class,
	 * names with {@code @JsonView}.
	 * @return hints, empty if there are none
	 * @throws UnsupportedReturnTypeException if there are several views
	 */
	public Map<String, Object> hints() {
		try {
			return JsonViews.hints(this.method, this.method.getDeclaringClass());
		}
		catch (IllegalArgumentException ex) {
			throw new UnsupportedReturnTypeException(String.valueOf(ex.getMessage()), "Name one view in @JsonView.");
		}
	}

	@Override
	public String toString() {
		return this.type.toString();
	}

}
