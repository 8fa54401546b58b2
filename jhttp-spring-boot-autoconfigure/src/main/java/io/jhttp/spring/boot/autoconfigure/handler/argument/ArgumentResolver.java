package io.jhttp.spring.boot.autoconfigure.handler.argument;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Knows one kind of parameter of handler methods. A bean of this type adds a kind; such
 * beans are asked in their order, and before the built-in ones.
 *
 * <pre class="code">
 * &#64;Bean
 * ArgumentResolver tenants() {
 *     return (parameter) -> (parameter.getParameterType() == Tenant.class)
 *             ? (invocation) -> Tenant.of(invocation.exchange().request().header("X-Tenant")) : null;
 * }
 * </pre>
 */
@FunctionalInterface
public interface ArgumentResolver {

	/**
	 * Resolves a parameter. It is called once for each, at start.
	 * @param parameter the parameter, with the annotations of interfaces and the type
	 * variables of the bean's class
	 * @return where its values come from, or null if it is of another kind
	 * @throws UnsupportedParameterException if it is of this kind, but wrong
	 */
	@Nullable Argument resolve(MethodParameter parameter);

}
