package io.jhttp.spring.boot.autoconfigure.server;

import java.net.InetSocketAddress;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.web.context.WebApplicationContext;

/**
 * What a context knows of its server: the port, before any listener is told that it
 * serves; and that it refuses traffic, before the server begins to.
 */
final class ServedContext implements ApplicationListener<ContextClosedEvent>, Ordered {

	private static final String PORT = "local.jhttp.port";

	private final ApplicationContext context;

	ServedContext(ApplicationContext context) {
		this.context = context;
	}

	void serverStarted(JhttpServer server) {
		LocalPorts ports = new LocalPorts(this.context);
		if (server.getPort() > 0) {
			ports.set(PORT, server.getPort());
		}
		server.getAddresses().forEach((name, address) -> {
			if (address instanceof InetSocketAddress bound) {
				ports.set("local.jhttp." + name + ".port", bound.getPort());
			}
		});
		if (this.context instanceof ConfigurableApplicationContext configurable) {
			configurable.addApplicationListener(this);
		}
	}

	/** Other listeners may take a while. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/** In web application contexts Boot says so, in others this does. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context && !isWeb()) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	private boolean isWeb() {
		return this.context instanceof WebApplicationContext || this.context instanceof ReactiveWebApplicationContext;
	}

}
