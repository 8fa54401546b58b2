package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.List;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.FurtherServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.LocalPorts;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * A server that has nothing but the endpoints. It starts after the server of the
 * application, and stops after that has let its requests finish, so that probes are
 * answered meanwhile.
 */
final class ManagementServer implements SmartLifecycle, DisposableBean, FurtherServer {

	static final String LOCAL_PORT = "local.management.port";

	/** Operators are few, and some of what they ask for takes a while. */
	private static final int WORKERS = 10;

	private final ObjectProvider<Endpoints> endpoints;

	private final String basePath;

	private final LocalPorts localPorts;

	private final JhttpServer server;

	private volatile EndpointRoutes routes = EndpointRoutes.NONE;

	ManagementServer(HttpServer.Builder builder, ObjectProvider<Endpoints> endpoints, String basePath,
			LocalPorts localPorts) {
		this.endpoints = endpoints;
		this.basePath = basePath;
		this.localPorts = localPorts;
		HttpHandler handler = new ReservedFirstHandler(List.of((request) -> this.routes.find(request)),
				HttpHandler.nonBlocking((exchange) -> exchange.response().sendError(404)));
		this.server = new JhttpServer(builder.eventLoops(1).workerThreads(WORKERS).handler(handler),
				"management.server.address", "management.server.port");
	}

	@Override
	public void start() {
		this.routes = new EndpointRoutes(this.endpoints.getObject().ofManagement(this.basePath));
		this.server.start();
		this.localPorts.set(LOCAL_PORT, this.server.getPort());
	}

	@Override
	public void stop() {
		this.server.stop();
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 1536;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public String getName() {
		return "management";
	}

	@Override
	public @Nullable Throwable getFailure() {
		return this.server.getFailure();
	}

	/** Also if the context fails to start. */
	@Override
	public void destroy() {
		this.server.close();
	}

}
