package io.jhttp.server.handler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.VerbMethods.VerbMethod;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link HttpHandler} of a handler class.
 */
public final class RequestHandlers implements NonBlockingHttpHandler {

	private final VerbMethods verbs;

	private final Supplier<? extends BaseHttpRequestHandler> factory;

	private final @Nullable FileHandler files;

	private RequestHandlers(VerbMethods verbs, Supplier<? extends BaseHttpRequestHandler> factory,
			@Nullable FileHandler files) {
		this.verbs = verbs;
		this.factory = factory;
		this.files = files;
	}

	/**
	 * Answers with one instance of a class for each connection.
	 * @param type the class
	 * @param factory makes an instance, when the first request of a connection arrives
	 * @param directory what a {@link SimpleHttpRequestHandler} serves that was not given
	 * a directory of its own; null for the working directory
	 * @return a handler
	 * @throws IllegalArgumentException if a verb method of the class is malformed: it has
	 * parameters, is static, its verb is no token, or a class has two methods for a verb
	 * @throws IOException if the directory does not exist or cannot be read
	 */
	public static HttpHandler perConnection(Class<? extends BaseHttpRequestHandler> type,
			Supplier<? extends BaseHttpRequestHandler> factory, @Nullable Path directory) throws IOException {
		FileHandler files = null;
		if (SimpleHttpRequestHandler.class.isAssignableFrom(type)) {
			files = FileHandler.of((directory != null) ? directory : Path.of(""));
		}
		return new RequestHandlers(VerbMethods.of(type), factory, files);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		VerbMethod verb = this.verbs.get(exchange.request().method());
		if (verb == null) {
			exchange.response().sendError(501, "Unsupported method ('" + exchange.request().method() + "')");
			return;
		}
		BaseHttpRequestHandler handler = existing(exchange);
		if (handler != null && verb.nonBlocking()) {
			call(handler, verb, exchange);
		}
		else {
			// A factory may block as well: the first request goes to a worker.
			exchange.dispatch((later) -> call((handler != null) ? handler : create(later), verb, later));
		}
	}

	private @Nullable BaseHttpRequestHandler existing(HttpExchange exchange) {
		return (exchange.connectionAttachment() instanceof Instance instance && instance.owner() == this)
				? instance.handler() : null;
	}

	private BaseHttpRequestHandler create(HttpExchange exchange) {
		BaseHttpRequestHandler handler = this.factory.get();
		if (handler instanceof SimpleHttpRequestHandler simple && this.files != null) {
			simple.useFiles(this.files);
		}
		exchange.attachToConnection(new Instance(this, handler));
		return handler;
	}

	private static void call(BaseHttpRequestHandler handler, VerbMethod verb, HttpExchange exchange) throws Exception {
		handler.begin(exchange);
		try {
			verb.handle().invokeExact(handler);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A verb method threw neither an exception nor an error", ex);
		}
		finally {
			handler.end();
		}
	}

	private record Instance(RequestHandlers owner, BaseHttpRequestHandler handler) {
	}

}
