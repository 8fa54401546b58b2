package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Knows one kind of parameter. It is asked once, at start.
 */
interface ArgumentResolver {

	/**
	 * Resolves a parameter.
	 * @return where its values come from, or null if it is of another kind
	 * @throws InvalidHandlerMethodException if it is of this kind, but wrong
	 */
	@Nullable Argument resolve(Method method, MethodParameter parameter);

}
