package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Sets {@code local.jhttp.port} in the environment of the context and of its parents. It
 * goes before other listeners, so that they can read the property.
 */
public final class LocalPortPublisher implements ApplicationListener<JhttpServerInitializedEvent>, Ordered {

	private static final String PROPERTY = "local.jhttp.port";

	private final LocalPorts ports;

	/**
	 * Creates a listener.
	 * @param context where the property is set
	 */
	public LocalPortPublisher(ApplicationContext context) {
		this.ports = new LocalPorts(context);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(JhttpServerInitializedEvent event) {
		this.ports.set(PROPERTY, event.getServer().getPort());
	}

}
