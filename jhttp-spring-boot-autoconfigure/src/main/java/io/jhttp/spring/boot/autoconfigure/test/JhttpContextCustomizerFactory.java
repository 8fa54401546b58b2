package io.jhttp.spring.boot.autoconfigure.test;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Makes what Spring Boot's annotations for tests say of a server hold for this one.
 */
final class JhttpContextCustomizerFactory implements ContextCustomizerFactory {

	/** By its name, as a test may have Spring's support for tests alone. */
	private static final String ANNOTATION = "org.springframework.boot.test.context.SpringBootTest";

	/** By its name, as its module rests on this one. */
	private static final String WITHOUT_SOCKET = "io.jhttp.spring.boot.test.autoconfigure.AutoConfigureJhttp";

	private static final Set<String> WITHOUT_SERVER = Set.of("MOCK", "NONE");

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		MergedAnnotations annotations = MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
			.withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
			.from(testClass);
		if (annotations.isPresent(WITHOUT_SOCKET)) {
			// It starts the server, and has a client of its own.
			return null;
		}
		MergedAnnotation<?> annotation = annotations.get(ANNOTATION);
		// Without the annotation, nothing says that there should be no server.
		boolean listens = annotation.getValue("webEnvironment")
			.map(String::valueOf)
			.filter(WITHOUT_SERVER::contains)
			.isEmpty();
		return new JhttpContextCustomizer(listens);
	}

}
