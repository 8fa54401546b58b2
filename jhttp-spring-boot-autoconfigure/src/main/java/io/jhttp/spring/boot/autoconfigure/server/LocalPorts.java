package io.jhttp.spring.boot.autoconfigure.server;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The ports of running servers in the environment of a context and of its parents, in the
 * property source that Boot's web servers use.
 */
public final class LocalPorts {

	private static final String PROPERTY_SOURCE = "server.ports";

	private final ApplicationContext context;

	/**
	 * Creates the ports of a context.
	 * @param context where the properties are set
	 */
	public LocalPorts(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Sets the property of a port.
	 * @param property its name, such as {@code local.jhttp.port}
	 * @param port the real port
	 */
	public void set(String property, int port) {
		for (@Nullable
		ApplicationContext context = this.context; context != null; context = context.getParent()) {
			if (context instanceof ConfigurableApplicationContext configurable) {
				set(configurable.getEnvironment().getPropertySources(), property, port);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void set(MutablePropertySources sources, String property, int port) {
		PropertySource<?> source = sources.get(PROPERTY_SOURCE);
		if (source == null) {
			source = new MapPropertySource(PROPERTY_SOURCE, new HashMap<>());
			sources.addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(property, port);
	}

}
