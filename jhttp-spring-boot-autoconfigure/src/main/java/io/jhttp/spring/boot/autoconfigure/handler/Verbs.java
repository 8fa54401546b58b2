package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * What the annotations of a method say of verbs, paths and media types: {@link HttpVerb}
 * itself and annotations that are made of it.
 *
 * @param verbs RFC 9110 tokens
 * @param paths below that of the bean, at least one
 * @param consumes media types and ranges; none for any
 * @param produces media types; none if they do not say
 */
record Verbs(List<String> verbs, List<String> paths, List<String> consumes, List<String> produces) {

	/** The verb methods of a class, with one entry for each annotation. */
	static Map<Method, List<Verbs>> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type, (MetadataLookup<List<Verbs>>) Verbs::of);
	}

	private static @Nullable List<Verbs> of(Method method) {
		List<Verbs> found = new ArrayList<>();
		List<MergedAnnotation<HttpVerb>> annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream(HttpVerb.class)
			.toList();
		for (MergedAnnotation<HttpVerb> annotation : annotations) {
			if (annotation.getAggregateIndex() != annotations.get(0).getAggregateIndex()) {
				// An override that is annotated itself does not inherit.
				break;
			}
			List<String> paths = strings(annotation, "path", "value");
			found.add(new Verbs(verbs(annotation, method), paths.isEmpty() ? List.of("") : paths,
					strings(annotation, "consumes"), strings(annotation, "produces")));
		}
		return found.isEmpty() ? null : found;
	}

	private static List<String> verbs(MergedAnnotation<HttpVerb> annotation, Method method) {
		List<String> verbs = List.of(annotation.getStringArray("value"));
		for (String verb : verbs) {
			if (!FieldRules.isToken(verb)) {
				throw new InvalidHandlerMethodException(method, "its verb '" + verb + "' is not an RFC 9110 token",
						"Use letters, digits and the characters !#$%&'*+-.^_`|~ for a verb, and no spaces.");
			}
			if (verb.equals("CONNECT")) {
				throw new InvalidHandlerMethodException(method,
						"its verb CONNECT asks for a tunnel, which this server does not make",
						"Remove the verb. Use a proxy, such as HAProxy, where clients need tunnels.");
			}
		}
		return verbs;
	}

	/**
	 * The outermost annotation that has something to say decides.
	 * @param attribute of {@link HttpVerb}
	 * @param alternative what the attribute may be called in annotations that are made of
	 * it
	 */
	private static List<String> strings(MergedAnnotation<HttpVerb> verb, String attribute, String... alternative) {
		List<String> strings = List.of(verb.getStringArray(attribute));
		List<String> names = new ArrayList<>(Arrays.asList(alternative));
		names.add(attribute);
		for (MergedAnnotation<?> made = verb.getMetaSource(); made != null; made = made.getMetaSource()) {
			List<String> own = new ArrayList<>();
			for (String name : names) {
				if (!isAlias(made.getType(), name)) {
					made.getValue(name).ifPresent((value) -> own.addAll(strings(value)));
				}
			}
			strings = own.isEmpty() ? strings : own;
		}
		return strings;
	}

	/** An alias for an attribute of another annotation has had its say there. */
	private static boolean isAlias(Class<?> annotation, String attribute) {
		Method method = ReflectionUtils.findMethod(annotation, attribute);
		AliasFor alias = (method != null) ? method.getAnnotation(AliasFor.class) : null;
		return alias != null && alias.annotation() != Annotation.class && alias.annotation() != annotation;
	}

	private static List<String> strings(Object attribute) {
		if (attribute instanceof String[] several) {
			return Arrays.asList(several);
		}
		return (attribute instanceof String one) ? List.of(one) : Collections.emptyList();
	}

}
