package io.jhttp.spring.boot.test.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.test.memory.MemoryNetwork;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Gives each server of the application a network in memory before it starts. One event
 * loop is enough for a test.
 */
final class ServersInMemory implements BeanPostProcessor, ApplicationListener<ContextClosedEvent> {

	private final MemoryNetwork network;

	private final ObjectProvider<TestUsers> users;

	private final List<JhttpServer> servers = new CopyOnWriteArrayList<>();

	ServersInMemory(MemoryNetwork network, ObjectProvider<TestUsers> users) {
		this.network = network;
		this.users = users;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof JhttpServer server) {
			server
				.customize((builder) -> builder.channels(this.network).eventLoops(1).listener(this.users.getObject()));
			this.servers.add(server);
		}
		return bean;
	}

	/**
	 * A test may leave responses unread. The server would wait for their clients before
	 * it stops.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.network.disconnectClients();
	}

	MemoryNetwork network() {
		return this.network;
	}

	List<JhttpServer> servers() {
		return this.servers;
	}

}
