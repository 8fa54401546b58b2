package io.jhttp.spring.boot.test.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds the tests whose server has no socket.
 */
final class JhttpTestContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		if (!TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureJhttp.class)) {
			return null;
		}
		SpringBootTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, SpringBootTest.class);
		if (test != null && test.webEnvironment().isEmbedded()) {
			throw new IllegalStateException("The server of " + testClass.getName()
					+ " cannot have a port and be without a socket. Remove webEnvironment = " + test.webEnvironment()
					+ " from @SpringBootTest, or @AutoConfigureJhttp.");
		}
		return new JhttpTestContextCustomizer();
	}

}
