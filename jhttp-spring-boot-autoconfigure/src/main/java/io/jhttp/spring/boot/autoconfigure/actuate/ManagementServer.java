package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.AbstractJhttpServerLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.FurtherServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.LocalPorts;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * A server that has nothing but the endpoints. It starts after the server of the
 * application, and stops after that has let its requests finish, so that probes are
 * answered meanwhile.
 */
final class ManagementServer extends AbstractJhttpServerLifecycle implements DisposableBean, FurtherServer {

	static final String LOCAL_PORT = "local.management.port";

	/** Operators are few, and some of what they ask for takes a while. */
	private static final int WORKERS = 10;

	private final ObjectProvider<Endpoints> endpoints;

	private final String basePath;

	private final LocalPorts localPorts;

	private final AtomicReference<EndpointRoutes> routes;

	ManagementServer(HttpServer.Builder builder, ObjectProvider<Endpoints> endpoints, String basePath,
			LocalPorts localPorts, boolean autoStartup) {
		this(builder, endpoints, basePath, localPorts, autoStartup, new AtomicReference<>(EndpointRoutes.NONE));
	}

	private ManagementServer(HttpServer.Builder builder, ObjectProvider<Endpoints> endpoints, String basePath,
			LocalPorts localPorts, boolean autoStartup, AtomicReference<EndpointRoutes> routes) {
		super(new JhttpServer(builder.eventLoops(1).workerThreads(WORKERS).handler(handler(routes)),
				"management.server.address", "management.server.port", autoStartup), DEFAULT_PHASE - 1536);
		this.endpoints = endpoints;
		this.basePath = basePath;
		this.localPorts = localPorts;
		this.routes = routes;
	}

	private static HttpHandler handler(AtomicReference<EndpointRoutes> routes) {
		return new ReservedFirstHandler(List.of((request) -> routes.get().find(request)),
				HttpHandler.nonBlocking((exchange) -> exchange.response().sendError(404)));
	}

	@Override
	public void start() {
		Endpoints endpoints = this.endpoints.getObject();
		this.routes.set(endpoints.routes(endpoints.ofManagement(this.basePath)));
		super.start();
		this.localPorts.set(LOCAL_PORT, server().getPort());
	}

	@Override
	public String getName() {
		return "management";
	}

	@Override
	public @Nullable Throwable getFailure() {
		return server().getFailure();
	}

	/** Also if the context fails to start. */
	@Override
	public void destroy() {
		server().close();
	}

}
