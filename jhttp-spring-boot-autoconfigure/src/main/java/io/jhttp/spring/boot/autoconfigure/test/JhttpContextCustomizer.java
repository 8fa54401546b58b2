package io.jhttp.spring.boot.autoconfigure.test;

import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties;
import io.jhttp.spring.boot.autoconfigure.SetProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;

/**
 * Without a web environment no server of the application starts. A random port for Spring
 * Boot's web server is one for this server too, and a {@code RestTestClient} is there
 * also in an application that is no web application, where Boot has none.
 */
final class JhttpContextCustomizer implements ContextCustomizer {

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.resttestclient.autoconfigure."
			+ "RestTestClientTestAutoConfiguration";

	private final boolean listens;

	/**
	 * Creates a customizer.
	 * @param listens whether servers start with the context
	 */
	JhttpContextCustomizer(boolean listens) {
		this.listens = listens;
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		setRandomPorts(context.getEnvironment());
		if (!this.listens) {
			// A default, which whatever the test or the application says overrides.
			sources.addLast(new MapPropertySource("jhttpTestDefaults", Map.of("jhttp.auto-startup", "false")));
		}
		if (!(context instanceof WebApplicationContext)
				&& ClassUtils.isPresent(AUTO_CONFIGURATION, context.getClassLoader())) {
			RestTestClients.register(context);
		}
	}

	/** Of each listener with a port, or of the only one. */
	private static void setRandomPorts(ConfigurableEnvironment environment) {
		PropertySource<?> inlined = environment.getPropertySources()
			.get(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME);
		if (!(inlined instanceof MapPropertySource test) || !isZero(test.getProperty("server.port"))) {
			return;
		}
		Map<String, JhttpListenerProperties> listeners = new SetProperties(environment).listeners();
		listeners.forEach((name, listener) -> {
			if (listener.getPort() != null) {
				test.getSource().putIfAbsent("jhttp.listeners." + name + ".port", "0");
			}
		});
		if (listeners.isEmpty() && !test.containsProperty("jhttp.port")) {
			test.getSource().put("jhttp.port", "0");
		}
	}

	private static boolean isZero(@Nullable Object port) {
		return port != null && port.toString().equals("0");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JhttpContextCustomizer customizer && customizer.listens == this.listens;
	}

	@Override
	public int hashCode() {
		return Boolean.hashCode(this.listens);
	}

	/** Apart, as Boot's clients for tests are optional. */
	private static final class RestTestClients {

		/**
		 * A ready object, and no bean definition: Spring would introspect the class of
		 * the client, which cannot be loaded as a whole without Spring MVC.
		 */
		static void register(ConfigurableApplicationContext context) {
			ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
			beanFactory.registerSingleton("jhttpRestTestClient",
					RestTestClient.bindToServer()
						.uriBuilderFactory(
								JhttpLocalTestWebServerProvider.localTestWebServer(context).uriBuilderFactory())
						.build());
		}

	}

}
