package io.jhttp.spring.boot.autoconfigure.actuate;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpRequest;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerInitializedEvent;
import io.jhttp.spring.boot.autoconfigure.server.LocalPorts;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * The endpoints on the server of the application: all of them, or only their additional
 * paths if they have a server of their own.
 */
final class ApplicationEndpoints implements ReservedHandler, SmartInitializingSingleton,
		ApplicationListener<JhttpServerInitializedEvent>, Ordered {

	static final String LOCAL_PORT = "local.management.port";

	private final ManagementPort port;

	/** Endpoints may need the server, which needs this. */
	private final ObjectProvider<Endpoints> endpoints;

	private final String basePath;

	private final LocalPorts localPorts;

	private volatile EndpointRoutes routes = EndpointRoutes.NONE;

	ApplicationEndpoints(ManagementPort port, ObjectProvider<Endpoints> endpoints, String basePath,
			LocalPorts localPorts) {
		this.port = port;
		this.endpoints = endpoints;
		this.basePath = basePath;
		this.localPorts = localPorts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Endpoints endpoints = this.endpoints.getObject();
		List<EndpointRoute> routes = new ArrayList<>(endpoints.additional(WebServerNamespace.SERVER));
		if (this.port.is(ManagementPort.Type.SAME)) {
			routes.addAll(endpoints.ofApplication(this.basePath));
		}
		this.routes = endpoints.routes(routes);
	}

	@Override
	public @Nullable HttpHandler find(HttpRequest request) {
		return this.routes.find(request);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(JhttpServerInitializedEvent event) {
		JhttpServer server = event.getServer();
		if (this.port.is(ManagementPort.Type.SAME)) {
			this.localPorts.set(LOCAL_PORT, server.getPort());
		}
		else if (server.getAddresses().get(this.port.listener()) instanceof InetSocketAddress address) {
			this.localPorts.set(LOCAL_PORT, address.getPort());
		}
	}

}
