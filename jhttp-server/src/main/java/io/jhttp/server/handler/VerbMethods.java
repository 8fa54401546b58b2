package io.jhttp.server.handler;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * The verb methods of a handler class, by verb: those with an annotation, and those named
 * {@code do} and the verb, see {@link VerbName}. A method of a subclass goes before one
 * of its superclass; an override takes part by its superclass's annotation.
 */
final class VerbMethods {

	private static final MethodType VERB_METHOD = MethodType.methodType(void.class, BaseHttpRequestHandler.class);

	private final Map<String, VerbMethod> byVerb = new HashMap<>();

	private VerbMethods() {
	}

	/**
	 * A verb method.
	 *
	 * @param handle takes the handler
	 * @param nonBlocking whether it may be called on an event loop
	 */
	record VerbMethod(MethodHandle handle, boolean nonBlocking) {

		void invoke(BaseHttpRequestHandler handler) throws Exception {
			try {
				this.handle.invokeExact(handler);
			}
			catch (Exception | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new IllegalStateException("A verb method threw neither an exception nor an error", ex);
			}
		}

	}

	/**
	 * Finds the verb methods of a class.
	 * @throws IllegalArgumentException if one of them is malformed
	 */
	static VerbMethods of(Class<? extends BaseHttpRequestHandler> type) {
		VerbMethods methods = new VerbMethods();
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			methods.addDeclared(type, current);
		}
		return methods;
	}

	Set<String> verbs() {
		return Set.copyOf(this.byVerb.keySet());
	}

	@Nullable VerbMethod get(String verb) {
		return this.byVerb.get(verb);
	}

	private void addDeclared(Class<?> type, Class<?> declaring) {
		Map<String, Method> declared = new HashMap<>();
		for (Method method : declaring.getDeclaredMethods()) {
			for (String verb : verbs(method)) {
				requireWellFormed(method, verb);
				Method other = declared.put(verb, method);
				if (other != null) {
					throw new IllegalArgumentException("Two methods of " + declaring.getName() + " handle the verb "
							+ verb + ": " + other.getName() + "() and " + method.getName() + "()");
				}
				this.byVerb.computeIfAbsent(verb, (key) -> verbMethod(type, method));
			}
		}
	}

	private static Set<String> verbs(Method method) {
		Set<String> verbs = new LinkedHashSet<>();
		if (!method.isBridge()) {
			collectVerbs(method, verbs, new HashSet<>());
			String named = verbs.isEmpty() ? VerbName.verb(method.getName()) : null;
			if (named != null && !isOverload(method)) {
				verbs.add(named);
			}
		}
		return verbs;
	}

	/** A method that shares the work of the one without parameters. */
	private static boolean isOverload(Method method) {
		return method.getParameterCount() > 0 && Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
			.anyMatch((other) -> other.getName().equals(method.getName()) && other.getParameterCount() == 0);
	}

	/** An annotation can be made of one that is made of HttpVerb, and so on. */
	private static void collectVerbs(AnnotatedElement element, Set<String> verbs, Set<Class<?>> seen) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (annotation instanceof HttpVerb verb) {
				verbs.addAll(List.of(verb.value()));
			}
			else if (seen.add(annotation.annotationType())) {
				collectVerbs(annotation.annotationType(), verbs, seen);
			}
		}
	}

	private static void requireWellFormed(Method method, String verb) {
		String place = method.getDeclaringClass().getName() + "." + method.getName() + "()";
		if (!FieldRules.isToken(verb)) {
			throw new IllegalArgumentException("The verb '" + verb + "' of " + place + " is not an RFC 9110 token");
		}
		if (verb.equals("CONNECT")) {
			throw new IllegalArgumentException("The verb CONNECT of " + place
					+ " cannot be handled: it asks for a tunnel, which this server does not make");
		}
		if (method.getParameterCount() > 0) {
			throw new IllegalArgumentException("The verb method " + place
					+ " of a handler class must not have parameters: it finds the request in its fields");
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw new IllegalArgumentException("The verb method " + place + " must not be static");
		}
	}

	private static VerbMethod verbMethod(Class<?> type, Method method) {
		Method effective = overrideOf(method, type);
		effective.setAccessible(true);
		try {
			MethodHandle handle = MethodHandles.lookup().unreflect(effective);
			return new VerbMethod(handle.asType(VERB_METHOD), effective.isAnnotationPresent(NonBlocking.class));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalArgumentException("The verb method " + method + " cannot be called", ex);
		}
	}

	/** The method that a call really reaches: it says itself whether it may block. */
	private static Method overrideOf(Method method, Class<?> type) {
		if (Modifier.isPrivate(method.getModifiers())) {
			return method;
		}
		for (Class<?> current = type; current != method.getDeclaringClass(); current = current.getSuperclass()) {
			try {
				Method override = current.getDeclaredMethod(method.getName());
				boolean packagePrivate = !Modifier.isPublic(method.getModifiers())
						&& !Modifier.isProtected(method.getModifiers());
				if (!packagePrivate || current.getPackage() == method.getDeclaringClass().getPackage()) {
					return override;
				}
			}
			catch (NoSuchMethodException ex) {
				// Inherited here: look further up.
			}
		}
		return method;
	}

}
