package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Methods with annotations of method security, such as {@code @PreAuthorize}: they are
 * worth nothing if nothing looks at them. They are known by their names, as Spring
 * Security need not be there.
 */
public final class SecuredMethods {

	private static final List<String> ANNOTATIONS = List.of("org.springframework.security.access.prepost.PreAuthorize",
			"org.springframework.security.access.prepost.PostAuthorize",
			"org.springframework.security.access.prepost.PreFilter",
			"org.springframework.security.access.prepost.PostFilter",
			"org.springframework.security.access.annotation.Secured", "jakarta.annotation.security.RolesAllowed",
			"jakarta.annotation.security.PermitAll", "jakarta.annotation.security.DenyAll");

	private final ListableBeanFactory beanFactory;

	SecuredMethods(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Finds a method with such an annotation.
	 * @param type a class, whose instances are no handler beans
	 * @return the first one, or null if there is none
	 */
	public static @Nullable Method find(Class<?> type) {
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			for (Method method : ReflectionUtils.getDeclaredMethods(declaring)) {
				if (annotation(method) != null) {
					return method;
				}
			}
		}
		return null;
	}

	/**
	 * Refuses annotations that nothing would look at.
	 * @param type the class of a handler bean, behind any proxy
	 * @throws InvalidHandlerMethodException if there are some
	 */
	void requireEnforced(Class<?> type) {
		for (Class<?> declaring : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			requireEnforced(declaring, type);
		}
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			requireEnforced(declaring, type);
		}
	}

	private void requireEnforced(Class<?> declaring, Class<?> type) {
		String ofAll = annotation(declaring);
		for (Method method : ReflectionUtils.getDeclaredMethods(declaring)) {
			String own = annotation(method);
			boolean handles = ofAll != null && Verbs.methods(type).containsKey(method);
			if (own != null || handles) {
				requireEnforced(method, type, (own != null) ? own : String.valueOf(ofAll));
			}
		}
	}

	private void requireEnforced(Method method, Class<?> type, String annotation) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers) || Modifier.isStatic(modifiers)) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @" + annotation + ", and a method that is "
							+ Modifier.toString(modifiers & (Modifier.PRIVATE | Modifier.FINAL | Modifier.STATIC))
							+ " cannot be secured",
					"Remove these modifiers, so that the proxy of the bean can check who calls the method.");
		}
		if (!isAdvised(method, type)) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @" + annotation + ", and nothing checks who calls it",
					"Mark a configuration class @EnableMethodSecurity, with securedEnabled=true for @Secured and "
							+ "jsr250Enabled=true for the annotations of Jakarta.");
		}
	}

	/** A class that is final has no proxy, which Spring refuses by itself. */
	private boolean isAdvised(Method method, Class<?> type) {
		for (String name : this.beanFactory.getBeanNamesForType(Advisor.class, true, false)) {
			if (this.beanFactory.getBean(name) instanceof PointcutAdvisor advisor && isOfSecurity(advisor)
					&& AopUtils.canApply(advisor.getPointcut(), type)
					&& advisor.getPointcut().getMethodMatcher().matches(method, type)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfSecurity(PointcutAdvisor advisor) {
		return advisor.getAdvice().getClass().getName().startsWith("org.springframework.security.");
	}

	/** The simple name of the first one, or null. */
	private static @Nullable String annotation(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.DIRECT);
		for (String name : ANNOTATIONS) {
			if (annotations.isPresent(name)) {
				return name.substring(name.lastIndexOf('.') + 1);
			}
		}
		return null;
	}

}
