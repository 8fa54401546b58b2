package io.jhttp.spring.boot.autoconfigure.test;

import java.util.List;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Makes what Spring Boot's annotations for tests say of a server hold for this one.
 */
final class JhttpContextCustomizerFactory implements ContextCustomizerFactory {

	private static final String ANNOTATION = "org.springframework.boot.test.context.SpringBootTest";

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		boolean listens = !ClassUtils.isPresent(ANNOTATION, getClass().getClassLoader())
				|| WebEnvironments.listen(testClass);
		return new JhttpContextCustomizer(listens);
	}

	/** Apart, as a test may have Spring's support for tests alone. */
	private static final class WebEnvironments {

		/** Without the annotation, nothing says that there should be no server. */
		static boolean listen(Class<?> testClass) {
			SpringBootTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
					SpringBootTest.class);
			return annotation == null || annotation.webEnvironment().isEmbedded();
		}

	}

}
