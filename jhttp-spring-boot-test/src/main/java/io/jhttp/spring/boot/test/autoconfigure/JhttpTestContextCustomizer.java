package io.jhttp.spring.boot.test.autoconfigure;

import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Adds a {@code RestTestClient} for the server without a socket.
 */
final class JhttpTestContextCustomizer implements ContextCustomizer {

	/**
	 * A ready object, and no bean definition: Spring would introspect the class of the
	 * client, which cannot be loaded as a whole without Spring MVC. It is there before
	 * Spring Boot looks whether its own client is needed.
	 */
	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		RestTestClient client = RestTestClient.bindToServer(
				(uri, method) -> context.getBean(InProcessClientHttpRequestFactory.class).createRequest(uri, method))
			.build();
		context.getBeanFactory().registerSingleton("jhttpRestTestClient", client);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JhttpTestContextCustomizer;
	}

	@Override
	public int hashCode() {
		return JhttpTestContextCustomizer.class.hashCode();
	}

}
