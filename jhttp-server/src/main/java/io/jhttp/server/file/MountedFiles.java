package io.jhttp.server.file;

import java.util.HashMap;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.http.HttpProblem;

/**
 * Leaves each request to what is served at its host and path.
 */
public final class MountedFiles implements NonBlockingHttpHandler {

	private final MountTable table;

	private final Map<MountPoint, NonBlockingHttpHandler> handlers = new HashMap<>();

	private final NonBlockingHttpHandler rest;

	/**
	 * Says what is served where.
	 * @param table decides which place answers
	 * @param handlers what answers, for each place of the table
	 * @param rest answers where there is no place
	 */
	public MountedFiles(MountTable table, Map<MountPoint, ? extends HttpHandler> handlers, HttpHandler rest) {
		this.table = table;
		handlers.forEach((point, handler) -> this.handlers.put(point, NonBlockingHttpHandler.of(handler)));
		this.rest = NonBlockingHttpHandler.of(rest);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		NonBlockingHttpHandler handler;
		try {
			MountPoint point = this.table.find(exchange.request());
			handler = (point != null) ? this.handlers.get(point) : null;
		}
		catch (HttpProblem ex) {
			exchange.response().sendError(ex.status(), ex.detail());
			return;
		}
		((handler != null) ? handler : this.rest).handle(exchange);
	}

}
