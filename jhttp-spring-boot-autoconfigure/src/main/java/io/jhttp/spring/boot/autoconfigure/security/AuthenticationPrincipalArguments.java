package io.jhttp.spring.boot.autoconfigure.security;

import io.jhttp.spring.boot.autoconfigure.handler.argument.Argument;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The principal of the current user, such as {@code UserDetails} or a {@code Jwt}, for
 * parameters that are marked {@link AuthenticationPrincipal}. It is null for other
 * clients, and, unless the annotation says so, for a principal of another type.
 */
public final class AuthenticationPrincipalArguments implements ArgumentResolver {

	private static final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	private final BeanFactory beanFactory;

	/**
	 * Creates a resolver.
	 * @param beanFactory where expressions find beans
	 */
	public AuthenticationPrincipalArguments(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		MergedAnnotation<AuthenticationPrincipal> annotation = MergedAnnotations
			.from(parameter.getParameterAnnotations())
			.get(AuthenticationPrincipal.class);
		if (!annotation.isPresent()) {
			return null;
		}
		String text = annotation.getString("expression");
		Expression expression = StringUtils.hasLength(text) ? new SpelExpressionParser().parseExpression(text) : null;
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter.getParameterType());
		boolean strict = annotation.getBoolean("errorOnInvalidType");
		return (invocation) -> {
			Object principal = principal();
			Object value = (principal != null && expression != null) ? evaluate(expression, principal) : principal;
			if (value == null || type.isInstance(value)) {
				return value;
			}
			if (strict) {
				throw new ClassCastException(value.getClass().getName() + " is not of type " + type.getName());
			}
			return null;
		};
	}

	private static @Nullable Object principal() {
		SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();
		Authentication authentication = holder.getContext().getAuthentication();
		return (authentication == null || trust.isAnonymous(authentication)) ? null : authentication.getPrincipal();
	}

	private @Nullable Object evaluate(Expression expression, Object principal) {
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setRootObject(principal);
		context.setVariable("this", principal);
		context.setBeanResolver(new BeanFactoryResolver(this.beanFactory));
		return expression.getValue(context);
	}

}
