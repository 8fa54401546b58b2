package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The verbs and paths that the annotations of a method give: {@link HttpVerb} itself and
 * annotations that are made of it.
 */
final class Verbs {

	private Verbs() {
	}

	/** The verb methods of a class: for each its verbs, for each of these its paths. */
	static Map<Method, Map<String, Set<String>>> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type, (MetadataLookup<Map<String, Set<String>>>) Verbs::mapping);
	}

	private static @Nullable Map<String, Set<String>> mapping(Method method) {
		Map<String, Set<String>> pathsByVerb = new LinkedHashMap<>();
		List<MergedAnnotation<HttpVerb>> annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream(HttpVerb.class)
			.toList();
		for (MergedAnnotation<HttpVerb> annotation : annotations) {
			if (annotation.getAggregateIndex() != annotations.get(0).getAggregateIndex()) {
				// An override that is annotated itself does not inherit.
				break;
			}
			for (String verb : annotation.getStringArray("value")) {
				if (!FieldRules.isToken(verb)) {
					throw new InvalidHandlerMethodException(method, "its verb '" + verb + "' is not an RFC 9110 token",
							"Use letters, digits and the characters !#$%&'*+-.^_`|~ for a verb, and no spaces.");
				}
				pathsByVerb.computeIfAbsent(verb, (key) -> new LinkedHashSet<>()).addAll(paths(annotation));
			}
		}
		return pathsByVerb.isEmpty() ? null : pathsByVerb;
	}

	/** The outermost annotation that gives paths decides. */
	private static List<String> paths(MergedAnnotation<HttpVerb> verb) {
		List<String> paths = List.of(verb.getStringArray("path"));
		for (MergedAnnotation<?> made = verb.getMetaSource(); made != null; made = made.getMetaSource()) {
			List<String> own = new ArrayList<>();
			for (String attribute : new String[] { "value", "path" }) {
				made.getValue(attribute).ifPresent((value) -> own.addAll(strings(value)));
			}
			paths = own.isEmpty() ? paths : own;
		}
		return paths.isEmpty() ? List.of("") : paths;
	}

	private static List<String> strings(Object attribute) {
		if (attribute instanceof String[] several) {
			return Arrays.asList(several);
		}
		return (attribute instanceof String one) ? List.of(one) : Collections.emptyList();
	}

}
