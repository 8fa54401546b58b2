package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.lang.reflect.AnnotatedElement;
import java.util.Collections;
import java.util.Map;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Which properties of objects are read and written: those of the view that Jackson's
 * {@code @JsonView} names. Converters are told by a hint, as Spring MVC tells them.
 */
public final class JsonViews {

	private static final String ANNOTATION = "com.fasterxml.jackson.annotation.JsonView";

	private JsonViews() {
	}

	/**
	 * What converters are told.
	 * @param annotated a method or a parameter; with several, the first that is annotated
	 * counts
	 * @return hints, empty without a view
	 * @throws IllegalArgumentException if the annotation does not name exactly one view
	 */
	public static Map<String, Object> hints(AnnotatedElement... annotated) {
		for (AnnotatedElement element : annotated) {
			MergedAnnotation<?> annotation = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
				.get(ANNOTATION);
			if (annotation.isPresent()) {
				Class<?>[] views = annotation.getClassArray(MergedAnnotation.VALUE);
				if (views.length != 1) {
					throw new IllegalArgumentException("its @JsonView names " + views.length + " views");
				}
				return Collections.singletonMap(ANNOTATION, views[0]);
			}
		}
		return Collections.emptyMap();
	}

}
