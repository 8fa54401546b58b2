package io.jhttp.spring.boot.autoconfigure.server;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Sets {@code local.jhttp.port} in the environment of the context and of its parents, in
 * the property source that Boot's web servers use. It goes before other listeners, so
 * that they can read the property.
 */
public final class LocalPortPublisher implements ApplicationListener<JhttpServerInitializedEvent>, Ordered {

	private static final String PROPERTY_SOURCE = "server.ports";

	private static final String PROPERTY = "local.jhttp.port";

	private final ApplicationContext context;

	/**
	 * Creates a listener.
	 * @param context where the property is set
	 */
	public LocalPortPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(JhttpServerInitializedEvent event) {
		int port = event.getServer().getPort();
		for (@Nullable
		ApplicationContext context = this.context; context != null; context = context.getParent()) {
			if (context instanceof ConfigurableApplicationContext configurable) {
				setPort(configurable.getEnvironment().getPropertySources(), port);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void setPort(MutablePropertySources sources, int port) {
		PropertySource<?> source = sources.get(PROPERTY_SOURCE);
		if (source == null) {
			source = new MapPropertySource(PROPERTY_SOURCE, new HashMap<>());
			sources.addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(PROPERTY, port);
	}

}
