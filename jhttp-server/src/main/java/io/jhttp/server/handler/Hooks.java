package io.jhttp.server.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a handler class changes what the classes here do: it may block then, also where
 * a verb method of it does not.
 */
final class Hooks {

	private static final List<Class<?>> OWNERS = List.of(CgiHttpRequestHandler.class, SimpleHttpRequestHandler.class,
			BaseHttpRequestHandler.class, ResponseTexts.class, RequestLog.class, RequestAttributes.class);

	private static final Set<String> SIGNATURES = signatures();

	private static final Set<String> TAKING_REQUESTS = Set.of("handle[]", "handleOneRequest[]", "parseRequest[]");

	private Hooks() {
	}

	static boolean areOverridden(Class<? extends BaseHttpRequestHandler> type) {
		return overrides(type, SIGNATURES);
	}

	/** Whether a class may answer without any verb method. */
	static boolean takeRequests(Class<? extends BaseHttpRequestHandler> type) {
		return overrides(type, TAKING_REQUESTS);
	}

	private static boolean overrides(Class<?> type, Set<String> signatures) {
		for (Class<?> current = type; !OWNERS.contains(current); current = current.getSuperclass()) {
			for (Method method : current.getDeclaredMethods()) {
				if (isOverridable(method) && signatures.contains(signature(method))) {
					return true;
				}
			}
		}
		return false;
	}

	private static Set<String> signatures() {
		Set<String> signatures = new HashSet<>();
		for (Class<?> owner : OWNERS) {
			for (Method method : owner.getDeclaredMethods()) {
				if (isOverridable(method) && !Modifier.isFinal(method.getModifiers())) {
					signatures.add(signature(method));
				}
			}
		}
		return signatures;
	}

	private static boolean isOverridable(Method method) {
		int modifiers = method.getModifiers();
		return Modifier.isProtected(modifiers) || Modifier.isPublic(modifiers);
	}

	private static String signature(Method method) {
		return method.getName() + Arrays.toString(method.getParameterTypes());
	}

}
