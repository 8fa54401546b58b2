package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.jhttp.server.ErrorRenderer;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpListener;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The endpoints on a listener of their own. They have threads of their own, so that
 * probes are answered while all workers of the application are busy.
 */
final class ManagementEndpoints implements ManagementHandler, SmartInitializingSingleton, DisposableBean {

	/** Operators are few, and some of what they ask for takes a while. */
	private static final int THREADS = 10;

	private static final int MAX_WAITING = 1000;

	private final @Nullable HttpListener listener;

	private final ErrorRenderer errors;

	private final UnaryOperator<HttpHandler> security;

	/** Endpoints may need the server, which needs this. */
	private final ObjectProvider<Endpoints> endpoints;

	private final String basePath;

	private final ThreadPoolExecutor threads;

	private volatile EndpointRoutes routes = EndpointRoutes.NONE;

	/**
	 * Creates the endpoints.
	 * @param listener where management.server.port puts them, or null if listeners do
	 * @param security puts around them what decides who may do what
	 */
	ManagementEndpoints(ObjectProvider<Endpoints> endpoints, String basePath, @Nullable HttpListener listener,
			ErrorRenderer errors, UnaryOperator<HttpHandler> security) {
		this.listener = listener;
		this.errors = errors;
		this.security = security;
		this.endpoints = endpoints;
		this.basePath = basePath;
		CustomizableThreadFactory factory = new CustomizableThreadFactory("jhttp-management-");
		factory.setDaemon(true);
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING), factory);
		this.threads.allowCoreThreadTimeOut(true);
	}

	@Override
	public void afterSingletonsInstantiated() {
		Endpoints endpoints = this.endpoints.getObject();
		this.routes = endpoints.routes(endpoints.ofManagement(this.basePath));
	}

	@Override
	public @Nullable JhttpListener listener() {
		return (this.listener != null)
				? new JhttpListener(serve(this.listener), "management.server.address", "management.server.port") : null;
	}

	@Override
	public HttpListener serve(HttpListener listener) {
		return listener.handler(this.security.apply(HttpHandler.nonBlocking(this::handle)))
			.errors(this.errors)
			.stopsLast(true);
	}

	private void handle(HttpExchange exchange) throws Exception {
		HttpHandler found = this.routes.find(exchange.request());
		if (found == null) {
			exchange.response().sendError(404);
		}
		else if (found instanceof NonBlockingHttpHandler) {
			found.handle(exchange);
		}
		else {
			exchange.dispatch(found, this.threads);
		}
	}

	@Override
	public void destroy() {
		this.threads.shutdown();
	}

}
